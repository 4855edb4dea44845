import type { Plan } from './plan.js';
import type { ApplicationStep, Gate, Release } from './release.js';

/** The plan of one transition as sentences: the data behind `TRANSITIONS.md` and `pec plan`. */
export interface Checklist {
  readonly transition: string;
  /** One line: what becomes what, and who keeps both equal. */
  readonly summary: string;
  readonly releases: readonly ReleaseChecklist[];
}

export interface ReleaseChecklist {
  readonly heading: string;
  /** What to do, in order. */
  readonly steps: readonly string[];
  /** What must hold before the next release, in order. */
  readonly gates: readonly string[];
  /** How to go back to the release before. */
  readonly rollback: readonly string[];
}

/** Puts a plan into words. */
export function checklist(plan: Plan): Checklist {
  const { transition, sync, releases } = plan;
  return {
    transition: transition.id,
    summary: `${summaryOf(plan)} Kept equal by ${keepers[sync]}.`,
    releases: releases.map((release) => ({
      heading: `Release ${release.number}, ${release.name}: ${release.title}`,
      steps: stepsOf(release, transition.id),
      gates: release.gates.map((gate) => gateText(gate, transition.id)),
      rollback: release.rollback,
    })),
  };
}

/** A checklist as Markdown with boxes to tick, from a heading of level 2 on. */
export function checklistMarkdown({ transition, summary, releases }: Checklist): string {
  const box = (text: string) => `- [ ] ${text}\n`;
  const sections = releases.map(({ heading, steps, gates, rollback }) =>
    [
      `### ${heading}\n\n${steps.map(box).join('')}`,
      gates.length > 0 && `Before the next release:\n\n${gates.map(box).join('')}`,
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

function summaryOf({ transition }: Plan): string {
  switch (transition.scenario) {
    case 'rename-column':
      return `${transition.source.model}.${transition.source.field} becomes ${transition.id}.`;
    case 'change-type':
      return `${transition.source.model}.${transition.source.field} (${transition.source.type}) becomes ${transition.id} (${transition.target.type}).`;
    default:
      return `${transition.scenario} to ${transition.id}.`;
  }
}

function stepsOf(release: Release, id: string): readonly string[] {
  const prepare = `Prepare it with \`pec next --transition ${id}\` and review the diff.`;
  const migrations = release.migrations.map(
    ({ name, title }) =>
      `\`prisma migrate deploy\` applies \`${name}\`${release.rollout ? ' before the rollout' : ''}. ${title}.`,
  );
  return [
    prepare,
    ...migrations,
    ...release.application.map((step) => applicationText(step, id)),
    release.rollout ? 'Roll out.' : 'Nothing is rolled out: the application stays as it is.',
  ];
}

function applicationText(step: ApplicationStep, id: string): string {
  switch (step.kind) {
    case 'install-extension':
      return 'The Prisma Client is extended with the generated extension.';
    case 'remove-extension':
      return 'The generated extension goes with the last transition.';
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
      return `No instance from before release ${gate.generation + 1} runs any more.`;
    case 'backfilled':
      return `\`pec backfill --transition ${id}\` has copied every row.`;
    case 'verified':
      return `\`pec verify --transition ${id}\` finds no row that drifts.`;
  }
}
