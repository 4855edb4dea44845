import type { FieldTransition } from './metadata.js';
import type { ModelPlan } from './plan.js';
import { renameKeys, rewriteUniqueWhere, rewriteWhere } from './rewrite-where.js';
import { TransitionError } from './transition-error.js';
import { isAbsent, isPlainObject, mapEach, mapValues, type PlainObject } from './values.js';

/** One of the arguments that shape what comes back: of a root operation, or of a relation in `select` or `include`. */
export function rewriteRead(model: ModelPlan, name: string, value: unknown): unknown {
  switch (name) {
    case 'select':
      if (!isPlainObject(value)) return value;
      // Every select has the source: an extension with `result.needs` may add the target where we do not see it.
      return withSources(model.readFromSource, rewriteSelection(model, value));
    case 'include':
      return isPlainObject(value) ? rewriteSelection(model, value) : value;
    case 'omit':
      return isPlainObject(value) ? keepSources(model, value) : value;
    case 'cursor':
      return rewriteUniqueWhere(model, value);
    case 'orderBy':
      return mapEach(value, (order) => rewriteOrder(model, order));
    case 'distinct':
      return renameNames(model.readFromSource, value);
    default:
      return value;
  }
}

function rewriteSelection(model: ModelPlan, selection: PlainObject): PlainObject {
  return mapValues(selection, (value, field) => {
    if (!isPlainObject(value)) return value;
    if (field === '_count') return rewriteRelationCounts(model, value);
    const relation = model.relations.get(field);
    if (!relation) return value;
    return mapValues(value, (part, name) =>
      name === 'where' ? rewriteWhere(relation.model, part) : rewriteRead(relation.model, name, part),
    );
  });
}

/** A query selects each source that a target in its result is read from, also where it or the client omits the source. */
function keepSources({ readFromSource, omitted }: ModelPlan, omit: PlainObject): PlainObject {
  const shown = readFromSource.filter(({ source, target }) => {
    const isShown =
      omit[target.field] === undefined ? !omitted.has(target.field) : omit[target.field] !== true;
    const isOmitted =
      omit[source.field] === undefined ? omitted.has(source.field) : omit[source.field] === true;
    return isShown && isOmitted;
  });
  return shown.length === 0
    ? omit
    : { ...omit, ...Object.fromEntries(shown.map(({ source }) => [source.field, false])) };
}

function withSources(transitions: readonly FieldTransition[], select: PlainObject): PlainObject {
  const missing = transitions.filter(({ source }) => select[source.field] !== true);
  if (missing.length === 0) return select;
  return { ...select, ...Object.fromEntries(missing.map(({ source }) => [source.field, true])) };
}

/** The arguments of `count`, `aggregate` and `groupBy`. */
export function rewriteAggregation(model: ModelPlan, args: PlainObject): PlainObject {
  const transitions = model.readFromSource;
  return mapValues(args, (value, name) => {
    switch (name) {
      case 'where':
      case 'having':
        return rewriteWhere(model, value);
      case 'by':
        return renameNames(transitions, value);
      case 'cursor':
        return rewriteUniqueWhere(model, value);
      case 'orderBy':
        return mapEach(value, (order) => rewriteOrder(model, order));
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
function rewriteRelationCounts(model: ModelPlan, count: PlainObject): PlainObject {
  const { select: counted } = count;
  if (!isPlainObject(counted)) return count;
  const select = mapValues(counted, (value, field) => {
    const relation = model.relations.get(field);
    if (!relation || !isPlainObject(value)) return value;
    return mapValues(value, (part) => rewriteWhere(relation.model, part));
  });
  return select === counted ? count : { ...count, select };
}

/** @param isOfRelated the record to order by is a related one, which may be missing */
function rewriteOrder(model: ModelPlan, order: unknown, isOfRelated = false): unknown {
  if (!isPlainObject(order)) return order;
  const transitions = model.readFromSource;
  const nested = mapValues(order, (value, field) => {
    const relation = model.relations.get(field);
    if (relation) return rewriteOrder(relation.model, value, true);
    if (!isPlainObject(value)) return value;
    if (field === '_relevance') {
      return mapValues(value, (part, name) => (name === 'fields' ? renameNames(transitions, part) : part));
    }
    return field.startsWith('_') ? renameKeys(withoutValueMap(transitions, value), value) : value;
  });
  return withoutValueMap(transitions, nested).reduce((renamed: PlainObject, transition) => {
    const { source, target } = transition;
    const direction = renamed[target.field];
    if (isAbsent(direction)) return renamed;
    const { [target.field]: _, ...rest } = renamed;
    return {
      [source.field]: source.required ? withoutNulls(transition, direction, isOfRelated) : direction,
      ...rest,
    };
  }, nested);
}

/** Prisma has `nulls` for optional fields only. Without NULLs it says nothing, but a missing record counts as NULL. */
function withoutNulls(
  { id, source, target }: FieldTransition,
  direction: unknown,
  isOfRelated: boolean,
): unknown {
  if (!isPlainObject(direction)) return direction;
  const { sort, nulls } = direction;
  if (!isOfRelated || isAbsent(nulls)) return sort;
  throw new TransitionError(
    'not-exact',
    id,
    `an order by ${target.field} of a related record cannot say where missing ones go in phase expand, because ` +
      `${source.field} is required. Leave out \`nulls\` until phase migrate`,
  );
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
