import { checklist, checklistMarkdown } from '../src/plan/checklist.js';
import { planTransition } from '../src/plan/plan.js';
import { annotatedPhase } from '../src/schema/transition.js';
import { template } from './templates.js';
import type { Described } from './transitions-json.js';

const render = template<{
  readonly phases: readonly { readonly id: string; readonly phase: string }[];
  readonly checklists: readonly string[];
}>('TRANSITIONS.md');

/** `TRANSITIONS.md`: where each transition stands, its stages as a checklist, and the way back from each. */
export function transitionsPage(described: Described): string {
  return render({
    phases: described.planned.map((each) => ({ id: each.id, phase: annotatedPhase(each) })),
    checklists: described.planned.map((transition) =>
      checklistMarkdown(checklist(planTransition(transition, described))).trimEnd(),
    ),
  });
}
