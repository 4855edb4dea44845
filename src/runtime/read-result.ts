import { readFromSource, type TransitionsMetadata } from './metadata.js';
import { toTarget } from './rewrite-data.js';
import { isPlainObject, type PlainObject } from './values.js';

/**
 * Gives every target in a result the value of its source, in phase expand, and takes out what `rewriteArgs` had added
 * to the selection.
 *
 * @param args the arguments before they were rewritten
 * @param path for a fluent call (`prisma.user.findUnique(…).posts()`), which relation the result is:
 *   `['select', 'posts']`; Prisma has unpacked it already
 */
export function readResult(
  metadata: TransitionsMetadata,
  model: string,
  operation: string,
  args: PlainObject,
  result: unknown,
  path: readonly string[] = [],
): unknown {
  switch (operation) {
    case 'count':
      return isPlainObject(args.select) ? readNames(metadata, model, args.select, result) : result;
    case 'aggregate':
      return readAggregates(metadata, model, args, result);
    case 'groupBy':
      return Array.isArray(result) ? result.map((group) => readGroup(metadata, model, args, group)) : result;
    case 'createMany':
    case 'updateMany':
    case 'deleteMany':
      return result;
    default:
      return readUnpacked(metadata, model, args, result, path);
  }
}

function readUnpacked(
  metadata: TransitionsMetadata,
  model: string,
  selection: unknown,
  result: unknown,
  path: readonly string[],
): unknown {
  const [kind, field, ...rest] = path;
  if (kind === undefined || field === undefined) return readRecords(metadata, model, selection, result);
  const relation = metadata.models[model]?.relations?.[field];
  if (!relation) return result;
  return readUnpacked(metadata, relation.model, member(member(selection, kind), field), result, rest);
}

function readRecords(
  metadata: TransitionsMetadata,
  model: string,
  selection: unknown,
  result: unknown,
): unknown {
  if (Array.isArray(result)) return result.map((record) => readRecords(metadata, model, selection, record));
  const shape = metadata.models[model];
  if (!shape || !isPlainObject(result)) return result;

  const record: Record<string, unknown> = { ...result };
  for (const transition of readFromSource(shape)) {
    const source = transition.source.field;
    if (!(source in record)) continue;
    if (transition.target.field in record) {
      record[transition.target.field] = toTarget(transition, record[source]);
    }
    if (!isSelected(selection, source)) delete record[source];
  }
  for (const [field, relation] of Object.entries(shape.relations ?? {})) {
    if (!(field in record)) continue;
    const nested = member(member(selection, 'select') ?? member(selection, 'include'), field);
    record[field] = readRecords(metadata, relation.model, nested, record[field]);
  }
  return record;
}

function isSelected(selection: unknown, field: string): boolean {
  const select = member(selection, 'select');
  if (isPlainObject(select)) return select[field] === true;
  return member(member(selection, 'omit'), field) !== true;
}

function readGroup(metadata: TransitionsMetadata, model: string, args: PlainObject, group: unknown): unknown {
  const by = Array.isArray(args.by) ? args.by : [args.by];
  const names = Object.fromEntries(by.map((name) => [name, true]));
  return readAggregates(metadata, model, args, readNames(metadata, model, names, group));
}

function readAggregates(
  metadata: TransitionsMetadata,
  model: string,
  args: PlainObject,
  result: unknown,
): unknown {
  if (!isPlainObject(result)) return result;
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => {
      const asked = aggregates.has(name) ? args[name] : undefined;
      return [name, isPlainObject(asked) ? readNames(metadata, model, asked, value) : value];
    }),
  );
}

const aggregates = new Set(['_count', '_avg', '_sum', '_min', '_max']);

/** Names what was computed over a source as it was asked for. */
function readNames(
  metadata: TransitionsMetadata,
  model: string,
  asked: PlainObject,
  computed: unknown,
): unknown {
  if (!isPlainObject(computed)) return computed;
  const renamed: Record<string, unknown> = { ...computed };
  for (const { source, target } of readFromSource(metadata.models[model])) {
    if (!asked[target.field]) continue;
    renamed[target.field] = computed[source.field];
    if (!asked[source.field]) delete renamed[source.field];
  }
  return renamed;
}

function member(value: unknown, name: string): unknown {
  return isPlainObject(value) ? value[name] : undefined;
}
