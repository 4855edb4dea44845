import type { ColumnTransition } from '../src/schema/transition.js';
import { valueMap } from '../src/schema/value-map.js';
import { literal } from './literal.js';

/** One of the two functions of a converter. */
interface ConverterFunction {
  readonly name: string;
  /** What it takes and gives; the last one takes all that the others take. */
  readonly signatures: readonly string[];
  /** A parameter list for the implementation, where there are several signatures. */
  readonly parameter: string;
  readonly body: string;
  readonly isOverloaded: boolean;
}

/** The two functions between the values of a source and those of its target, as TypeScript source. */
export interface ConverterSource {
  readonly sourceField: string;
  readonly targetField: string;
  readonly targetType: string;
  /** What `format` gives. */
  readonly formatType: string;
  /** The source is an enum, and every value of it has an entry. */
  readonly isClosed: boolean;
  /** Without an entry for every text, `parse` also takes any text and gives null for what it does not know. */
  readonly isPartial: boolean;
  readonly parseEntries: string;
  readonly formatEntries: string;
  readonly parse: ConverterFunction;
  readonly format: ConverterFunction;
  /** Those that are declared above the converter. */
  readonly overloaded: readonly ConverterFunction[];
}

/**
 * @param name of the helper of the transition
 * @returns undefined where values stay as they are
 */
export function converterSource(transition: ColumnTransition, name: string): ConverterSource | undefined {
  const { source, target, phase } = transition;
  const map = valueMap(transition);
  if (!map || !target.enumValues) return undefined;
  const { entries, otherwise } = map;
  const back = target.enumValues.map(
    ({ name }) => [name, entries.find(({ to }) => to === name)!.from] as const,
  );
  const isNullable = !(phase === 'expand' ? source : target).isRequired;
  const isClosed = source.enumValues !== undefined;
  const isPartial = otherwise === undefined && !isClosed;
  const sourceType = otherwise === undefined ? union(entries.map(({ from }) => from)) : 'string';
  const targetType = union(target.enumValues.map(({ name }) => name));
  const formatType = union(back.map(([, from]) => from));
  const parse = converterFunction(
    `parse_${name}`,
    [[sourceType, targetType], ...(isPartial ? [['string', `${targetType} | null`] as const] : [])],
    isNullable,
    isClosed ? `${name}Values[value]` : `${name}Values.get(value) ?? ${literal(otherwise ?? null)}`,
  );
  const format = converterFunction(
    `format_${name}`,
    [[targetType, formatType]],
    isNullable,
    `${name}Texts[value]`,
  );
  return {
    sourceField: source.field,
    targetField: target.field,
    targetType,
    formatType,
    isPartial,
    isClosed,
    parseEntries: isClosed
      ? literal(Object.fromEntries(entries.map(({ from, to }) => [from, to])))
      : literal(entries.map(({ from, to }) => [from, to])),
    formatEntries: literal(Object.fromEntries(back)),
    parse,
    format,
    overloaded: [parse, format].filter(({ isOverloaded }) => isOverloaded),
  };
}

/** Where null is a value, it stays what it is. */
function converterFunction(
  name: string,
  types: readonly (readonly [from: string, to: string])[],
  isNullable: boolean,
  body: string,
): ConverterFunction {
  const [from, to] = types.at(-1)!;
  const withNull = [`${from} | null`, to.endsWith(' | null') ? to : `${to} | null`] as const;
  const all = isNullable ? [...types.slice(0, Math.max(1, types.length - 1)), withNull] : types;
  return {
    name,
    signatures: all.map(([takes, gives]) => `(value: ${takes}): ${gives}`),
    parameter: `(value: ${all.at(-1)![0]})`,
    body: isNullable ? `value === null ? null : ${parenthesised(body)}` : body,
    isOverloaded: all.length > 1,
  };
}

function parenthesised(expression: string): string {
  return expression.includes('??') ? `(${expression})` : expression;
}

function union(values: readonly string[]): string {
  return [...new Set(values)].map((value) => literal(value)).join(' | ');
}
