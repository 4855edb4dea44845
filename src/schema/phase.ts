import type { Column, Phase } from './transition.js';

/** Why a column disagrees with the phase of its transition: one sentence, and what to write. */
export interface Disagreement {
  readonly message: string;
  readonly hint: string;
  /** The field to point at. */
  readonly column: Column;
}

/** A create may leave the column out: it is optional, or the database or Prisma fills it. */
function mayBeLeftOut(column: Column): boolean {
  return !column.isRequired || column.default !== undefined || column.isUpdatedAt;
}

/**
 * Compares the phase with nullability and `@ignore` of the fields around it (docs/annotation.md#phases).
 *
 * A source that was optional from the start stays so, and then its target may stay optional too: that is why
 * no phase asks for a required target.
 *
 * @param sources none for a transition without a source
 */
export function phaseDisagreements(
  phase: Phase,
  sources: readonly Column[],
  target: Column,
): readonly Disagreement[] {
  const name = (column: Column) => `${column.model}.${column.field}`;
  const found: Disagreement[] = [];
  if (target.isIgnored && phase !== 'expand') {
    found.push({
      column: target,
      message: `\`${name(target)}\` is the target of a transition and cannot be \`@ignore\`d in phase ${phase}`,
      hint: `remove \`@ignore\` from \`${target.field}\``,
    });
  }
  // A column without a source may stand as it will be in the end: `pec next` makes it optional in stage expand.
  if (phase === 'expand' && target.isRequired && sources.length > 0) {
    found.push({
      column: target,
      message: `\`${name(target)}\` must be optional in phase expand: running instances do not write it yet`,
      hint: `write \`${target.field} ${target.type}?\``,
    });
  }
  if (phase !== 'expand' && sources.length === 0 && target.isRequired === false) {
    found.push({
      column: target,
      message: `\`${name(target)}\` must be required in phase ${phase}`,
      hint: `write \`${target.field} ${target.type}\``,
    });
  }
  for (const source of sources) {
    if (phase === 'contract' && !source.isIgnored) {
      found.push({
        column: source,
        message: `\`${name(source)}\` must be \`@ignore\`d in phase contract`,
        hint: `write \`@ignore\` at the end of \`${source.field}\``,
      });
    }
    if (phase === 'expand' && source.isIgnored) {
      found.push({
        column: source,
        message: `\`${name(source)}\` is \`@ignore\`d, but the transition is in phase ${phase}`,
        hint: 'remove `@ignore`: `pec next` writes it once nothing names the field any more',
      });
    }
    if (phase !== 'expand' && !mayBeLeftOut(source)) {
      found.push({
        column: source,
        message: `\`${name(source)}\` must be optional in phase ${phase}: new instances no longer write it`,
        hint: `write \`${source.field} ${source.type}?\``,
      });
    }
  }
  return found;
}
