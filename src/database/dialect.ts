import type { Operation, SyncedColumns, TableName } from './operation.js';

/** One SQL statement and the values to bind to its `$1`, `$2`, … or `?`. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A column of the key that batches walk along. */
export interface KeyColumn {
  readonly column: string;
  /** The SQL type: a cursor travels as text and is cast back to it. */
  readonly sqlType: string;
}

/** The values of one key as text, in the order of its columns. */
export type Key = readonly string[];

/** Rows whose key lies after `after` (exclusive), up to `through` (inclusive); undefined is unbounded. */
export interface KeyRange {
  readonly after?: Key | undefined;
  readonly through?: Key | undefined;
}

/** `forward` copies source to target; `backward` is the way back under sync modes that leave the source behind. */
export type CopyDirection = 'forward' | 'backward';

/**
 * The SQL of one database. Every dialect is one file; identifiers are quoted here and values are bound or
 * written as literals here, and nowhere else.
 */
export interface Dialect {
  readonly provider: 'postgresql' | 'mysql' | 'sqlite';

  quote(identifier: string): string;
  quoteTable(table: TableName): string;
  literal(value: string): string;

  /** How a migration begins and ends, where Prisma Migrate runs its file. */
  readonly migration: {
    /** Statements that bound the wait for a lock, and put the setting back. */
    readonly lockTimeout: { readonly set: readonly string[]; readonly reset: readonly string[] };
    /** What makes a group atomic; undefined where every DDL statement commits by itself. */
    readonly transaction: { readonly begin: string; readonly commit: string } | undefined;
  };

  /** The statements of one operation, without their final semicolons. */
  render(operation: Operation): Rendered;

  /**
   * The last key and the number of the next `$limit` rows: columns `key_1`, `key_2`, … as text, and `rows`.
   * No row once there is nothing after `after`.
   */
  nextBatchEnd(table: TableName, key: readonly KeyColumn[], after: Key | undefined, limit: number): Statement;
  /**
   * Copies over one range of keys wherever the sides differ, null-safely; rows that are right stay untouched.
   * The affected-row count of the result is the number of rows copied.
   */
  backfillBatch(
    sync: SyncedColumns,
    key: readonly KeyColumn[],
    range: KeyRange,
    direction?: CopyDirection,
  ): Statement;
  /** One row with `drift`: the number of rows, in the range, whose target is not what the source maps to. */
  countDrift(sync: SyncedColumns, key?: readonly KeyColumn[], range?: KeyRange): Statement;
  /** The keys of up to `limit` drifting rows, in key order: columns `key_1`, `key_2`, … as text. */
  sampleDrift(sync: SyncedColumns, key: readonly KeyColumn[], limit: number): Statement;
  /** One row with `rows`: the exact number of rows. */
  countRows(table: TableName): Statement;
  /** One row with `rows`: the planner's estimate, -1 where the table was never analysed. Cheap at any size. */
  estimateRows(table: TableName): Statement;
}

/** An operation as SQL. */
export type Rendered =
  /** Groups in order; each is atomic in itself, and they may also be run together as one. */
  | { readonly kind: 'groups'; readonly groups: readonly (readonly string[])[] }
  /** One statement that must be alone in its file: it refuses to run in a transaction. */
  | { readonly kind: 'alone'; readonly statement: string };
