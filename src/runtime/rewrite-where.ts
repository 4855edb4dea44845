import { mappedCondition, notExact, type Position } from './mapped-condition.js';
import type { FieldTransition } from './metadata.js';
import type { ModelPlan } from './plan.js';
import { TransitionError } from './transition-error.js';
import { isAbsent, isFieldReference, isPlainObject, mapEach, mapValues, type PlainObject } from './values.js';

// Not `OR: []` or `{}`: Prisma drops them inside AND and NOT, where they would say nothing (measured on 7.10).
const never: PlainObject = { in: [] };
const always: PlainObject = { notIn: [] };

/**
 * A filter in which every condition on a target is asked of its source. Also fit for `having`.
 *
 * @param position where the filter itself stands
 */
export function rewriteWhere(model: ModelPlan, where: unknown, position: Position = 'holds'): unknown {
  if (!isPlainObject(where)) return where;
  const { readFromSource, relations } = model;

  const nested = mapValues(where, (value, key) => {
    if (key === 'AND' || key === 'OR') return mapEach(value, (part) => rewriteWhere(model, part, position));
    if (key === 'NOT') return mapEach(value, (part) => rewriteWhere(model, part, turned[position]));
    const relation = relations.get(key);
    if (!relation) return readFromSource.length > 0 ? rewriteReferences(model, value) : value;
    if (!isPlainObject(value)) return value;
    if (relation.list) {
      // Each is a query of its own: some row for which it holds, no such row, or no row for which it fails.
      return mapValues(value, (part, quantifier) =>
        rewriteWhere(relation.model, part, quantifier === 'every' ? 'fails' : 'holds'),
      );
    }
    // How Prisma negates a condition on a joined row is its own affair.
    const joined = position === 'holds' ? 'holds' : 'both';
    if (!isRelationFilter(value)) return rewriteWhere(relation.model, value, joined);
    return mapValues(value, (part, name) =>
      rewriteWhere(relation.model, part, name === 'isNot' ? 'both' : joined),
    );
  });

  let filter = nested;
  for (const transition of readFromSource) {
    const { source, target } = transition;
    const asked = filter[target.field];
    if (isAbsent(asked)) continue;
    const condition = conditionOnSource(transition, asked, position);
    const { [target.field]: _, ...rest } = filter;
    const { AND: conditions } = rest;
    const isPlain = Object.keys(condition).every((key) => key === source.field && isAbsent(rest[key]));
    filter = isPlain ? { ...rest, ...condition } : { ...rest, AND: [...listOf(conditions), condition] };
  }
  return filter;
}

const turned: Readonly<Record<Position, Position>> = { holds: 'fails', fails: 'holds', both: 'both' };

/** The `where` of one record: as a filter, and the unique key that it must keep goes over to the source. */
export function rewriteUniqueWhere(model: ModelPlan, where: unknown): unknown {
  if (!isPlainObject(where)) return where;
  const { readFromSource, uniqueKeys } = model;
  if (readFromSource.length === 0) return rewriteWhere(model, where);
  const sourceOf = (field: string) => readFromSource.find(({ target }) => target.field === field);

  let filter = where;
  for (const [name, fields] of uniqueKeys) {
    const key = where[name];
    if (isAbsent(key)) continue;
    const moved = fields.map(sourceOf).find((transition) => transition !== undefined);
    if (!moved) continue;
    const sourceFields = fields.map((field) => sourceOf(field)?.source.field ?? field);
    // One value of the target may be many of the source, so that a key of mapped values names no record.
    const isMapped = fields.some((field) => sourceOf(field)?.values);
    const counterpart = isMapped
      ? undefined
      : [...uniqueKeys.keys()].find((other) => sameFields(uniqueKeys.get(other)!, sourceFields));
    if (fields.length > 1) {
      if (!counterpart || !isPlainObject(key)) throw noUniqueKey(moved, name, sourceFields);
      const { [name]: _, ...rest } = filter;
      filter = { ...rest, [counterpart]: renameKeys(readFromSource, key) };
    } else if (!counterpart && !hasOtherKey(model, where, name)) {
      throw noUniqueKey(moved, name, sourceFields);
    }
  }
  return rewriteWhere(model, filter);
}

/** Another key that stays one, beside which a condition on the target is a filter. */
function hasOtherKey({ uniqueKeys, readFromSource }: ModelPlan, where: PlainObject, name: string): boolean {
  return Object.keys(where).some((other) => {
    const fields = other === name || isAbsent(where[other]) ? undefined : uniqueKeys.get(other);
    return fields?.every((field) => !readFromSource.some(({ target }) => target.field === field));
  });
}

function noUniqueKey(
  { id, phase, values }: FieldTransition,
  name: string,
  sourceFields: readonly string[],
): TransitionError {
  const why = values
    ? 'because several values of the source may stand for one'
    : `because ${sourceFields.join(' and ')} has no unique constraint`;
  return new TransitionError(
    'not-exact',
    id,
    `a record cannot be looked up by ${name} in phase ${phase}, ${why}. ` +
      'Look it up by another unique field, or with findFirst',
  );
}

function sameFields(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((field) => right.includes(field));
}

/** Renames targets to their sources; where both are there, they are one. */
export function renameKeys(transitions: readonly FieldTransition[], object: PlainObject): PlainObject {
  return transitions.reduce((renamed, { source, target }) => {
    if (isAbsent(renamed[target.field])) return renamed;
    const { [target.field]: value, ...rest } = renamed;
    return { [source.field]: value, ...rest };
  }, object);
}

/** Field references to a target, anywhere in the filter of one field. Prisma takes them from the same model only. */
function rewriteReferences(model: ModelPlan, value: unknown): unknown {
  if (isFieldReference(value)) {
    if (value.modelName !== model.name) return value;
    const transition = model.readFromSource.find(({ target }) => target.field === value.name);
    if (!transition) return value;
    if (transition.values) throw notExact(transition, 'a field reference');
    return Object.assign(Object.create(Object.getPrototypeOf(value)), value, {
      name: transition.source.field,
    });
  }
  return isPlainObject(value) ? mapValues(value, (part) => rewriteReferences(model, part)) : value;
}

function conditionOnSource(transition: FieldTransition, asked: unknown, position: Position): PlainObject {
  const { source, values } = transition;
  if (values) return mappedCondition(transition, values, asked, position);
  // Prisma refuses null in a filter on a required field; null in Json is a value.
  return { [source.field]: source.required && !transition.json ? withoutNull(asked) : asked };
}

/** The same filter on a column that is never NULL, without the word null. */
function withoutNull(filter: unknown): unknown {
  if (filter === null) return never;
  if (!isPlainObject(filter)) return filter;
  const kept = withoutNullOperands(filter, false);
  if (!kept) return never;
  return Object.keys(kept).length === 0 && Object.keys(filter).length > 0 ? always : kept;
}

/**
 * @param isTurned within `not`, where Prisma turns each operator round by itself, but no value after another `not`
 *   (measured on 7.10)
 * @returns undefined for a filter that holds for no value; what holds for every value is left out
 */
function withoutNullOperands(filter: PlainObject, isTurned: boolean): PlainObject | undefined {
  let kept = filter;
  for (const [operator, operand] of Object.entries(filter)) {
    if (operand === null && (operator === 'equals' || operator === 'not')) {
      if (operator === 'equals' && !isTurned) return undefined;
      const { [operator]: _, ...rest } = kept;
      kept = rest;
    }
    const isFilter = operator === 'not' || operator.startsWith('_'); // of an aggregate, in `having`
    if (!isFilter || !isPlainObject(operand)) continue;
    const inner = withoutNullOperands(operand, operator === 'not' ? !isTurned : isTurned);
    if (!inner) return undefined;
    if (inner === operand) continue;
    const { [operator]: _, ...rest } = kept;
    kept = Object.keys(inner).length > 0 ? { ...rest, [operator]: inner } : rest;
  }
  return kept;
}

function isRelationFilter(filter: PlainObject): boolean {
  const keys = Object.keys(filter);
  return keys.length > 0 && keys.every((key) => key === 'is' || key === 'isNot');
}

function listOf(value: unknown): readonly unknown[] {
  if (isAbsent(value)) return [];
  return Array.isArray(value) ? value : [value];
}
