import type { MigrationSpec, StageEdit, StageSpec } from '../scenarios/stage.js';
import { inverseOf, type SchemaEdit } from '../schema/schema-edit.js';
import type { Phase } from '../schema/transition.js';
import { migrationName } from './migration-name.js';
import type { Migration, Stage, StageName } from './stage.js';

/** Names, phases and inverses are the same for every scenario. */
export function plannedStages(transition: string, specs: readonly StageSpec[]): readonly Stage[] {
  let phase: Phase | undefined = 'expand';
  return specs.map((spec) => {
    const before = phase;
    phase = phases[spec.stage];
    return plannedStage(transition, spec, before, phase);
  });
}

const phases: Readonly<Record<StageName, Phase | undefined>> = {
  expand: 'expand',
  migrate: 'migrate',
  contract: 'contract',
  finish: undefined,
};

function plannedStage(
  transition: string,
  spec: StageSpec,
  before: Phase | undefined,
  phase: Phase | undefined,
): Stage {
  const { stage: name, title, rollout, application, gates, rollback } = spec;
  const moved = annotationEdits(transition, before, phase);
  // Where no edit comes before the rewrite, the annotation moves with those that come after it.
  const isLate = spec.schema.length === 0 && spec.withoutSource !== undefined;
  const early = [...(isLate ? [] : moved), ...spec.schema];
  const late = [...(isLate ? moved : []), ...(spec.withoutSource ?? [])];
  return {
    name,
    phase,
    title,
    schema: forward(early),
    withoutSource: forward(late),
    schemaInverse: backward([...early, ...late]),
    migrations: named(transition, name, spec.migrations),
    rollout,
    application,
    gates,
    rollback,
  };
}

function annotationEdits(
  transition: string,
  before: Phase | undefined,
  phase: Phase | undefined,
): readonly StageEdit[] {
  if (phase === undefined) return [{ edit: { kind: 'remove-annotation', transition } }];
  if (phase === before) return [];
  return [{ edit: { kind: 'set-phase', transition, phase, before: before ?? 'expand' } }];
}

function forward(edits: readonly StageEdit[]): readonly SchemaEdit[] {
  return edits.flatMap(({ edit, only }) => (only === 'backward' ? [] : [edit]));
}

function backward(edits: readonly StageEdit[]): readonly SchemaEdit[] | undefined {
  const inverses = edits.filter(({ only }) => only !== 'forward').map(({ edit }) => inverseOf(edit));
  return inverses.every((edit) => edit !== undefined) ? inverses.toReversed() : undefined;
}

function named(transition: string, stage: StageName, specs: readonly MigrationSpec[]): readonly Migration[] {
  return specs.map(({ part, ...migration }, index) => {
    const number = specs.slice(0, index + 1).filter((other) => other.part === part).length;
    const name = migrationName({ stage, transition, ...(part && { part: { kind: part, number } }) });
    return { name, ...migration };
  });
}
