import type { Bookkeeping } from './bookkeeping.js';
import type { Catalog } from './catalog.js';
import type { Inspection } from './inspection.js';
import type { Correspondence, Operation, SyncedColumns, TableName } from './operation.js';
import type { Statement } from './statement.js';

export type { Statement };

/** A column of the key that batches walk along. */
export interface KeyColumn {
  readonly column: string;
  /** The SQL type: a cursor travels as text and is cast back to it. */
  readonly sqlType: string;
}

/** The values of one key as text, in the order of its columns. */
export type Key = readonly string[];

/** Rows whose key lies after `after` (exclusive), up to `through` (inclusive); undefined is unbounded. Or one key. */
export interface KeyRange {
  readonly only?: Key | undefined;
  readonly after?: Key | undefined;
  readonly through?: Key | undefined;
}

/**
 * What a database holds of a table: a column, a trigger that is switched on (also for the rows of partitions and of
 * tables that inherit), and, besides `column`, a column that the database writes by itself on every update
 * (`on-update`), or a column of a unique index that foreign keys can refer to (`unique`; PostgreSQL alone tells).
 */
export interface TablePart {
  /** null where a database has no schemas. */
  readonly schema: string | null;
  readonly kind: 'column' | 'trigger' | 'on-update' | 'unique';
  readonly name: string;
  /** Of a column, where the database may have another type than the schema says (PostgreSQL). */
  readonly type?: string | null;
}

/** What a batch has to know of its table, and what only the database tells. */
export interface TableFacts {
  /** Columns that the database would write by itself on an update, and that keep their value. */
  readonly kept?: readonly string[];
  /** Columns of unique indexes: to write one locks its row against foreign keys too. */
  readonly unique?: readonly string[];
}

/** `forward` copies source to target; `backward` is the way back under sync modes that leave the source behind. */
export type CopyDirection = 'forward' | 'backward';

/**
 * The SQL of one database. Every dialect is one file; identifiers are quoted here and values are bound or
 * written as literals here, and nowhere else.
 */
export interface Dialect {
  readonly provider: 'postgresql' | 'mysql' | 'sqlite';
  readonly bookkeeping: Bookkeeping;
  readonly inspection: Inspection;
  /** undefined: only {@link Inspection.obstacles} knows what stands around a column. */
  readonly catalog?: Catalog;

  /** How a statement names its value with this number, from 1. */
  placeholder(number: number): string;
  quote(identifier: string): string;
  quoteTable(table: TableName): string;
  literal(value: string): string;

  /**
   * The SQL of one migration file: waits for locks only for a bounded time, and may be run again after a failure.
   *
   * @param atomic true: all operations or none, if the database can. False: each operation by itself, in as many
   *   steps as it needs.
   * @param redefinition the SQL for `redefine-table`
   */
  script(operations: readonly Operation[], atomic: boolean, redefinition?: string): string;
  /** What `create-sync` does, as statements of one transaction. */
  createSync(sync: Correspondence): readonly string[];
  /** What to do if the file of this operation fails and the database keeps a part of it; undefined if it never does. */
  recovery(operation: Operation): string | undefined;

  /**
   * The last key and the number of the first `limit` rows in the range: columns `key_1`, `key_2`, … as text, and
   * `rows`. No row where the range holds none.
   */
  nextBatchEnd(table: TableName, key: readonly KeyColumn[], range: KeyRange, limit: number): Statement;
  /**
   * Copies over one range of keys wherever the sides differ, null-safely; rows that are right stay untouched, and so do
   * rows that another transaction has locked: a batch that waited for one would hold the others meanwhile, and a
   * deadlock with the application would cost either of them its transaction. The affected-row count of the result is
   * the number of rows copied.
   *
   * A range of one row is waited for: whoever holds no other row stands in nobody's way.
   *
   * @param key [] makes one statement of the whole table, which waits for locked rows
   */
  backfillBatch(
    sync: Correspondence,
    key: readonly KeyColumn[],
    range: KeyRange,
    direction?: CopyDirection,
    facts?: TableFacts,
  ): Statement;
  /** The keys of the rows in the range that a batch would copy, locked or not: columns `key_1`, `key_2`, … as text. */
  rowsToCopy(sync: Correspondence, key: readonly KeyColumn[], range: KeyRange): Statement;
  /** One row with `drift`: the number of rows, in the range, whose target is not what the source maps to, or whose source maps to nothing. */
  countDrift(sync: Correspondence, key?: readonly KeyColumn[], range?: KeyRange): Statement;
  /** The keys of up to `limit` drifting rows in the range, in key order: columns `key_1`, `key_2`, … as text. */
  sampleDrift(sync: Correspondence, key: readonly KeyColumn[], limit: number, range?: KeyRange): Statement;
  /**
   * The source values, in the range, that the map does not know: rows of `value` as text and `rows`, in no order.
   * undefined where every value is mapped.
   */
  unmappedValues(sync: Correspondence, key?: readonly KeyColumn[], range?: KeyRange): Statement | undefined;
  /** All source values in the range but NULL, in the same form. */
  sourceValues(sync: SyncedColumns, key?: readonly KeyColumn[], range?: KeyRange): Statement;
  /** What the target of a row should be, as an SQL expression over its columns. */
  converted(sync: Correspondence): string;
  /** The names, unquoted, of the triggers that `create-sync` makes: what to look for in the catalog. */
  syncTriggers(sync: Correspondence): readonly string[];
  /** Rows of `TablePart`; none where there is no such table. */
  tableParts(table: TableName): Statement;
  /** One row with `rows`: the exact number of rows. */
  countRows(table: TableName): Statement;
  /** One row with `rows`: the planner's estimate, -1 where the table was never analysed. Cheap at any size. */
  estimateRows(table: TableName): Statement;
}
