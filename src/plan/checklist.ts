import type { Correspondence } from '../database/operation.js';
import { scenarioOf } from '../scenarios/registry.js';
import type { Plan } from './plan.js';
import type { ApplicationStep, Gate, Stage } from './stage.js';

/** The plan of one transition as sentences: the data behind `TRANSITIONS.md` and `pec plan`. */
export interface Checklist {
  readonly transition: string;
  /** One line: what becomes what, and who keeps both equal. */
  readonly summary: string;
  readonly stages: readonly StageChecklist[];
}

export interface StageChecklist {
  readonly heading: string;
  /** What to do, in order. */
  readonly steps: readonly string[];
  /** What must hold before the next stage, in order. */
  readonly gates: readonly string[];
  /** How to go back to the stage before. */
  readonly rollback: readonly string[];
}

/** Puts a plan into words. */
export function checklist(plan: Plan): Checklist {
  const { transition, sync, stages } = plan;
  const { summary, correspondence } = scenarioOf(transition);
  return {
    transition: transition.id,
    summary: [summary(transition), keptBy(correspondence(transition), sync)].filter(Boolean).join(' '),
    stages: stages.map((stage) => ({
      heading: `Stage ${stage.name}: ${stage.title}`,
      steps: stepsOf(stage, transition.id),
      gates: stage.gates.map((gate) => gateText(gate, transition.id)),
      rollback: stage.rollback,
    })),
  };
}

/** A checklist as Markdown with boxes to tick, from a heading of level 2 on. */
export function checklistMarkdown({ transition, summary, stages }: Checklist): string {
  const box = (text: string) => `- [ ] ${text}\n`;
  const sections = stages.map(({ heading, steps, gates, rollback }) =>
    [
      `### ${heading}\n\n${steps.map(box).join('')}`,
      gates.length > 0 && `Before the next stage:\n\n${gates.map(box).join('')}`,
      `Way back:\n\n${rollback.map((sentence) => `- ${sentence}\n`).join('')}`,
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return `## ${transition}\n\n${summary}\n\n${sections.join('\n')}`;
}

const keepers = {
  trigger: 'a trigger in the database',
  client: 'the extension of the Prisma Client',
  code: 'the application itself, which writes both',
} as const;

/** Who sees to the rows of writers that do not know the target. */
function keptBy(correspondence: Correspondence | undefined, sync: Plan['sync']): string {
  if (!correspondence) return 'No value is copied.';
  if (!correspondence.source) return 'A trigger in the database fills it for instances that leave it out.';
  return `Kept equal by ${keepers[sync]}.`;
}

function stepsOf(stage: Stage, id: string): readonly string[] {
  const prepare = `Prepare it with \`pec next --transition ${id}\` and review the diff.`;
  const migrations = stage.migrations.map(
    ({ name, title }) =>
      `\`prisma migrate deploy\` applies \`${name}\`${stage.rollout ? ' before the rollout' : ''}. ${title}.`,
  );
  return [
    prepare,
    ...migrations,
    ...stage.application.map((step) => applicationText(step, id)),
    stage.rollout ? 'Roll out.' : 'Nothing has to be rolled out.',
  ];
}

function applicationText(step: ApplicationStep, id: string): string {
  switch (step.kind) {
    case 'install-extension':
      return 'The Prisma Client is extended with the generated extension.';
    case 'remove-extension':
      return 'The generated extension goes with the last transition.';
    case 'list-creates':
      return 'Every write that leaves a required field out is listed by the type check: give each a value.';
    case 'codemod':
      return `\`pec-codemod ${step.name} --transition ${id} --write\` rewrites the application.`;
  }
}

/**
 * A gate as a sentence.
 *
 * @param id the id of the transition, such as `User.displayName`
 */
export function gateText(gate: Gate, id: string): string {
  switch (gate.kind) {
    case 'drained':
      return `No instance from before stage ${gate.before} runs any more.`;
    case 'backfilled':
      return `\`pec backfill --transition ${id}\` has copied every row.`;
    case 'verified':
      return `\`pec verify --transition ${id}\` finds no row that drifts.`;
  }
}
