import { type FieldTransition, readFromSource, type TransitionsMetadata } from './metadata.js';
import { TransitionError } from './transition-error.js';
import { isAbsent, isFieldReference, isPlainObject, mapEach, mapValues, type PlainObject } from './values.js';

// Not `OR: []` or `{}`: Prisma drops them inside AND and NOT, where they would say nothing (measured on 7.10).
const never: PlainObject = { in: [] };
const always: PlainObject = { notIn: [] };

/** A filter in which every condition on a target is asked of its source. Also fit for `having`. */
export function rewriteWhere(metadata: TransitionsMetadata, model: string, where: unknown): unknown {
  const shape = metadata.models[model];
  if (!shape || !isPlainObject(where)) return where;
  const transitions = readFromSource(shape);

  const nested = mapValues(where, (value, key) => {
    if (key === 'AND' || key === 'OR' || key === 'NOT') {
      return mapEach(value, (part) => rewriteWhere(metadata, model, part));
    }
    const relation = shape.relations?.[key];
    if (!relation) return transitions.length > 0 ? rewriteReferences(metadata, value) : value;
    const related = (filter: unknown) => rewriteWhere(metadata, relation.model, filter);
    if (!isPlainObject(value)) return value;
    return relation.list || isRelationFilter(value) ? mapValues(value, related) : related(value);
  });

  return transitions.reduce((filter: PlainObject, transition) => {
    const { source, target } = transition;
    const asked = filter[target.field];
    if (isAbsent(asked)) return filter;
    const condition = conditionOnSource(transition, asked);
    const { [target.field]: _, ...rest } = filter;
    return isAbsent(rest[source.field])
      ? { ...rest, ...condition }
      : { ...rest, AND: [...listOf(rest.AND), condition] };
  }, nested);
}

/** The `where` of one record: as a filter, and the unique key that it must keep goes over to the source. */
export function rewriteUniqueWhere(metadata: TransitionsMetadata, model: string, where: unknown): unknown {
  const shape = metadata.models[model];
  if (!shape || !isPlainObject(where)) return where;
  const transitions = readFromSource(shape);
  const uniqueKeys = shape.uniqueKeys ?? {};
  const sourceOf = (field: string) => transitions.find(({ target }) => target.field === field);

  let filter = where;
  for (const [name, fields] of Object.entries(uniqueKeys)) {
    const key = where[name];
    const moved = fields.map(sourceOf).find((transition) => transition !== undefined);
    if (!moved || isAbsent(key)) continue;
    const sourceFields = fields.map((field) => sourceOf(field)?.source.field ?? field);
    const counterpart = Object.keys(uniqueKeys).find((other) => sameFields(uniqueKeys[other]!, sourceFields));
    if (fields.length > 1) {
      if (!counterpart || !isPlainObject(key)) throw noUniqueKey(moved, name, sourceFields);
      const { [name]: _, ...rest } = filter;
      filter = { ...rest, [counterpart]: renameKeys(transitions, key) };
    } else if (!counterpart && !Object.keys(where).some((other) => other !== name && other in uniqueKeys)) {
      throw noUniqueKey(moved, name, sourceFields);
    }
  }
  return rewriteWhere(metadata, model, filter);
}

function noUniqueKey(
  { id, phase }: FieldTransition,
  name: string,
  sourceFields: readonly string[],
): TransitionError {
  return new TransitionError(
    'not-exact',
    id,
    `a record cannot be looked up by ${name} in phase ${phase}, because ${sourceFields.join(' and ')} has no unique ` +
      'constraint. Look it up by another unique field, or with findFirst',
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

/** Field references to a target, anywhere in the filter of one field. */
function rewriteReferences(metadata: TransitionsMetadata, value: unknown): unknown {
  if (isFieldReference(value)) {
    const transition = readFromSource(metadata.models[value.modelName]).find(
      ({ target }) => target.field === value.name,
    );
    if (!transition) return value;
    refuseValueMap(transition, 'a field reference');
    return Object.assign(Object.create(Object.getPrototypeOf(value)), value, {
      name: transition.source.field,
    });
  }
  return isPlainObject(value) ? mapValues(value, (part) => rewriteReferences(metadata, part)) : value;
}

function conditionOnSource(transition: FieldTransition, asked: unknown): PlainObject {
  refuseValueMap(transition, 'a filter');
  const { source } = transition;
  // Prisma refuses null in a filter on a required field.
  return { [source.field]: source.required ? withoutNull(asked) : asked };
}

function refuseValueMap({ id, values, source, target }: FieldTransition, what: string): void {
  if (!values) return;
  throw new TransitionError(
    'not-exact',
    id,
    `${what} on ${target.field} has no exact counterpart in phase expand. Use ${source.field} until phase migrate`,
  );
}

/** The same filter on a column that is never NULL, without the word null. */
function withoutNull(filter: unknown): unknown {
  if (filter === null) return never;
  if (!isPlainObject(filter)) return filter;
  if (filter.equals === null) return never;
  if (!('not' in filter)) return filter;
  const { not, ...rest } = filter;
  const inner = withoutNull(not);
  if (inner === always) return never;
  if (inner !== never) return { ...rest, not: inner };
  return Object.keys(rest).length > 0 ? rest : always;
}

function isRelationFilter(filter: PlainObject): boolean {
  const keys = Object.keys(filter);
  return keys.length > 0 && keys.every((key) => key === 'is' || key === 'isNot');
}

function listOf(value: unknown): readonly unknown[] {
  if (isAbsent(value)) return [];
  return Array.isArray(value) ? value : [value];
}
