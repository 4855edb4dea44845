import { DbNull, Decimal, JsonNull } from '@prisma/client/runtime/client';
import { dialectOf } from '../../../src/database/dialects.js';
import type { Provider } from '../../../src/schema/transition.js';

/** An enum of Prisma: each value by its name, and what it is in the database. */
export interface Enumeration {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

export type ScalarName =
  | 'String'
  | 'Boolean'
  | 'Int'
  | 'BigInt'
  | 'Float'
  | 'Decimal'
  | 'DateTime'
  | 'Json'
  | 'Bytes';

/** `String[]` and the like, of PostgreSQL alone. */
export interface List {
  readonly of: ScalarName;
}

/** The type of a column. */
export type ColumnType = ScalarName | Enumeration | List;

/**
 * The model knows every value by a word, which is a text: `true`, `2020-02-29T12:34:56.789Z`, `ff00`. This is how such
 * a word goes into a program and into SQL, and comes back.
 */
export interface Words {
  /** As a program writes it. */
  write(word: string): unknown;
  read(value: unknown): string;
  /** As raw SQL has it. */
  literal(provider: Provider, word: string): string;
  /** SQL that shows a column as a text, and what that text says. */
  shown(provider: Provider, column: string): string;
  word(text: string): string;
}

const asText = (provider: Provider, column: string) =>
  `CAST(${column} AS ${provider === 'mysql' ? 'CHAR' : 'TEXT'})`;
const asHex = (provider: Provider, column: string) =>
  ({
    postgresql: `encode(${column}, 'hex')`,
    mysql: `HEX(${column})`,
    sqlite: ofValue(column, `hex(${column})`),
  })[provider];
/** SQLite makes a text of NULL as well. */
const ofValue = (column: string, shown: string) => `iif(${column} IS NULL, NULL, ${shown})`;
const quoted = (provider: Provider, text: string) => dialectOf(provider).literal(text);

const text: Words = {
  write: (word) => word,
  read: (value) => String(value),
  literal: quoted,
  // No word of the model is a text that a cast would change.
  shown: asText,
  word: (shown) => shown,
};
const number = (word: (shown: string) => string, write: (word: string) => unknown): Words => ({
  ...text,
  write,
  read: (value) => word(String(value)),
  literal: (_, given) => given,
  word,
});
const decimalWord = (shown: string) => new Decimal(shown).toFixed();

const scalars: Readonly<Record<ScalarName, Words>> = {
  String: text,
  Boolean: {
    ...text,
    write: (word) => word === 'true',
    literal: (provider, word) => (provider === 'postgresql' ? word : word === 'true' ? '1' : '0'),
    word: (shown) => (shown === '1' || shown === 'true' ? 'true' : 'false'),
  },
  Int: number(String, Number),
  BigInt: number(String, BigInt),
  Float: {
    ...number((shown) => String(Number(shown)), Number),
    // A plain cast keeps 15 digits on SQLite.
    shown: (provider, column) =>
      provider === 'sqlite' ? ofValue(column, `printf('%!.17g', ${column})`) : asText(provider, column),
  },
  Decimal: {
    ...number(decimalWord, (word) => new Decimal(word)),
    read: (value) => (value as Decimal).toFixed(),
  },
  DateTime: {
    ...text,
    write: (word) => new Date(word),
    read: (value) => (value as Date).toISOString(),
    // As Prisma writes it: a text on SQLite, and UTC everywhere.
    literal: (provider, word) =>
      provider === 'sqlite'
        ? `'${word.replace('Z', '+00:00')}'`
        : `'${word.replace('T', ' ').replace('Z', '')}'`,
    word: (shown) => new Date(/[Z+]/.test(shown) ? shown : `${shown.replace(' ', 'T')}Z`).toISOString(),
  },
  Json: {
    ...text,
    write: (word) => (word === 'null' ? JsonNull : JSON.parse(word)),
    read: (value) => JSON.stringify(value),
    word: (shown) => JSON.stringify(JSON.parse(shown)),
  },
  Bytes: {
    ...text,
    write: (word) => new Uint8Array(Buffer.from(word, 'hex')),
    read: (value) => Buffer.from(value as Uint8Array).toString('hex'),
    literal: (provider, word) => (provider === 'postgresql' ? `'\\x${word}'` : `X'${word}'`),
    shown: asHex,
    word: (shown) => shown.toLowerCase(),
  },
};

export function wordsOf(type: ColumnType): Words {
  if (typeof type === 'string') return scalars[type];
  if ('of' in type) return listOf(scalars[type.of]);
  const { values } = type;
  return {
    ...text,
    literal: (provider, word) => quoted(provider, values.find(({ name }) => name === word)!.value),
    word: (shown) => values.find(({ value }) => value === shown)?.name ?? `no value: ${shown}`,
  };
}

/** The word of a list is the JSON of its words. */
function listOf({ write, read, literal }: Words): Words {
  const words = (word: string) => JSON.parse(word) as string[];
  return {
    write: (word) => words(word).map(write),
    read: (value) => JSON.stringify((value as unknown[]).map(read)),
    literal: (provider, word) =>
      words(word).length === 0
        ? "'{}'"
        : `ARRAY[${words(word)
            .map((each) => literal(provider, each))
            .join(', ')}]`,
    shown: (_, column) => `array_to_json(${column})::text`,
    word: (shown) => JSON.stringify((JSON.parse(shown) as unknown[]).map(String)),
  };
}

export function isList(type: ColumnType): type is List {
  return typeof type !== 'string' && 'of' in type;
}

/** A value as a program writes it; null is no word. */
export function written(type: ColumnType, word: string | null): unknown {
  if (word !== null) return wordsOf(type).write(word);
  return type === 'Json' ? DbNull : null;
}

/** What a filter asks for: of Json, an object is no filter. */
export function sought(type: ColumnType, word: string | null): unknown {
  return type === 'Json' || isList(type) ? { equals: written(type, word) } : written(type, word);
}

/** What a program reads there. The two nulls of Json are one to it, and no list is an empty one. */
export function readable(type: ColumnType, word: string | null): string | null {
  if (isList(type)) return word ?? '[]';
  return type === 'Json' && word === 'null' ? null : word;
}

/** The sum, or undefined where the column could not hold it. */
export function plus(type: ColumnType, word: string, by: number): string | undefined {
  const [least, most] = type === 'Int' ? [-(2n ** 31n), 2n ** 31n - 1n] : [-(2n ** 63n), 2n ** 63n - 1n];
  const sum = BigInt(word) + BigInt(by);
  return sum < least || sum > most ? undefined : String(sum);
}
