import type { Conversion } from '../model/conversion.js';

/** What a migration does to a database, as data. A dialect renders it to SQL; nothing here knows of Prisma. */

export interface TableName {
  readonly schema?: string;
  readonly name: string;
}

export interface TypedColumn {
  readonly column: string;
  readonly sqlType: string;
}

/** What must hold in each row of a table while old and new generations run. */
export type Correspondence = SyncedColumns | FilledColumn;

/** The column that a correspondence writes for rows of old generations, and what tells its rows apart. */
interface CorrespondenceBase {
  readonly table: TableName;
  readonly target: TypedColumn;
  /** How the value of the target is made. */
  readonly forward: Conversion;
  /** The columns that tell rows apart, for a trigger that has to look its row up; absent where there are none. */
  readonly key?: readonly string[];
}

/** The target has a value: where a write gives none, an expression over the row does. */
export interface FilledColumn extends CorrespondenceBase {
  readonly source?: undefined;
  readonly forward: Extract<Conversion, { readonly kind: 'sql' }>;
  /** The columns that the expression may name. */
  readonly columns: readonly string[];
}

/** Two columns of one table are equal, but for a conversion. */
export interface SyncedColumns extends CorrespondenceBase {
  readonly source: TypedColumn;
  readonly backward: Conversion;
  /**
   * Rows with another value in the source, NULL aside, are left alone: code has converted these values, and knows
   * nothing of others.
   */
  readonly among?: readonly string[];
  /**
   * The columns of each unique index over the source. The target gets one like it, and an INSERT that waits for another
   * transaction's value at one of the two would meet it at the other.
   */
  readonly uniques?: readonly (readonly string[])[];
  /**
   * The side that an INSERT follows if both have a value: the target, unless that may have come from a default of the
   * database. Only one side may have such a default, and the other one is followed.
   */
  readonly insertFollows?: 'source';
}

/** What a column gets where an INSERT leaves it out: a text, or an SQL expression as Prisma Migrate writes it. */
export type DefaultValue =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'sql'; readonly sql: string };

/** An enum type of PostgreSQL; other databases have none. Its name stands quoted, as SQL. */
export type EnumOperation =
  | { readonly kind: 'create-enum'; readonly type: string; readonly values: readonly string[] }
  | { readonly kind: 'drop-enum'; readonly type: string }
  | { readonly kind: 'add-enum-value'; readonly type: string; readonly value: string };

/**
 * Looks, in the database where the migration is applied and before any of its locks, whether the data is ready for what
 * follows, and raises where it is not.
 */
export interface Guard {
  readonly kind: 'guard';
  /** The id of the transition: what the message calls it. */
  readonly transition: string;
  readonly sync: Correspondence;
  /** A trigger of ours must keep the correspondence. */
  readonly needsTrigger: boolean;
  /** No row may have sides that differ. False where the application leaves the source behind on purpose. */
  readonly comparesRows: boolean;
  /** The source is dropped afterwards. */
  readonly precedesDrop: boolean;
}

/** A comment, a right on the column, or a constraint with its condition as the catalog writes it. */
export type Carried =
  | { readonly kind: 'comment'; readonly text: string }
  | {
      readonly kind: 'grant';
      readonly privilege: string;
      /** Quoted, or PUBLIC. */
      readonly grantee: string;
      readonly grantable: boolean;
    }
  | { readonly kind: 'constraint'; readonly name: string; readonly definition: string };

export type Operation =
  | EnumOperation
  | Guard
  | {
      readonly kind: 'add-column';
      readonly table: TableName;
      readonly column: string;
      /** Always nullable and without a default: an old generation does not write it. */
      readonly sqlType: string;
    }
  | { readonly kind: 'drop-column'; readonly table: TableName; readonly column: string }
  | { readonly kind: 'create-sync'; readonly sync: Correspondence }
  | { readonly kind: 'drop-sync'; readonly sync: Correspondence }
  /** Changes the rule of an existing sync, without a moment in which there is none. */
  | { readonly kind: 'replace-sync'; readonly sync: SyncedColumns }
  | {
      readonly kind: 'set-not-null' | 'drop-not-null';
      readonly table: TableName;
      readonly column: string;
      readonly sqlType: string;
      /** The default from then on; absent where the column has none and gets none. */
      readonly default?: DefaultValue | 'none';
    }
  /**
   * Where a column cannot change in place, the table is copied and renamed. The SQL for that is the caller's to give;
   * `sync` are the columns whose triggers went with the old table and are made again.
   */
  | { readonly kind: 'redefine-table'; readonly table: TableName; readonly restore: readonly SyncedColumns[] }
  | {
      readonly kind: 'create-index';
      readonly table: TableName;
      readonly name: string;
      readonly columns: readonly string[];
      readonly unique: boolean;
      /** Everything behind `ON <table>`, in place of the columns: as the catalog of PostgreSQL writes it. */
      readonly definition?: string;
    }
  /** A unique constraint that is looked at later than at each row. Nothing can be written while it is built. */
  | {
      readonly kind: 'add-unique-constraint';
      readonly table: TableName;
      readonly name: string;
      readonly columns: readonly string[];
      readonly deferred: boolean;
    }
  | { readonly kind: 'drop-constraint'; readonly table: TableName; readonly name: string }
  /** What hangs on a column beside its values, for the column that takes its place. It goes with the column. */
  | {
      readonly kind: 'carry-over';
      readonly table: TableName;
      readonly column: string;
      readonly things: readonly Carried[];
    }
  | { readonly kind: 'drop-index'; readonly table: TableName; readonly name: string };

/** The way back of a correspondence, which one without a source does not have: a caller's mistake. */
export function backwardOf(sync: Correspondence): SyncedColumns {
  if (sync.source) return sync;
  throw new Error(`Nothing is copied back from ${sync.target.column}`);
}
