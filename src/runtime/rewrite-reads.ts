import { type FieldTransition, readFromSource, type TransitionsMetadata } from './metadata.js';
import { renameKeys, rewriteUniqueWhere, rewriteWhere } from './rewrite-where.js';
import { TransitionError } from './transition-error.js';
import { isPlainObject, mapEach, mapValues, type PlainObject } from './values.js';

/** The arguments that shape what comes back: of a root operation, or of a relation in `select` or `include`. */
export function rewriteReads(metadata: TransitionsMetadata, model: string, args: PlainObject): PlainObject {
  const shape = metadata.models[model];
  if (!shape) return args;
  const transitions = readFromSource(shape);

  const relationArgs = (value: unknown, field: string) => {
    if (field === '_count') return rewriteRelationCounts(metadata, model, value);
    const relation = shape.relations?.[field];
    if (!relation || !isPlainObject(value)) return value;
    return rewriteReads(
      metadata,
      relation.model,
      mapValues(value, (part, name) =>
        name === 'where' ? rewriteWhere(metadata, relation.model, part) : part,
      ),
    );
  };

  return mapValues(args, (value, name) => {
    switch (name) {
      case 'select':
        if (!isPlainObject(value)) return value;
        // Every select has the source: an extension with `result.needs` may add the target where we do not see it.
        return withSources(transitions, mapValues(value, relationArgs));
      case 'include':
        return isPlainObject(value) ? mapValues(value, relationArgs) : value;
      case 'omit':
        if (!isPlainObject(value)) return value;
        return mapValues(value, (omitted, field) =>
          omitted === true && transitions.some(({ source }) => source.field === field) ? false : omitted,
        );
      case 'cursor':
        return rewriteUniqueWhere(metadata, model, value);
      case 'orderBy':
        return mapEach(value, (order) => rewriteOrder(metadata, model, order));
      case 'distinct':
        return renameNames(transitions, value);
      default:
        return value;
    }
  });
}

function withSources(transitions: readonly FieldTransition[], select: PlainObject): PlainObject {
  const missing = transitions.filter(({ source }) => select[source.field] !== true);
  if (missing.length === 0) return select;
  return { ...select, ...Object.fromEntries(missing.map(({ source }) => [source.field, true])) };
}

/** The arguments of `count`, `aggregate` and `groupBy`. */
export function rewriteAggregation(
  metadata: TransitionsMetadata,
  model: string,
  args: PlainObject,
): PlainObject {
  const transitions = readFromSource(metadata.models[model]);
  return mapValues(args, (value, name) => {
    switch (name) {
      case 'where':
      case 'having':
        return rewriteWhere(metadata, model, value);
      case 'by':
        return renameNames(transitions, value);
      case 'cursor':
        return rewriteUniqueWhere(metadata, model, value);
      case 'orderBy':
        return mapEach(value, (order) => rewriteOrder(metadata, model, order));
      case 'distinct':
        return renameNames(transitions, value);
      case 'select': // of count
      case '_count':
      case '_avg':
      case '_sum':
      case '_min':
      case '_max':
        return isPlainObject(value) ? renameKeys(withoutValueMap(transitions, value), value) : value;
      default:
        return value;
    }
  });
}

/** `_count: {select: {posts: {where}}}` */
function rewriteRelationCounts(metadata: TransitionsMetadata, model: string, count: unknown): unknown {
  if (!isPlainObject(count) || !isPlainObject(count.select)) return count;
  const select = mapValues(count.select, (value, field) => {
    const relation = metadata.models[model]?.relations?.[field];
    if (!relation || !isPlainObject(value)) return value;
    return mapValues(value, (part) => rewriteWhere(metadata, relation.model, part));
  });
  return select === count.select ? count : { ...count, select };
}

function rewriteOrder(metadata: TransitionsMetadata, model: string, order: unknown): unknown {
  const shape = metadata.models[model];
  if (!shape || !isPlainObject(order)) return order;
  const transitions = readFromSource(shape);
  const nested = mapValues(order, (value, field) => {
    const relation = shape.relations?.[field];
    if (relation) return rewriteOrder(metadata, relation.model, value);
    if (!isPlainObject(value)) return value;
    if (field === '_relevance') {
      return mapValues(value, (part, name) => (name === 'fields' ? renameNames(transitions, part) : part));
    }
    return field.startsWith('_') ? renameKeys(withoutValueMap(transitions, value), value) : value;
  });
  return withoutValueMap(transitions, nested).reduce((renamed: PlainObject, { source, target }) => {
    const direction = renamed[target.field];
    if (direction === undefined) return renamed;
    const { [target.field]: _, ...rest } = renamed;
    // `nulls` exists for optional fields only, and without NULLs it says nothing.
    const plain = source.required && isPlainObject(direction) ? direction.sort : direction;
    return { [source.field]: plain, ...rest };
  }, nested);
}

/** `distinct`, `by`: one name or several, each once. */
function renameNames(transitions: readonly FieldTransition[], names: unknown): unknown {
  const renamed = mapEach(names, (name) => {
    const transition = transitions.find(({ target }) => target.field === name);
    if (transition) withoutValueMap([transition], { [transition.target.field]: true });
    return transition?.source.field ?? name;
  });
  return Array.isArray(renamed) && renamed !== names ? [...new Set(renamed)] : renamed;
}

/** Order, groups and aggregates of mapped values are not those of the values themselves. */
function withoutValueMap(
  transitions: readonly FieldTransition[],
  asked: PlainObject,
): readonly FieldTransition[] {
  const mapped = transitions.find(({ values, target }) => values && asked[target.field] !== undefined);
  if (!mapped) return transitions;
  throw new TransitionError(
    'not-exact',
    mapped.id,
    `the source cannot be ordered, grouped or aggregated as ${mapped.target.field}. ` +
      `Use ${mapped.source.field} until phase migrate`,
  );
}
