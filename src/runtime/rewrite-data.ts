import type { FieldTransition } from './metadata.js';
import type { ModelPlan, RelationPlan } from './plan.js';
import { rewriteUniqueWhere, rewriteWhere } from './rewrite-where.js';
import { TransitionError } from './transition-error.js';
import { toSource, toTarget } from './value-map.js';
import { isAbsent, isPlainObject, mapEach, mapValues, type PlainObject, sameValue } from './values.js';

/** The `data` of a create, or one row of a createMany: both sides written, nested writes included. */
export function rewriteCreate(model: ModelPlan, data: unknown): unknown {
  return rewriteData(model, data, withDefaults);
}

/** The `data` of an update or updateMany. */
export function rewriteUpdate(model: ModelPlan, data: unknown): unknown {
  return rewriteData(model, data, (unchanged) => unchanged);
}

type WhenNeitherSide = (data: PlainObject, transition: FieldTransition) => PlainObject;

function rewriteData(model: ModelPlan, data: unknown, whenNeitherSide: WhenNeitherSide): unknown {
  if (!isPlainObject(data)) return data;
  let written = data;
  for (const [field, relation] of model.relations) {
    const value = data[field];
    if (!isPlainObject(value)) continue;
    const nested = rewriteRelation(relation, value);
    if (nested !== value) written = { ...written, [field]: nested };
  }
  for (const transition of model.mirrored) {
    const both = mirror(written, transition, whenNeitherSide);
    if (both !== written) model.observer?.mirrored(transition.id);
    written = both;
  }
  return written;
}

function mirror(
  data: PlainObject,
  transition: FieldTransition,
  whenNeitherSide: WhenNeitherSide,
): PlainObject {
  const { source, target } = transition;
  const sourceValue = data[source.field];
  const targetValue = data[target.field];
  if (isAbsent(sourceValue) && isAbsent(targetValue)) return whenNeitherSide(data, transition);
  if (isAbsent(targetValue)) {
    return { ...data, [target.field]: across(transition, sourceValue, toTarget, target) };
  }
  if (isAbsent(sourceValue)) {
    return { ...data, [source.field]: across(transition, targetValue, toSource, source) };
  }
  if (!sameValue(across(transition, sourceValue, toTarget), targetValue)) {
    throw new TransitionError(
      'conflicting-values',
      transition.id,
      `${source.field} and ${target.field} are written with different values. ` +
        `Write one of them: the other follows`,
    );
  }
  return data;
}

/** The database, or Prisma, fills a side that has a default: the other one must not stay behind, nor be guessed. */
function withDefaults(data: PlainObject, transition: FieldTransition): PlainObject {
  const { source, target } = transition;
  if (source.default !== undefined && target.default === undefined) {
    const value = toTarget(transition, source.default);
    return { ...data, [source.field]: source.default, [target.field]: value };
  }
  if (target.default !== undefined && source.default === undefined) {
    const value = toSource(transition, target.default);
    return { ...data, [source.field]: value, [target.field]: target.default };
  }
  return data;
}

type Convert = (transition: FieldTransition, value: unknown) => unknown;

/** Carries what is written to one side over to the other: a value, a list, or an operation such as `{set}`. */
function across(
  transition: FieldTransition,
  written: unknown,
  convert: Convert,
  receiver?: { readonly field: string; readonly required?: true },
): unknown {
  const { set } = isPlainObject(written) && !transition.json ? written : {};
  const becomesNull = written === null || set === null;
  if (becomesNull && receiver?.required) {
    throw new TransitionError(
      'required-side',
      transition.id,
      `null cannot be written, because ${receiver.field} is required until a later stage`,
    );
  }
  if (!transition.values) return written;
  return isPlainObject(written)
    ? mapValues(written, (operand, operation) => {
        if (operation === 'set' || operation === 'push')
          return mapEach(operand, (value) => convert(transition, value));
        throw new TransitionError(
          'not-mirrorable',
          transition.id,
          `{${operation}} cannot be carried over a value map. Write the value itself`,
        );
      })
    : mapEach(written, (value) => convert(transition, value));
}

/** The nested writes below one relation field; every operation of Prisma's input types, single and in lists. */
function rewriteRelation({ model, list }: RelationPlan, operations: PlainObject): PlainObject {
  const create = (data: unknown) => rewriteCreate(model, data);
  const update = (data: unknown) => rewriteUpdate(model, data);
  const where = (filter: unknown) => rewriteWhere(model, filter);
  const unique = (filter: unknown) => rewriteUniqueWhere(model, filter);
  /** A to-many relation names the record, a to-one relation filters it. */
  const record = list ? unique : where;

  return mapValues(operations, (value, operation) => {
    switch (operation) {
      case 'create':
        return mapEach(value, create);
      case 'createMany':
        return mapMembers(value, { data: (rows) => mapEach(rows, create) });
      case 'connectOrCreate':
        return mapEach(value, (item) => mapMembers(item, { where: unique, create }));
      case 'connect':
      case 'set':
        return mapEach(value, unique);
      case 'disconnect':
      case 'delete':
        return mapEach(value, record);
      case 'deleteMany':
        return mapEach(value, where);
      case 'update':
        if (!list && !isUpdateWrapper(model, value)) return update(value);
        return mapEach(value, (item) => mapMembers(item, { where: record, data: update }));
      case 'updateMany':
        return mapEach(value, (item) => mapMembers(item, { where, data: update }));
      case 'upsert':
        return mapEach(value, (item) => mapMembers(item, { where: record, create, update }));
      default:
        return value;
    }
  });
}

function mapMembers(
  value: unknown,
  members: Readonly<Record<string, (member: unknown) => unknown>>,
): unknown {
  if (!isPlainObject(value)) return value;
  return mapValues(value, (member, name) => members[name]?.(member) ?? member);
}

/**
 * `update` of a to-one relation takes `{where?, data}` or the data itself. Prisma decides as follows also where the
 * model has a field called `data` (measured on 7.10).
 */
function isUpdateWrapper({ fields }: ModelPlan, value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { data } = value;
  if (!isPlainObject(data)) return false;
  if (!Object.keys(value).every((key) => key === 'data' || key === 'where')) return false;
  return !fields || Object.keys(data).every((key) => fields.has(key));
}
