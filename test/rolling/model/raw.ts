import { dialectOf } from '../../../src/database/dialects.js';
import { change, type Dice, insert } from './operations.js';
import { type Given, hasTrigger, left, loose, type Rows, type Situation } from './rows.js';
import { wordsOf } from './scalars.js';
import { down, fixed, up } from './variants.js';

/** A statement that no client sends, beside what must come of it. */
export interface RawStatement {
  readonly text: string;
  readonly effect: (rows: Rows) => Rows | 'P2002' | 'P2025';
}

/**
 * Raw SQL of another program: it writes either side where a trigger sees to the other, and both where none does.
 *
 * @returns undefined where chance asks for what that database does not promise
 */
export function rawStatement(situation: Situation, rows: Rows, dice: Dice): RawStatement | undefined {
  const { provider, variant, position } = situation;
  const { quote, quoteTable, literal } = dialectOf(provider);
  const table = quoteTable({ name: variant.table });
  const { database } = position;
  const text = pick(variant.texts, dice.value);
  const value = pick(variant.targets, dice.second);
  const both = { s: text, t: up(variant, text) };
  const choices: readonly Given[] =
    database === 0
      ? [{ s: text }]
      : database === 4
        ? [{ t: value }]
        : hasTrigger(situation)
          ? [{ s: text }, { t: value }, both, { s: text, t: value }, {}]
          : [both, { t: value, s: down(variant, value) }];
  const columns = choices[dice.operation % choices.length]!;
  const key = dice.key;
  const exists = rows.has(key);
  const names = Object.keys(columns) as ('s' | 't')[];
  const written = names.map((name) => {
    const value = columns[name]!;
    return value === null ? 'NULL' : wordsOf(variant.types[name]).literal(provider, value);
  });

  if (exists) {
    if (names.length === 0)
      return {
        text: `UPDATE ${table} SET ${quote('note')} = 5 WHERE ${quote('key')} = ${literal(key)}`,
        effect: (before) => change(situation, before, key, { note: 5 }),
      };
    const set = names.map((name, index) => `${quote(variant.columns[name])} = ${written[index]}`).join(', ');
    return {
      text: `UPDATE ${table} SET ${set} WHERE ${quote('key')} = ${literal(key)}`,
      effect: (before) => change(situation, before, key, columns),
    };
  }
  // A trigger of SQLite comes too late for NOT NULL (docs/databases.md).
  const notNull = database <= 1 ? 's' : 't';
  const isLate = provider === 'sqlite' && variant.required && variant.default === undefined;
  if (isLate && !names.includes(notNull)) return undefined;
  if (names.length === 0 && variant.required && variant.default === undefined) return undefined;
  const others = [...fixed(variant, key).values()];
  const id =
    variant.key === 'UUID' ? [['id', literal(`00000000-0000-4000-8000-00000000000${key.slice(-1)}`)]] : [];
  const given = [
    ...id,
    ...others.map(({ column, type, word }) => [column, wordsOf(type).literal(provider, word)]),
    ...names.map((name, index) => [variant.columns[name], written[index]!]),
  ];
  const columnNames = given.map(([column]) => quote(column!)).join(', ');
  const values = given.map(([, value]) => value).join(', ');
  return {
    text: `INSERT INTO ${table} (${columnNames}) VALUES (${values})`,
    effect: (before) =>
      insert(situation, before, { ...loose, key, note: null }, { ...left(situation, 'raw'), ...columns }),
  };
}

function pick<T>(values: readonly T[], number: number): T {
  return values[number % values.length]!;
}
