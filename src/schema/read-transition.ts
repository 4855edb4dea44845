import { checkPhase, checkTarget, modelCalled, refersTo, sourceIn } from './annotated-fields.js';
import type { Annotation, Pair, PathValue } from './annotation.js';
import { knownPairs, only, readPhase, text } from './annotation-pairs.js';
import { placeOf } from './document.js';
import { expressions, readConverter, sameType, typeText, wrongType } from './read-converter.js';
import type { Reading } from './reading.js';
import { columnOf, constraintName, indexesOn, isColumn, tableOf } from './table.js';
import type { Column, Transition, TransitionBase } from './transition.js';

/** Named by its target: `User.displayName`, or `Account` for a table. */
export function transitionId(annotation: Annotation): string {
  return annotation.field ? `${annotation.block.name}.${annotation.field.name}` : annotation.block.name;
}

/** What one annotation says: its keys and the kinds of its fields tell the scenario. */
export function readTransition(reading: Reading): Transition {
  const { document, provider, annotation, block, field } = reading;
  const pairs = knownPairs(reading);
  const phase = readPhase(reading, pairs.get('phase'));
  const base = {
    id: transitionId(annotation),
    phase,
    place: placeOf(annotation.comment.file, annotation.span),
    table: tableOf(document, block, provider),
  };
  const from = pairs.get('from');
  if (!field) return { ...base, scenario: 'rename-table', sourceTable: sourceTable(reading, pairs, from) };

  checkTarget(reading, field);
  const target = columnOf(document, block, field, provider);
  const backfill = pairs.get('backfill');
  if (!from) return filled(reading, base, pairs, target);
  for (const flag of ['require', 'unique']) {
    const pair = pairs.get(flag);
    if (!pair) continue;
    reading.report(
      'conflicting-keys',
      `\`${flag}\` is for a column that stands already, and \`from\` names another one`,
      pair,
      `remove \`${flag}\`, or finish this transition first`,
    );
  }
  if (backfill) {
    reading.report(
      'conflicting-keys',
      '`backfill` is for a column without a source, and `from` names one',
      backfill,
      'remove `backfill`, or write `up:"expression"`',
    );
  }
  const { value } = from;
  if (value.kind === 'list') return combine(reading, base, pairs, value.items, target);
  if (value.kind !== 'path') {
    return reading.stop(
      'wrong-value',
      '`from` takes a field, a `Model.field` or a list of fields',
      value,
      'write `from:oldField`',
    );
  }
  if (value.parts.length > 1 && value.parts[0] !== block.name)
    return move(reading, base, pairs, value, target);

  const sourceField = sourceIn(reading, block, value, value.parts.at(-1)!);
  const source = columnOf(document, block, sourceField, provider);
  const conversions = readConverter(reading, pairs, source, target, value);
  checkPhase(reading, phase, [source], target);
  const common = {
    ...base,
    ...(phase === 'migrate' && source.isIgnored && ({ phase: 'contract', skipsContract: true } as const)),
    ...conversions,
    source,
    target,
    sourceIndexes: indexesOn(block, source.field, provider),
    targetIndexes: indexesOn(block, target.field, provider),
  };
  return conversions.forward.kind === 'copy' && source.sqlType === target.sqlType
    ? { ...common, scenario: 'rename-column' }
    : { ...common, scenario: 'change-type' };
}

/** A column without a source: a new one, or one that stands and gets a stricter rule. */
function filled(
  reading: Reading,
  base: TransitionBase,
  pairs: ReadonlyMap<string, Pair>,
  target: Column,
): Transition {
  const { document, block, provider, annotation } = reading;
  const [backfill, require, unique] = ['backfill', 'require', 'unique'].map((key) => pairs.get(key));
  const common = {
    ...base,
    target,
    columns: block.fields
      .filter((field) => field.name !== target.field && isColumn(document, field))
      .map((field) => columnOf(document, block, field, provider).column),
  };
  if (require || unique) {
    only(reading, pairs, ['phase', 'backfill', 'require', 'unique'], 'a column that gets a stricter rule');
    checkFlags(reading, target, require, unique, backfill);
    if (require) checkPhase(reading, base.phase, [], target);
    return {
      ...common,
      scenario: 'tighten',
      unique: unique !== undefined,
      uniqueName:
        target.unique?.databaseName ?? constraintName(base.table.name, [target.column], '_key', provider),
      ...(require && backfill && { backfill: text(reading, backfill) }),
    };
  }
  if (!backfill) {
    return reading.stop(
      'missing-from',
      'the annotation names no source',
      annotation.span,
      'write `from:oldField`, `backfill:"expression"` for a new column without a source, or `require` or `unique` for a column that stands',
    );
  }
  only(reading, pairs, ['phase', 'backfill'], 'a column without a source');
  checkPhase(reading, base.phase, [], target);
  return { ...common, scenario: 'add-required', backfill: text(reading, backfill) };
}

/** What the flags of a stricter rule ask of each other and of the field. */
function checkFlags(
  reading: Reading,
  target: Column,
  require: Pair | undefined,
  unique: Pair | undefined,
  backfill: Pair | undefined,
): void {
  for (const flag of [require, unique]) {
    if (!flag || flag.value.kind === 'flag') continue;
    reading.report('wrong-value', `\`${flag.key}\` is a bare word`, flag, `write \`${flag.key}\``);
  }
  if (require && !backfill) {
    reading.report(
      'missing-backfill',
      '`require` does not say what rows without a value get',
      require,
      'write `require backfill:"expression"`',
    );
  }
  if (!require && backfill) {
    reading.report(
      'conflicting-keys',
      '`backfill` is for a column that becomes required',
      backfill,
      'write `require backfill:"expression"`, or remove `backfill`',
    );
  }
  if (!unique) return;
  const hasIndex = target.unique !== undefined;
  const isDue = reading.annotation.pairs.some(
    ({ key, value }) => key === 'phase' && value.kind === 'path' && value.parts[0] !== 'expand',
  );
  if (hasIndex === isDue) return;
  reading.report(
    'phase-disagrees',
    hasIndex
      ? `\`${target.model}.${target.field}\` must not be \`@unique\` before stage migrate: the database has no index of it yet`
      : `\`${target.model}.${target.field}\` must be \`@unique\` from stage migrate on`,
    unique,
    hasIndex ? 'remove `@unique`: `pec next` writes it' : `write \`@unique\` behind \`${target.field}\``,
  );
}

function sourceTable(reading: Reading, pairs: ReadonlyMap<string, Pair>, from: Pair | undefined) {
  const { block } = reading;
  if (from?.value.kind !== 'path' || from.value.parts.length !== 1) {
    return reading.stop(
      from ? 'wrong-value' : 'missing-from',
      'an annotation on a model names the model that it replaces',
      from?.value ?? reading.annotation.span,
      'write `from:OldModel`',
    );
  }
  only(reading, pairs, ['from', 'phase'], 'a model');
  const source = modelCalled(reading, from.value.parts[0]!, from.value);
  if (source === block)
    reading.stop(
      'source-is-target',
      `\`${block.name}\` cannot be its own source`,
      from.value,
      'name the old model',
    );
  return tableOf(reading.document, source, reading.provider);
}

function move(
  reading: Reading,
  base: TransitionBase,
  pairs: ReadonlyMap<string, Pair>,
  value: PathValue,
  target: Column,
): Transition {
  const { document, provider, block } = reading;
  if (value.parts.length > 2)
    reading.stop('wrong-value', '`from` takes at most `Model.field`', value, 'write `from:Model.field`');
  const [modelName, fieldName] = value.parts as [string, string];
  const model = modelCalled(reading, modelName, value);
  only(reading, pairs, ['from', 'phase'], 'a column that moves to another table');
  const source = columnOf(document, model, sourceIn(reading, model, value, fieldName), provider);
  if (!sameType(source, target))
    wrongType(reading, source, target, value, `write \`${target.field} ${typeText(source)}\``);
  // The child is the side that holds the foreign key.
  const isChild = refersTo(block, model);
  if (isChild === refersTo(model, block)) {
    reading.stop(
      'no-relation',
      `no one relation leads from \`${block.name}\` to \`${model.name}\`, so it is open which rows belong together`,
      value,
      'add a relation with `fields` and `references` between the two models',
    );
  }
  checkPhase(reading, base.phase, [source], target);
  return {
    ...base,
    scenario: isChild ? 'split-table' : 'merge-tables',
    sourceTable: tableOf(document, model, provider),
    source,
    target,
  };
}

function combine(
  reading: Reading,
  base: TransitionBase,
  pairs: ReadonlyMap<string, Pair>,
  items: readonly PathValue[],
  target: Column,
): Transition {
  const { document, provider, block } = reading;
  if (items.length === 0)
    reading.stop(
      'wrong-value',
      '`from` lists no field',
      reading.annotation.span,
      'write `from:[firstName, lastName]`',
    );
  only(reading, pairs, ['from', 'phase', 'up', 'down'], 'several sources');
  const seen = new Set<string>();
  const sources = items.map((item) => {
    const name = item.parts.at(-1)!;
    if (item.parts.length > 1 && !(item.parts.length === 2 && item.parts[0] === block.name)) {
      reading.stop(
        'wrong-value',
        'the fields of a list all belong to the model of the target',
        item,
        `write a field of \`${block.name}\``,
      );
    }
    if (seen.has(name))
      reading.stop('duplicate-key', `\`${name}\` is listed twice`, item, 'remove one of the two');
    seen.add(name);
    return columnOf(document, block, sourceIn(reading, block, item, name), provider);
  });
  const { up, down } = expressions(reading, pairs, sources);
  checkPhase(reading, base.phase, sources, target);
  return { ...base, scenario: 'combine-columns', sources, target, up, down };
}
