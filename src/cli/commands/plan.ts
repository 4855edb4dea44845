import { Command } from 'commander';
import { readMigrations } from '../../migrations/write-migrations.js';
import { checklist, checklistMarkdown } from '../../plan/checklist.js';
import { planTransition } from '../../plan/plan.js';
import { stageState } from '../../plan/stage-state.js';
import { chooseTransitions } from '../chosen-transitions.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { outputFor } from '../print.js';
import { openProject } from '../project.js';

export function plan(): Command {
  return withCommonOptions(new Command('plan')).action(run);
}

async function run(flags: CommonOptions): Promise<void> {
  const output = outputFor(flags);
  const project = await openProject(flags);
  const chosen = chooseTransitions(project.transitions, flags.transition, ['expand', 'migrate', 'contract']);
  if (chosen.length === 0) output.say('The schema has no transition.');
  const folders = await readMigrations(project.migrations);
  for (const [index, transition] of chosen.entries()) {
    const planned = planTransition(transition, project);
    const { prepared } = stageState(planned, folders);
    output.emit({ event: 'plan', ...planned, prepared: prepared?.name });
    if (index > 0) output.say('');
    output.say(checklistMarkdown(checklist(planned)).trimEnd());
  }
}
