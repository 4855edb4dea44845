import type { FieldTransition, ValueMap } from './metadata.js';
import { TransitionError } from './transition-error.js';
import { isAbsent, isPlainObject, type PlainObject } from './values.js';

/** False, unknown or true as in SQL, in this order: AND is the smaller of two. */
type Truth = 0 | 0.5 | 1;
const no = 0;
const unknown = 0.5;
const yes = 1;

/**
 * Where a condition stands in a filter. Only rows for which the whole filter is true come back, so under `holds` it
 * must be exact where it is true, and may be false where it is unknown; below a NOT, under `fails`, it must be exact
 * where it is false, and may be true where it is unknown. Under `both` neither.
 */
export type Position = 'holds' | 'fails' | 'both';

/**
 * A filter on a target with a value map, asked of its source. A target has few values, so the filter is worked out for
 * each of them and for NULL; what comes back is the set of source values for which it is true, written such that it is
 * false, and unknown, where the filter on a copied target would be.
 *
 * @throws TransitionError `not-exact` where the filter asks for more than equality, or where SQL has no such condition
 */
export function mappedCondition(
  transition: FieldTransition,
  values: ValueMap,
  asked: unknown,
  position: Position,
): PlainObject {
  const { source } = transition;
  const { entries, otherwise, closed, literal } = values;
  if (!closed && !literal) throw notExact(transition, 'a filter');
  const known = new Set([...entries.map(([, to]) => to), ...(otherwise === undefined ? [] : [otherwise])]);
  const filter = isPlainObject(asked) ? asked : { equals: asked };
  const truthOf = (value: string | null) => evaluate(transition, known, filter, value);

  const truths = new Map<string, Truth>();
  for (const [from, to] of entries) if (!truths.has(from)) truths.set(from, truthOf(to));
  const ofNull = truthOf(null);
  const ofOthers = closed ? undefined : otherwise === undefined ? ofNull : truthOf(otherwise);
  if (ofOthers === unknown && position === 'both')
    throw notExact(transition, 'a filter within another negation');
  const othersHold = ofOthers === yes || (ofOthers === unknown && position === 'fails');
  const listed = [...truths].filter(([, truth]) => truth === (othersHold ? no : yes)).map(([from]) => from);

  const field = source.field;
  const condition = { [field]: othersHold ? noneOf(listed) : oneOf(listed) };
  if (source.required) return condition;
  if (ofNull === yes) return { OR: [condition, { [field]: null }] };
  if (ofNull === no) return { AND: [condition, { [field]: { not: null } }] };
  return listed.length > 0 ? condition : neverOrAlways(field, entries[0]![0], othersHold);
}

const oneOf = (list: readonly string[]) => (list.length === 1 ? list[0] : { in: list });
const noneOf = (list: readonly string[]) => (list.length === 1 ? { not: list[0] } : { notIn: list });

/** False, or true, for every value, and unknown for NULL: an empty list would be false, or true, for NULL as well. */
function neverOrAlways(field: string, value: string, always: boolean): PlainObject {
  const both = [{ [field]: value }, { [field]: { not: value } }];
  return always ? { OR: both } : { AND: both };
}

/**
 * What a filter of one field is for one value, as SQL has it. Prisma turns each operator within `not` round, and not
 * all of them together: `not: {a, b}` is neither a nor b. A value after `not` it never turns: `not: {not: a}` is not a
 * (both measured on 7.10).
 */
function evaluate(
  transition: FieldTransition,
  known: ReadonlySet<string>,
  filter: PlainObject,
  value: string | null,
  isTurned = false,
): Truth {
  const among = (list: readonly unknown[]): Truth => {
    const stranger = list.find((item) => typeof item !== 'string' || !known.has(item));
    if (stranger !== undefined) throw notExact(transition, `a filter with ${describe(stranger)}`);
    if (list.length === 0) return no;
    return value === null ? unknown : list.includes(value) ? yes : no;
  };
  const truthOf = (operator: string, operand: unknown): Truth => {
    switch (operator) {
      case 'equals':
        return operand === null ? (value === null ? yes : no) : among([operand]);
      case 'in':
      case 'notIn': {
        if (!Array.isArray(operand)) throw notExact(transition, `{${operator}} without a list`);
        return operator === 'in' ? among(operand) : negated(among(operand));
      }
      default:
        throw notExact(transition, `{${operator}}`);
    }
  };
  let truth: Truth = yes;
  for (const [operator, operand] of Object.entries(filter)) {
    if (isAbsent(operand)) continue;
    const isNot = operator === 'not';
    if (isNot && isPlainObject(operand)) {
      truth = least(truth, evaluate(transition, known, operand, value, !isTurned));
    } else {
      const one = truthOf(isNot ? 'equals' : operator, operand);
      truth = least(truth, isNot || isTurned ? negated(one) : one);
    }
  }
  return truth;
}

const least = (left: Truth, right: Truth): Truth => (left < right ? left : right);

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : 'another field';
}

function negated(truth: Truth): Truth {
  return (1 - truth) as Truth;
}

export function notExact({ id, source, target }: FieldTransition, what: string): TransitionError {
  return new TransitionError(
    'not-exact',
    id,
    `${what} on ${target.field} has no exact counterpart in phase expand. Use ${source.field} until phase migrate`,
  );
}
