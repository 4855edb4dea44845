import type { FieldTransition } from './metadata.js';
import type { ModelPlan } from './plan.js';
import { mapped, toTarget } from './value-map.js';
import { isPlainObject, mapEach, type PlainObject, sameValue } from './values.js';

/**
 * Gives every target in a result the value of its source, in phase expand, and takes out what `rewritePlanned` had added
 * to the selection.
 *
 * @param args the arguments before they were rewritten
 * @param path for a fluent call (`prisma.user.findUnique(…).posts()`), which relation the result is:
 *   `['select', 'posts']`; Prisma has unpacked it already
 */
export function readPlanned(
  model: ModelPlan,
  operation: string,
  args: PlainObject,
  result: unknown,
  path: readonly string[],
): unknown {
  if (!model.isRead) return result;
  const { select } = args;
  switch (operation) {
    case 'count':
      return isPlainObject(select) ? readNames(model, select, result) : result;
    case 'aggregate':
      return readAggregates(model, args, result);
    case 'groupBy':
      return mapEach(result, (group) => readGroup(model, args, group));
    case 'createMany':
    case 'updateMany':
    case 'deleteMany':
      return result;
    default:
      return readUnpacked(model, operation, args, result, path);
  }
}

function readUnpacked(
  model: ModelPlan,
  operation: string,
  selection: unknown,
  result: unknown,
  path: readonly string[],
): unknown {
  let [unpacked, selected] = [model, selection];
  for (let index = 0; index + 1 < path.length; index += 2) {
    const field = path[index + 1]!;
    const relation = unpacked.relations.get(field);
    if (!relation) return result;
    unpacked = relation.model;
    selected = member(member(selected, path[index]!), field);
  }
  return unpacked.isRead ? mapEach(result, recordReader(unpacked, operation, selected)) : result;
}

/** Reads one record after the other, of one model and selected alike. A record in which nothing changes stays itself. */
function recordReader(model: ModelPlan, operation: string, selection: unknown): (record: unknown) => unknown {
  const added = model.readFromSource.filter(({ source }) => !isSelected(model, selection, source.field));
  const addedFields = new Set(added.map(({ source }) => source.field));
  // Records that were selected alike hold the same fields: the first one tells what there is to do for all of them.
  let moved: readonly FieldTransition[] | undefined;
  const related: (readonly [field: string, read: (record: unknown) => unknown])[] = [];
  const lookAt = (first: PlainObject): readonly FieldTransition[] => {
    for (const [field, relation] of model.relations) {
      if (!relation.model.isRead || !(field in first)) continue;
      const inner = member(member(selection, 'select') ?? member(selection, 'include'), field);
      related.push([field, recordReader(relation.model, operation, inner)]);
    }
    return model.readFromSource.filter(
      ({ source, target }) => source.field in first && target.field in first,
    );
  };

  return (record) => {
    if (!isPlainObject(record)) return record;
    for (const transition of model.compared) compare(model, operation, transition, record);
    moved ??= lookAt(record);
    let copy: Record<string, unknown> | undefined;
    for (const transition of moved) {
      const source = record[transition.source.field];
      const target = record[transition.target.field];
      if (source === undefined || target === undefined) continue;
      const value = toTarget(transition, source);
      if (value === target) continue;
      copy ??= { ...record };
      copy[transition.target.field] = value;
    }
    for (const [field, readRelated] of related) {
      const value = record[field];
      if (value === undefined || value === null) continue;
      const read = mapEach(value, readRelated);
      if (read === value) continue;
      copy ??= { ...record };
      copy[field] = read;
    }
    return addedFields.size > 0 ? without(copy ?? record, addedFields) : (copy ?? record);
  };
}

function compare(
  { name, observer }: ModelPlan,
  operation: string,
  transition: FieldTransition,
  record: PlainObject,
): void {
  const source = record[transition.source.field];
  const target = record[transition.target.field];
  if (source === undefined || target === undefined || sameValue(mapped(transition, source) ?? null, target))
    return;
  observer?.drift({ transition: transition.id, model: name, operation, source, target, record });
}

function without(record: PlainObject, fields: ReadonlySet<string>): PlainObject {
  const rest: Record<string, unknown> = {};
  for (const field of Object.keys(record)) if (!fields.has(field)) rest[field] = record[field];
  return rest;
}

function isSelected({ omitted }: ModelPlan, selection: unknown, field: string): boolean {
  const select = member(selection, 'select');
  if (isPlainObject(select)) return select[field] === true;
  const omit = member(member(selection, 'omit'), field);
  return omit === undefined ? !omitted.has(field) : omit !== true;
}

function readGroup(model: ModelPlan, args: PlainObject, group: unknown): unknown {
  const { by } = args;
  const names = Object.fromEntries((Array.isArray(by) ? by : [by]).map((name) => [name, true]));
  return readAggregates(model, args, readNames(model, names, group));
}

function readAggregates(model: ModelPlan, args: PlainObject, result: unknown): unknown {
  if (!isPlainObject(result)) return result;
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => {
      const asked = aggregates.has(name) ? args[name] : undefined;
      return [name, isPlainObject(asked) ? readNames(model, asked, value) : value];
    }),
  );
}

const aggregates = new Set(['_count', '_avg', '_sum', '_min', '_max']);

/** Names what was computed over a source as it was asked for. */
function readNames(model: ModelPlan, asked: PlainObject, computed: unknown): unknown {
  if (!isPlainObject(computed)) return computed;
  const renamed: Record<string, unknown> = { ...computed };
  for (const { source, target } of model.readFromSource) {
    if (!asked[target.field]) continue;
    renamed[target.field] = computed[source.field];
    if (!asked[source.field]) delete renamed[source.field];
  }
  return renamed;
}

function member(value: unknown, name: string): unknown {
  return isPlainObject(value) ? value[name] : undefined;
}
