import { joinUserErrors, UserError } from '../errors.js';
import {
  ANNOTATION_KEYS,
  type Annotation,
  didYouMean,
  type MapValue,
  type Pair,
  type PathValue,
  readAnnotations,
  type Value,
} from './annotation.js';
import {
  argument,
  type Block,
  type Field,
  findAttribute,
  findBlock,
  findField,
  hasAttribute,
  listItems,
  placeOf,
  type SchemaDocument,
  type Span,
} from './document.js';
import { phaseDisagreements } from './phase.js';
import { columnOf, indexesOn, isColumn, tableOf } from './table.js';
import type { Column, Converter, Phase, Provider, Transition } from './transition.js';

/** A transition with the annotation that it came from: what edits of the schema need. */
export interface AnnotatedTransition {
  readonly transition: Transition;
  readonly annotation: Annotation;
}

/**
 * The transitions of a schema, in the order in which they stand in it.
 *
 * @throws UserError all mistakes of all annotations at once, each with its place (docs/annotation.md)
 */
export function readTransitions(document: SchemaDocument, provider: Provider): readonly Transition[] {
  const { annotations, errors } = readAnnotations(document);
  const found: AnnotatedTransition[] = [];
  const mistakes = [...errors];
  for (const annotation of annotations) {
    const resolution = resolve(document, annotation, provider);
    if (resolution.transition) found.push({ transition: resolution.transition, annotation });
    mistakes.push(...resolution.errors);
  }
  mistakes.push(...conflicts(annotations, found));
  const [first, ...rest] = inOrder(document, mistakes);
  if (first) throw joinUserErrors([first, ...rest]);
  return found.map((each) => each.transition);
}

/** Named by its target: `User.displayName`, or `Account` for a table. */
export function transitionId(annotation: Annotation): string {
  return annotation.field ? `${annotation.block.name}.${annotation.field.name}` : annotation.block.name;
}

function inOrder(document: SchemaDocument, errors: readonly UserError[]): readonly UserError[] {
  const rank = ({ place }: UserError) => document.files.findIndex((file) => file.path === place?.file);
  return errors.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}

/** A mistake that ends the reading of one annotation. Others are collected and reading goes on. */
class Stop extends Error {}

interface Resolution {
  readonly transition?: Transition;
  readonly errors: readonly UserError[];
}

function resolve(document: SchemaDocument, annotation: Annotation, provider: Provider): Resolution {
  const errors: UserError[] = [];
  const { block, field, comment } = annotation;
  const report = (code: string, message: string, span: Span, hint?: string) => {
    errors.push(new UserError(code, message, { place: placeOf(comment.file, span), ...(hint && { hint }) }));
  };
  const stop = (code: string, message: string, span: Span, hint?: string): never => {
    report(code, message, span, hint);
    throw new Stop();
  };
  try {
    const transition = read();
    return errors.length > 0 ? { errors } : { transition, errors };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { errors };
  }

  function read(): Transition {
    const pairs = knownPairs();
    const phase = readPhase(pairs.get('phase'));
    const base = {
      id: transitionId(annotation),
      phase,
      place: placeOf(comment.file, annotation.span),
      table: tableOf(document, block, provider),
    };
    const from = pairs.get('from');
    if (!field) return { ...base, scenario: 'rename-table', sourceTable: sourceTable(pairs, from) };

    checkTarget(field);
    const target = columnOf(document, block, field, provider);
    const backfill = pairs.get('backfill');
    if (!from) {
      if (!backfill) {
        return stop(
          'missing-from',
          'the annotation names no source',
          annotation.span,
          'write `from:oldField`, or `backfill:"expression"` for a new column without a source',
        );
      }
      only(pairs, ['phase', 'backfill'], 'a column without a source');
      checkPhase(phase, [], target);
      return { ...base, scenario: 'add-required', target, backfill: text(backfill) };
    }
    if (backfill) {
      report(
        'conflicting-keys',
        '`backfill` is for a column without a source, and `from` names one',
        backfill,
        'remove `backfill`, or write `up:"expression"`',
      );
    }
    const { value } = from;
    if (value.kind === 'list') return combine(base, pairs, value.items, target);
    if (value.kind !== 'path') {
      return stop(
        'wrong-value',
        '`from` takes a field, a `Model.field` or a list of fields',
        value,
        'write `from:oldField`',
      );
    }
    if (value.parts.length > 1 && value.parts[0] !== block.name) return move(base, pairs, value, target);

    const sourceField = sourceIn(block, value, value.parts.at(-1)!);
    const source = columnOf(document, block, sourceField, provider);
    const converter = readConverter(pairs, source, target, value);
    checkPhase(phase, [source], target);
    const common = {
      ...base,
      source,
      target,
      sourceIndexes: indexesOn(block, source.field, provider),
      targetIndexes: indexesOn(block, target.field, provider),
    };
    return converter.kind === 'identity' && source.sqlType === target.sqlType
      ? { ...common, scenario: 'rename-column', converter }
      : { ...common, scenario: 'change-type', converter };
  }

  function knownPairs(): ReadonlyMap<string, Pair> {
    const pairs = new Map<string, Pair>();
    for (const pair of annotation.pairs) {
      if (!(ANNOTATION_KEYS as readonly string[]).includes(pair.key)) {
        report(
          'unknown-key',
          `\`${pair.key}\` is not a key of an annotation`,
          pair.keySpan,
          didYouMean(pair.key, ANNOTATION_KEYS) ?? `known are ${ANNOTATION_KEYS.join(', ')}`,
        );
      } else if (pairs.has(pair.key)) {
        report('duplicate-key', `\`${pair.key}\` is given twice`, pair, 'remove one of the two');
      } else {
        pairs.set(pair.key, pair);
      }
    }
    return pairs;
  }

  function only(pairs: ReadonlyMap<string, Pair>, keys: readonly string[], what: string): void {
    for (const pair of pairs.values()) {
      if (keys.includes(pair.key)) continue;
      report('conflicting-keys', `\`${pair.key}\` does not apply to ${what}`, pair, `remove \`${pair.key}\``);
    }
  }

  function readPhase(pair: Pair | undefined): Phase {
    if (!pair) return 'expand';
    const phase = pair.value.kind === 'path' ? pair.value.parts.join('.') : '';
    if (phase === 'expand' || phase === 'migrate' || phase === 'contract') return phase;
    return stop(
      'unknown-phase',
      'this is not a phase',
      pair.value,
      didYouMean(phase, ['expand', 'migrate', 'contract']) ?? 'known are expand, migrate, contract',
    );
  }

  /** The text of a string value that is not empty. */
  function text(pair: Pair): string {
    const { value } = pair;
    if (value.kind !== 'string' || value.value.trim() === '') {
      return stop(
        'wrong-value',
        `\`${pair.key}\` takes an SQL expression in quotes`,
        value,
        `write \`${pair.key}:"lower(name)"\``,
      );
    }
    return value.value;
  }

  function checkPhase(phase: Phase, sources: readonly Column[], target: Column): void {
    for (const { column, message, hint } of phaseDisagreements(phase, sources, target)) {
      const owner = findBlock(document, 'model', column.model)!;
      const at = findField(owner, column.field)!;
      errors.push(new UserError('phase-disagrees', message, { place: placeOf(owner.file, at), hint }));
    }
  }

  function checkTarget(target: Field): void {
    if (isColumn(document, target) && !hasAttribute(target, 'id')) {
      checkForeignKey(block, target, annotation.span);
      return;
    }
    stopAtField(target, annotation.span, 'target');
  }

  function stopAtField(at: Field, span: Span, role: 'source' | 'target'): never {
    if (hasAttribute(at, 'id')) {
      return stop(
        'id-field',
        `\`${at.name}\` is the id of its model and cannot be a ${role}`,
        span,
        'a change of the primary key is not supported',
      );
    }
    if (at.type.startsWith('Unsupported')) {
      return stop(
        'unsupported-field',
        `Prisma Client cannot read \`${at.name}\`, so it cannot be a ${role}`,
        span,
        'only scalar and enum fields can',
      );
    }
    return stop(
      'relation-field',
      `\`${at.name}\` is a relation or a composite and has no column of its own, so it cannot be a ${role}`,
      span,
      'name a scalar or enum field',
    );
  }

  function checkForeignKey(model: Block, at: Field, span: Span): void {
    if (!relationScalars(document, model).has(at.name)) return;
    stop(
      'relation-scalar',
      `a relation is built on \`${model.name}.${at.name}\``,
      span,
      'a change of the columns of a relation is not supported',
    );
  }

  /** The source field called `name`, which must be a column that can be copied. */
  function sourceIn(model: Block, span: Span, name: string): Field {
    const source = findField(model, name);
    if (!source) {
      return stop(
        'unknown-field',
        `model \`${model.name}\` has no field \`${name}\``,
        span,
        didYouMean(
          name,
          model.fields.map((each) => each.name).filter((each) => each !== field?.name),
        ) ?? 'if the old field was removed already, remove the annotation too',
      );
    }
    if (model === block && source === field) {
      return stop('source-is-target', `\`${name}\` cannot be its own source`, span, 'name the old field');
    }
    if (!isColumn(document, source) || hasAttribute(source, 'id')) return stopAtField(source, span, 'source');
    checkForeignKey(model, source, span);
    return source;
  }

  function modelCalled(name: string, span: Span): Block {
    const model = findBlock(document, 'model', name);
    if (model) return model;
    const models = document.blocks.filter((each) => each.kind === 'model').map((each) => each.name);
    return stop('unknown-model', `there is no model \`${name}\``, span, didYouMean(name, models));
  }

  function sourceTable(pairs: ReadonlyMap<string, Pair>, from: Pair | undefined) {
    if (from?.value.kind !== 'path' || from.value.parts.length !== 1) {
      return stop(
        from ? 'wrong-value' : 'missing-from',
        'an annotation on a model names the model that it replaces',
        from?.value ?? annotation.span,
        'write `from:OldModel`',
      );
    }
    only(pairs, ['from', 'phase'], 'a model');
    const source = modelCalled(from.value.parts[0]!, from.value);
    if (source === block)
      stop(
        'source-is-target',
        `\`${block.name}\` cannot be its own source`,
        from.value,
        'name the old model',
      );
    return tableOf(document, source, provider);
  }

  function move(
    base: {
      readonly id: string;
      readonly phase: Phase;
      readonly place: Transition['place'];
      readonly table: Transition['table'];
    },
    pairs: ReadonlyMap<string, Pair>,
    value: PathValue,
    target: Column,
  ): Transition {
    if (value.parts.length > 2)
      stop('wrong-value', '`from` takes at most `Model.field`', value, 'write `from:Model.field`');
    const [modelName, fieldName] = value.parts as [string, string];
    const model = modelCalled(modelName, value);
    only(pairs, ['from', 'phase'], 'a column that moves to another table');
    const source = columnOf(document, model, sourceIn(model, value, fieldName), provider);
    if (!sameType(source, target))
      wrongType(source, target, value, `write \`${target.field} ${typeText(source)}\``);
    // The child is the side that holds the foreign key.
    const isChild = refersTo(block, model);
    if (isChild === refersTo(model, block)) {
      stop(
        'no-relation',
        `no one relation leads from \`${block.name}\` to \`${model.name}\`, so it is open which rows belong together`,
        value,
        'add a relation with `fields` and `references` between the two models',
      );
    }
    checkPhase(base.phase, [source], target);
    return {
      ...base,
      scenario: isChild ? 'split-table' : 'merge-tables',
      sourceTable: tableOf(document, model, provider),
      source,
      target,
    };
  }

  function combine(
    base: Parameters<typeof move>[0],
    pairs: ReadonlyMap<string, Pair>,
    items: readonly PathValue[],
    target: Column,
  ): Transition {
    if (items.length === 0)
      stop('wrong-value', '`from` lists no field', annotation.span, 'write `from:[firstName, lastName]`');
    only(pairs, ['from', 'phase', 'up', 'down'], 'several sources');
    const seen = new Set<string>();
    const sources = items.map((item) => {
      const name = item.parts.at(-1)!;
      if (item.parts.length > 1 && !(item.parts.length === 2 && item.parts[0] === block.name)) {
        stop(
          'wrong-value',
          'the fields of a list all belong to the model of the target',
          item,
          `write a field of \`${block.name}\``,
        );
      }
      if (seen.has(name)) stop('duplicate-key', `\`${name}\` is listed twice`, item, 'remove one of the two');
      seen.add(name);
      return columnOf(document, block, sourceIn(block, item, name), provider);
    });
    const converter = sqlConverter(pairs, sources);
    checkPhase(base.phase, sources, target);
    return { ...base, scenario: 'combine-columns', sources, target, converter };
  }

  function readConverter(
    pairs: ReadonlyMap<string, Pair>,
    source: Column,
    target: Column,
    at: Span,
  ): Converter {
    const map = pairs.get('map');
    if (pairs.has('up') || pairs.has('down')) {
      if (map) stop('conflicting-keys', '`map` and `up`/`down` exclude each other', map, 'keep one of them');
      return sqlConverter(pairs, [source]);
    }
    if (map) {
      if (map.value.kind !== 'map')
        return stop('wrong-value', '`map` takes a map of values', map.value, 'write `map:{old: NEW}`');
      return mapConverter(map.value, source, target);
    }
    if (!sameType(source, target)) {
      const values = source.enumValues ?? target.enumValues;
      wrongType(
        source,
        target,
        at,
        values && !source.isList && !target.isList && mappable(source) && mappable(target)
          ? `write \`map:{${values.map((each) => (source.enumValues ? `${each.name}: …` : `…: ${each.name}`)).join(', ')}}\``
          : 'write `up:"expression"` and `down:"expression"`',
      );
    }
    return { kind: 'identity' };
  }

  function wrongType(source: Column, target: Column, at: Span, hint: string): never {
    return stop(
      'wrong-type',
      `\`${source.model}.${source.field}\` is \`${typeText(source)}\`, but \`${target.model}.${target.field}\` is \`${typeText(target)}\``,
      at,
      hint,
    );
  }

  function sqlConverter(
    pairs: ReadonlyMap<string, Pair>,
    sources: readonly Column[],
  ): Extract<Converter, { kind: 'sql' }> {
    const up = pairs.get('up');
    const down = pairs.get('down');
    if (!up || !down) {
      return stop(
        'missing-converter',
        `\`${up ? 'down' : 'up'}\` is missing: both directions are needed while old and new instances run`,
        annotation.span,
        up
          ? `write \`down:{${sources.map((each) => `${each.field}: "expression"`).join(', ')}}\``
          : 'write `up:"expression"`',
      );
    }
    return { kind: 'sql', up: text(up), down: readDown(down, sources) };
  }

  function readDown(pair: Pair, sources: readonly Column[]): Readonly<Record<string, string>> {
    const [first] = sources;
    if (pair.value.kind !== 'map') {
      if (sources.length === 1 && first) return { [first.field]: text(pair) };
      return stop(
        'wrong-value',
        '`down` takes an expression for each source',
        pair.value,
        `write \`down:{${sources.map((each) => `${each.field}: "expression"`).join(', ')}}\``,
      );
    }
    const names = sources.map((each) => each.field);
    const down: Record<string, string> = {};
    for (const { key, keySpan, value } of pair.value.entries) {
      if (!names.includes(key)) {
        report(
          'unknown-field',
          `\`${key}\` is not a source of this transition`,
          keySpan,
          didYouMean(key, names) ?? `known are ${names.join(', ')}`,
        );
      } else if (Object.hasOwn(down, key)) {
        report('duplicate-key', `\`${key}\` is given twice`, keySpan, 'remove one of the two');
      } else if (value.kind !== 'string' || value.value.trim() === '') {
        report(
          'wrong-value',
          '`down` takes SQL expressions in quotes',
          value,
          `write \`${key}: "expression"\``,
        );
      } else {
        down[key] = value.value;
      }
    }
    const missing = names.filter((name) => !Object.hasOwn(down, name));
    if (missing.length > 0 && errors.length === 0) {
      report(
        'missing-converter',
        `\`down\` says nothing of ${list(missing)}`,
        pair,
        `add \`${missing[0]}: "expression"\``,
      );
    }
    return down;
  }

  function mapConverter(map: MapValue, source: Column, target: Column): Converter {
    if ((!source.enumValues && !target.enumValues) || !mappable(source) || !mappable(target)) {
      wrongType(
        source,
        target,
        map,
        'a `map` leads from or to an enum, and its other side is an enum or a String; else write `up` and `down`',
      );
    }
    const entries: { from: string; to: string }[] = [];
    let otherwise: string | undefined;
    const seen = new Set<string>();
    const sourceNames = source.enumValues?.map((each) => each.name);
    const targetNames = target.enumValues?.map((each) => each.name);
    for (const { key, keySpan, value } of map.entries) {
      if (seen.has(key)) {
        report('duplicate-key', `\`${key}\` is given twice`, keySpan, 'remove one of the two');
        continue;
      }
      seen.add(key);
      // A quoted "*" is a value like any other.
      const isRest = key === '*' && keySpan.end - keySpan.start === 1;
      if (!isRest && sourceNames && !sourceNames.includes(key)) {
        report(
          'unknown-value',
          `enum \`${source.type}\` has no value \`${key}\``,
          keySpan,
          didYouMean(key, sourceNames) ?? `known are ${sourceNames.join(', ')}`,
        );
      }
      const to = literal(value);
      if (targetNames && !targetNames.includes(to)) {
        report(
          'unknown-value',
          `enum \`${target.type}\` has no value \`${to}\``,
          value,
          didYouMean(to, targetNames) ?? `known are ${targetNames.join(', ')}`,
        );
      }
      if (isRest) otherwise = to;
      else entries.push({ from: key, to });
    }
    const unmapped = otherwise === undefined ? (sourceNames ?? []).filter((name) => !seen.has(name)) : [];
    if (unmapped.length > 0) {
      report(
        'partial-map',
        `the map leaves out ${list(unmapped)} of enum \`${source.type}\``,
        map,
        `add ${list(unmapped.map((name) => `${name}: …`))}, or \`*: …\` for all others`,
      );
    }
    const isRestEmpty = sourceNames?.every((name) => seen.has(name)) === true;
    const reached = new Set([...entries.map((each) => each.to), isRestEmpty ? undefined : otherwise]);
    const unreached = (targetNames ?? []).filter((name) => !reached.has(name));
    if (unreached.length > 0 && errors.length === 0) {
      report(
        'partial-map',
        `no value leads to ${list(unreached)} of enum \`${target.type}\`, so old instances could not read it`,
        map,
        `add \`…: ${unreached[0]}\``,
      );
    }
    if (
      otherwise !== undefined &&
      !sourceNames &&
      entries.every((each) => each.to !== otherwise) &&
      seen.has(otherwise)
    ) {
      report(
        'no-way-back',
        `only \`*\` leads to \`${otherwise}\`, and the text \`${otherwise}\` means something else`,
        map,
        `add \`…: ${otherwise}\` with the text that old instances are to read`,
      );
    }
    return { kind: 'map', entries, ...(otherwise !== undefined && { otherwise }) };
  }
}

function literal(value: Value): string {
  return value.kind === 'string' ? value.value : value.kind === 'path' ? value.parts.join('.') : '';
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function mappable(column: Column): boolean {
  return !column.isList && (column.kind === 'enum' || column.type === 'String');
}

function sameType(a: Column, b: Column): boolean {
  return a.kind === b.kind && a.type === b.type && a.isList === b.isList;
}

function typeText(column: Column): string {
  return column.type + (column.isList ? '[]' : column.isRequired ? '' : '?');
}

/** True if `child` holds a foreign key to `parent`. */
function refersTo(child: Block, parent: Block): boolean {
  return child.fields.some(
    (field) =>
      field.type === parent.name && argument(findAttribute(field, 'relation'), 'fields') !== undefined,
  );
}

/** The fields of a model on which a relation is built, from its own side or the other. */
function relationScalars(document: SchemaDocument, model: Block): ReadonlySet<string> {
  const names = new Set<string>();
  for (const block of document.blocks) {
    if (block.kind !== 'model' && block.kind !== 'view') continue;
    for (const field of block.fields) {
      const relation = findAttribute(field, 'relation');
      if (block === model) for (const name of listItems(argument(relation, 'fields'))) names.add(name);
      if (field.type === model.name)
        for (const name of listItems(argument(relation, 'references'))) names.add(name);
    }
  }
  return names;
}

/** The ids of what a transition copies from. */
function sourceIds(transition: Transition): readonly string[] {
  switch (transition.scenario) {
    case 'add-required':
      return [];
    case 'rename-table':
      return [transition.sourceTable.model];
    case 'combine-columns':
      return transition.sources.map((source) => `${source.model}.${source.field}`);
    default:
      return [`${transition.source.model}.${transition.source.field}`];
  }
}

/** Mistakes that lie between annotations. */
function conflicts(
  annotations: readonly Annotation[],
  found: readonly AnnotatedTransition[],
): readonly UserError[] {
  const errors: UserError[] = [];
  const report = (annotation: Annotation, code: string, message: string, hint: string) => {
    errors.push(
      new UserError(code, message, { place: placeOf(annotation.comment.file, annotation.span), hint }),
    );
  };
  const targets = new Set<string>();
  for (const annotation of annotations) {
    const id = transitionId(annotation);
    if (targets.has(id)) {
      report(
        annotation,
        'two-transitions',
        `\`${id}\` bears two transitions`,
        'finish one before the other begins',
      );
    }
    targets.add(id);
  }

  const sourcesOf = new Map(found.map(({ transition }) => [transition.id, sourceIds(transition)]));
  const reaches = (from: string, to: string, seen: Set<string>): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (sourcesOf.get(from) ?? []).some((next) => reaches(next, to, seen));
  };
  const users = new Map<string, string>();
  for (const { transition, annotation } of found) {
    const { id } = transition;
    for (const source of sourceIds(transition)) {
      const user = users.get(source);
      if (user !== undefined && user !== id) {
        report(
          annotation,
          'source-in-use',
          `\`${source}\` is the source of \`${user}\` already`,
          'finish that transition first',
        );
      } else if (reaches(source, id, new Set())) {
        report(
          annotation,
          'cycle',
          `\`${id}\` and \`${source}\` are copied from each other`,
          'remove one of the annotations',
        );
      } else if (targets.has(source)) {
        report(
          annotation,
          'source-in-use',
          `\`${source}\` is itself the target of a transition`,
          'finish that transition first',
        );
      }
      users.set(source, user ?? id);
    }
  }
  return errors;
}
