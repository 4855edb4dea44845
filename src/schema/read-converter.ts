import { type ConversionPair, copied, mapped, type ValuePair } from '../model/conversion.js';
import { didYouMean, type MapValue, type Pair, type Value } from './annotation.js';
import { text } from './annotation-pairs.js';
import type { Span } from './document.js';
import { list, type Reading } from './reading.js';
import type { Column } from './transition.js';

/** How values go over: as they are, through a map, or through SQL. */
export function readConverter(
  reading: Reading,
  pairs: ReadonlyMap<string, Pair>,
  source: Column,
  target: Column,
  at: Span,
): ConversionPair {
  const map = pairs.get('map');
  if (pairs.has('up') || pairs.has('down')) {
    if (map)
      reading.stop('conflicting-keys', '`map` and `up`/`down` exclude each other', map, 'keep one of them');
    const { up, down } = expressions(reading, pairs, [source]);
    return {
      forward: { kind: 'sql', expression: up },
      backward: { kind: 'sql', expression: down[source.field]! },
    };
  }
  if (map) {
    if (map.value.kind !== 'map')
      return reading.stop('wrong-value', '`map` takes a map of values', map.value, 'write `map:{old: NEW}`');
    return mapConverter(reading, map.value, source, target);
  }
  if (!sameType(source, target)) {
    const values = source.enumValues ?? target.enumValues;
    wrongType(
      reading,
      source,
      target,
      at,
      values && !source.isList && !target.isList && mappable(source) && mappable(target)
        ? `write \`map:{${values.map((each) => (source.enumValues ? `${each.name}: …` : `…: ${each.name}`)).join(', ')}}\``
        : 'write `up:"expression"` and `down:"expression"`',
    );
  }
  return copied;
}

/** `up` and `down`: an SQL expression for the target, and for each source field, by its name. */
export function expressions(
  reading: Reading,
  pairs: ReadonlyMap<string, Pair>,
  sources: readonly Column[],
): { readonly up: string; readonly down: Readonly<Record<string, string>> } {
  const up = pairs.get('up');
  const down = pairs.get('down');
  if (!up || !down) {
    return reading.stop(
      'missing-converter',
      `\`${up ? 'down' : 'up'}\` is missing: both directions are needed while old and new instances run`,
      reading.annotation.span,
      up
        ? `write \`down:{${sources.map((each) => `${each.field}: "expression"`).join(', ')}}\``
        : 'write `up:"expression"`',
    );
  }
  return { up: text(reading, up), down: readDown(reading, down, sources) };
}

function readDown(
  reading: Reading,
  pair: Pair,
  sources: readonly Column[],
): Readonly<Record<string, string>> {
  const [first] = sources;
  if (pair.value.kind !== 'map') {
    if (sources.length === 1 && first) return { [first.field]: text(reading, pair) };
    return reading.stop(
      'wrong-value',
      '`down` takes an expression for each source',
      pair.value,
      `write \`down:{${sources.map((each) => `${each.field}: "expression"`).join(', ')}}\``,
    );
  }
  const names = sources.map((each) => each.field);
  const down: Record<string, string> = {};
  for (const { key, keySpan, value } of pair.value.entries) {
    if (!names.includes(key)) {
      reading.report(
        'unknown-field',
        `\`${key}\` is not a source of this transition`,
        keySpan,
        didYouMean(key, names) ?? `known are ${names.join(', ')}`,
      );
    } else if (Object.hasOwn(down, key)) {
      reading.report('duplicate-key', `\`${key}\` is given twice`, keySpan, 'remove one of the two');
    } else if (value.kind !== 'string' || value.value.trim() === '') {
      reading.report(
        'wrong-value',
        '`down` takes SQL expressions in quotes',
        value,
        `write \`${key}: "expression"\``,
      );
    } else {
      down[key] = value.value;
    }
  }
  const missing = names.filter((name) => !Object.hasOwn(down, name));
  if (missing.length > 0 && reading.isClean()) {
    reading.report(
      'missing-converter',
      `\`down\` says nothing of ${list(missing)}`,
      pair,
      `add \`${missing[0]}: "expression"\``,
    );
  }
  return down;
}

function mapConverter(reading: Reading, map: MapValue, source: Column, target: Column): ConversionPair {
  if ((!source.enumValues && !target.enumValues) || !mappable(source) || !mappable(target)) {
    wrongType(
      reading,
      source,
      target,
      map,
      'a `map` leads from or to an enum, and its other side is an enum or a String; else write `up` and `down`',
    );
  }
  const entries: ValuePair[] = [];
  let otherwise: string | undefined;
  const seen = new Set<string>();
  const sourceNames = source.enumValues?.map((each) => each.name);
  const targetNames = target.enumValues?.map((each) => each.name);
  for (const { key, keySpan, value } of map.entries) {
    if (seen.has(key)) {
      reading.report('duplicate-key', `\`${key}\` is given twice`, keySpan, 'remove one of the two');
      continue;
    }
    seen.add(key);
    // A quoted "*" is a value like any other.
    const isRest = key === '*' && keySpan.end - keySpan.start === 1;
    if (!isRest && sourceNames && !sourceNames.includes(key)) {
      reading.report(
        'unknown-value',
        `enum \`${source.type}\` has no value \`${key}\``,
        keySpan,
        didYouMean(key, sourceNames) ?? `known are ${sourceNames.join(', ')}`,
      );
    }
    const to = literal(value);
    if (targetNames && !targetNames.includes(to)) {
      reading.report(
        'unknown-value',
        `enum \`${target.type}\` has no value \`${to}\``,
        value,
        didYouMean(to, targetNames) ?? `known are ${targetNames.join(', ')}`,
      );
    }
    if (isRest) otherwise = to;
    else entries.push({ from: key, to });
  }
  const unmapped = otherwise === undefined ? (sourceNames ?? []).filter((name) => !seen.has(name)) : [];
  if (unmapped.length > 0) {
    reading.report(
      'partial-map',
      `the map leaves out ${list(unmapped)} of enum \`${source.type}\``,
      map,
      `add ${list(unmapped.map((name) => `${name}: …`))}, or \`*: …\` for all others`,
    );
  }
  const isRestEmpty = sourceNames?.every((name) => seen.has(name)) === true;
  const reached = new Set([...entries.map((each) => each.to), isRestEmpty ? undefined : otherwise]);
  const unreached = (targetNames ?? []).filter((name) => !reached.has(name));
  if (unreached.length > 0 && reading.isClean()) {
    reading.report(
      'partial-map',
      `no value leads to ${list(unreached)} of enum \`${target.type}\`, so old instances could not read it`,
      map,
      `add \`…: ${unreached[0]}\``,
    );
  }
  if (
    otherwise !== undefined &&
    !sourceNames &&
    entries.every((each) => each.to !== otherwise) &&
    seen.has(otherwise)
  ) {
    reading.report(
      'no-way-back',
      `only \`*\` leads to \`${otherwise}\`, and the text \`${otherwise}\` means something else`,
      map,
      `add \`…: ${otherwise}\` with the text that old instances are to read`,
    );
  }
  return mapped({ entries, ...(otherwise !== undefined && { otherwise }) });
}

export function wrongType(reading: Reading, source: Column, target: Column, at: Span, hint: string): never {
  return reading.stop(
    'wrong-type',
    `\`${source.model}.${source.field}\` is \`${typeText(source)}\`, but \`${target.model}.${target.field}\` is \`${typeText(target)}\``,
    at,
    hint,
  );
}

function literal(value: Value): string {
  return value.kind === 'string' ? value.value : value.kind === 'path' ? value.parts.join('.') : '';
}

function mappable(column: Column): boolean {
  return !column.isList && (column.kind === 'enum' || column.type === 'String');
}

export function sameType(a: Column, b: Column): boolean {
  return a.kind === b.kind && a.type === b.type && a.isList === b.isList;
}

export function typeText(column: Column): string {
  return column.type + (column.isList ? '[]' : column.isRequired ? '' : '?');
}
