import type { DefaultValue } from '../../database/operation.js';
import { UserError } from '../../errors.js';
import { stringValue } from '../../schema/document.js';
import type { Column, ColumnTransition, Provider, SyncMode } from '../../schema/transition.js';
import { valueMap } from '../../schema/value-map.js';

/** An attribute that fills a field in where a write leaves it out: `@default(…)` or `@updatedAt`. */
export interface Filling {
  readonly source: FillingOf;
  readonly target: FillingOf;
}

interface FillingOf {
  readonly attribute: string;
  /** What the database itself fills in; undefined where only Prisma does. */
  readonly value: DefaultValue | undefined;
}

/**
 * What fills the source in, and the same for the target. In phase expand the source has it, and the target must not:
 * old instances leave the target out, so its default would stand against the value that they write. Migrate moves it
 * from one to the other.
 *
 * @throws UserError `not-supported-yet`, `unmapped-default`
 */
export function fillings(
  transition: ColumnTransition,
  provider: Provider,
  sync: SyncMode,
): readonly Filling[] {
  const { id, phase, place, source, target } = transition;
  const [from, to] = phase === 'expand' ? [source, target] : [target, source];
  const reject = (code: string, message: string, hint: string) =>
    new UserError(code, `${id}: ${message}`, { place, hint });
  const found: Filling[] = [];

  if (from.default !== undefined) {
    const text = from.default;
    if (sync === 'code') {
      throw reject(
        'not-supported-yet',
        `a default of ${from.field} cannot be doubled by the application`,
        'set `sync = "trigger"` in the generator block',
      );
    }
    const converted =
      phase === 'expand' ? convert(transition, text, 'up') : convert(transition, text, 'down');
    if (converted === undefined) {
      throw reject(
        'unmapped-default',
        `the default of ${from.field}, ${text}, is no value that can be converted`,
        `give it an entry in the map, or take the default away from ${from.field} first`,
      );
    }
    const given = { column: from, text };
    const made = { column: to, text: converted };
    const [old, fresh] = phase === 'expand' ? [given, made] : [made, given];
    const values = [old, fresh].map(({ column, text }) => databaseDefault(column, text, provider));
    if (values.includes('unknown')) {
      throw reject(
        'not-supported-yet',
        `the default ${text} of ${from.field} cannot be moved to another column yet`,
        'rename it with @map alone',
      );
    }
    const [sourceValue, targetValue] = values as (DefaultValue | undefined)[];
    if (sync === 'trigger' && sourceValue && !isRequired(transition)) {
      throw reject(
        'not-supported-yet',
        `${source.field} is optional and has a default: nobody could tell a NULL that was written from one left out`,
        'rename it with @map alone',
      );
    }
    found.push({
      source: { attribute: `@default(${old.text})`, value: sourceValue },
      target: { attribute: `@default(${fresh.text})`, value: targetValue },
    });
  }
  if (from.isUpdatedAt) {
    const attribute = { attribute: '@updatedAt', value: undefined };
    found.push({ source: attribute, target: attribute });
  }
  return found;
}

/** Migrate makes the source optional, so from then on the target tells. */
export function isRequired({ phase, source, target }: ColumnTransition): boolean {
  return phase === 'expand' ? source.isRequired : target.isRequired;
}

/** The text of a default on the other side; undefined where no value of it corresponds. */
function convert(transition: ColumnTransition, text: string, direction: 'up' | 'down'): string | undefined {
  const { forward, source, target } = transition;
  if (forward.kind === 'copy') return text;
  const map = valueMap(transition);
  if (!map) return undefined;
  const [from, to] = direction === 'up' ? [source, target] : [target, source];
  const value = from.kind === 'enum' ? text : stringValue(text);
  const entry = map.entries.find((each) => value === (direction === 'up' ? each.from : each.to));
  const converted =
    direction === 'up' ? (entry?.to ?? (value === undefined ? undefined : map.otherwise)) : entry?.from;
  if (converted === undefined) return undefined;
  return to.kind === 'enum' ? converted : JSON.stringify(converted);
}

/** What Prisma Migrate writes behind DEFAULT; `unknown` for what is not seen to yet. */
export function databaseDefault(
  { kind, type, isList, enumValues, sqlType }: Column,
  text: string,
  provider: Provider,
): DefaultValue | undefined | 'unknown' {
  if (isList) return 'unknown';
  const call = /^(\w+)\(([\s\S]*)\)$/.exec(text);
  if (call) {
    const [, name, argument = ''] = call;
    switch (name) {
      case 'uuid':
      case 'cuid':
      case 'nanoid':
      case 'ulid':
        return undefined;
      case 'now': {
        const precision = provider === 'mysql' ? (/\(\d\)/.exec(sqlType)?.[0] ?? '') : '';
        return { kind: 'sql', sql: `CURRENT_TIMESTAMP${precision}` };
      }
      case 'dbgenerated': {
        const sql = stringValue(argument);
        return sql ? { kind: 'sql', sql } : 'unknown';
      }
      default:
        return 'unknown';
    }
  }
  if (kind === 'enum') {
    const value = enumValues?.find(({ name }) => name === text)?.value;
    return value === undefined ? 'unknown' : { kind: 'text', value };
  }
  switch (type) {
    case 'String':
    case 'Json': {
      const value = stringValue(text);
      return value === undefined ? 'unknown' : { kind: 'text', value };
    }
    case 'Boolean':
      return /^(?:true|false)$/.test(text) ? { kind: 'sql', sql: text } : 'unknown';
    case 'Int':
    case 'BigInt':
    case 'Float':
    case 'Decimal':
      return /^-?\d+(?:\.\d+)?$/.test(text) ? { kind: 'sql', sql: text } : 'unknown';
    default:
      return 'unknown';
  }
}
