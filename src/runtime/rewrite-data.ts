import {
  type FieldTransition,
  mirrored,
  type RelationMetadata,
  type TransitionsMetadata,
} from './metadata.js';
import { rewriteUniqueWhere, rewriteWhere } from './rewrite-where.js';
import { TransitionError } from './transition-error.js';
import { isAbsent, isPlainObject, mapEach, mapValues, type PlainObject, sameValue } from './values.js';

/** The `data` of a create, or one row of a createMany: both sides written, nested writes included. */
export function rewriteCreate(metadata: TransitionsMetadata, model: string, data: unknown): unknown {
  return rewriteData(metadata, model, data, withDefaults);
}

/** The `data` of an update or updateMany. */
export function rewriteUpdate(metadata: TransitionsMetadata, model: string, data: unknown): unknown {
  return rewriteData(metadata, model, data, (unchanged) => unchanged);
}

function rewriteData(
  metadata: TransitionsMetadata,
  model: string,
  data: unknown,
  whenNeitherSide: (data: PlainObject, transition: FieldTransition) => PlainObject,
): unknown {
  const shape = metadata.models[model];
  if (!shape || !isPlainObject(data)) return data;
  const nested = mapValues(data, (value, field) => {
    const relation = shape.relations?.[field];
    return relation && isPlainObject(value) ? rewriteRelation(metadata, relation, value) : value;
  });
  return mirrored(metadata, model).reduce(
    (written, transition) => mirror(written, transition, whenNeitherSide),
    nested,
  );
}

function mirror(
  data: PlainObject,
  transition: FieldTransition,
  whenNeitherSide: (data: PlainObject, transition: FieldTransition) => PlainObject,
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

/** The database, or Prisma, fills a side that has a default: the other one must not stay behind. */
function withDefaults(data: PlainObject, transition: FieldTransition): PlainObject {
  const { source, target } = transition;
  if (source.default !== undefined && target.default === undefined) {
    return { ...data, [target.field]: toTarget(transition, source.default) };
  }
  if (target.default !== undefined && source.default === undefined) {
    return { ...data, [source.field]: toSource(transition, target.default) };
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
  const becomesNull = written === null || (isPlainObject(written) && written.set === null);
  if (becomesNull && receiver?.required) {
    throw new TransitionError(
      'required-side',
      transition.id,
      `null cannot be written, because ${receiver.field} is required until a later release`,
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

/** What a value of the source is in the target: as the trigger does, NULL for one that the map does not know. */
export function toTarget({ id, values, source, target }: FieldTransition, value: unknown): unknown {
  if (!values || value === null) return value;
  const entry = values.entries.find(([from]) => from === value);
  const mapped = entry ? entry[1] : values.otherwise;
  if (mapped !== undefined) return mapped;
  if (!target.required) return null;
  throw new TransitionError(
    'not-mirrorable',
    id,
    `the value map has no entry for ${source.field}: ${JSON.stringify(value)}. Add it to the annotation, or a \`*\``,
  );
}

function toSource({ id, values, target }: FieldTransition, value: unknown): unknown {
  if (!values || value === null) return value;
  const entry = values.entries.find(([, to]) => to === value);
  if (entry) return entry[0];
  throw new TransitionError(
    'not-mirrorable',
    id,
    `no source value maps to ${target.field}: ${JSON.stringify(value)}. Add one to the map of the annotation`,
  );
}

/** The nested writes below one relation field; every operation of Prisma's input types, single and in lists. */
function rewriteRelation(
  metadata: TransitionsMetadata,
  relation: RelationMetadata,
  operations: PlainObject,
): PlainObject {
  const { model } = relation;
  const create = (data: unknown) => rewriteCreate(metadata, model, data);
  const update = (data: unknown) => rewriteUpdate(metadata, model, data);
  const where = (filter: unknown) => rewriteWhere(metadata, model, filter);
  const unique = (filter: unknown) => rewriteUniqueWhere(metadata, model, filter);
  /** A to-many relation names the record, a to-one relation filters it. */
  const record = relation.list ? unique : where;

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
        if (!relation.list && !isUpdateWrapper(metadata, model, value)) return update(value);
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
function isUpdateWrapper(metadata: TransitionsMetadata, model: string, value: unknown): boolean {
  if (!isPlainObject(value) || !isPlainObject(value.data)) return false;
  if (!Object.keys(value).every((key) => key === 'data' || key === 'where')) return false;
  const fields = metadata.models[model]?.fields;
  return !fields || Object.keys(value.data).every((key) => fields.includes(key));
}
