import type { Connection } from '../database/connection.js';
import type { Dialect, Key, KeyColumn, TableFacts } from '../database/dialect.js';
import type { Correspondence } from '../database/operation.js';

/** What to copy or to compare, in terms of the database. */
export interface Job {
  /** The transition's id: what messages call it. */
  readonly id: string;
  readonly dialect: Dialect;
  readonly sync: Correspondence;
  /** The key that batches walk along; [] if the table has none. */
  readonly key: readonly KeyColumn[];
  /** What the database tells of the table: known once a session has looked. */
  readonly facts?: TableFacts;
  /** Code that converts, in place of the conversion of `sync`: for copies forward and for comparisons. */
  readonly convert?: Convert;
  /** What migrate asks of the target; absent where nobody needs to know. */
  readonly later?: LaterRules;
  /** A trigger of ours must keep the correspondence. */
  readonly needsTrigger: boolean;
}

/**
 * What a value of the source becomes, both as the database writes them as text. NULL is not asked for: it stays NULL.
 * What it throws is taken for the fault of that value: its rows are named, and left as they are.
 */
export type Convert = (source: string) => Converted | Promise<Converted>;

export type Converted = string | number | bigint | boolean | null;

export interface LaterRules {
  /** NOT NULL. */
  readonly required: boolean;
  /** The columns of each unique index over the target. */
  readonly uniques: readonly (readonly string[])[];
  /** The schema gives the source a default, which stage migrate moves. */
  readonly hasDefault?: boolean;
}

/** Opens a session of its own with the database of the job. */
export type Connect = () => Promise<Connection>;

/** The column that the job fills, as messages and the progress table call it: `"public"."User"."displayName"`. */
export function jobName({ sync }: Job): string {
  const { schema, name } = sync.table;
  return [...(schema === undefined ? [] : [schema]), name, sync.target.column]
    .map((part) => `"${part}"`)
    .join('.');
}

/** For people: `id = 7, tenant = acme`. */
export function formatKey(key: readonly KeyColumn[], values: Key): string {
  return key.map(({ column }, index) => `${column} = ${values[index]}`).join(', ');
}
