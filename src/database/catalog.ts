import type { SyncedColumns } from './operation.js';
import type { Statement } from './statement.js';

/** What every object has: its name with its kind, as messages call it: `view active_users`. */
interface Named {
  readonly name: string;
}

/** The column that a transition replaces, as the database has it. */
export interface SourceColumn {
  readonly kind: 'source-column';
  readonly type: string;
  /** The type behind a domain, and whether the domain has a constraint that PostgreSQL checks against each row. */
  readonly domain: {
    readonly base: string;
    readonly constrained: boolean;
    readonly required: boolean;
  } | null;
  /** Quoted, with its schema; null where the collation is that of the type. */
  readonly collation: string | null;
  readonly generated: boolean;
  readonly identity: boolean;
  /** The expression of its default. */
  readonly default: string | null;
  /** Handed down from a table above: the parent of an heir, or the table of a partition. */
  readonly inheritedFrom: readonly string[];
  /** How much the table takes on disk. */
  readonly bytes: number;
}

/** The column that takes its place; absent from the catalog before stage expand is deployed. */
export interface TargetColumn {
  readonly kind: 'target-column';
  readonly type: string;
  readonly collation: string | null;
  readonly default: string | null;
}

export interface Trigger extends Named {
  readonly kind: 'trigger';
  /** Without its kind. */
  readonly bareName: string;
  /** As SQL: `"User"`. Another table than that of the transition where the trigger stands on a part of it. */
  readonly table: string;
  readonly timing: 'before' | 'after' | 'instead';
  readonly level: 'row' | 'statement';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  /** The columns of `UPDATE OF`; [] for every update. */
  readonly columns: readonly string[];
  /** The WHEN condition names the source. */
  readonly conditionNamesSource: boolean;
  readonly arguments: readonly string[];
  /** The function that it calls, or its own body where a trigger has one. */
  readonly routine: string;
  readonly language: string;
  readonly body: string;
  /** It fires after the trigger of ours for the same event. */
  readonly firesAfterSync: boolean;
}

export interface Routine extends Named {
  readonly kind: 'routine';
  readonly language: string;
  readonly body: string;
  /** The database itself knows that the body reads the source, and refuses to drop the column. */
  readonly depends: boolean;
  /** A row of the table is a parameter or the result. */
  readonly takesRow: boolean;
  /** The result is declared column by column, so that one more column in `SELECT *` does not fit. */
  readonly fixedResult: boolean;
}

/** What reads the source through its definition, so that the database refuses to drop the column, or drops both. */
export interface Reader extends Named {
  readonly kind:
    | 'view'
    | 'materialized-view'
    | 'rule'
    | 'policy'
    | 'generated-column'
    | 'foreign-key-to-source'
    | 'publication-of-source'
    | 'other-dependent';
}

/** A foreign key over the source that changes it by itself, in a database where that fires no trigger. */
export interface Cascade extends Named {
  readonly kind: 'cascade';
  readonly bareName: string;
  /** `ON UPDATE CASCADE ON DELETE SET NULL`. */
  readonly rules: string;
}

/** A rule that puts something else in place of an update. */
export interface InsteadRule extends Named {
  readonly kind: 'instead-rule';
}

export interface Index extends Named {
  readonly kind: 'index';
  readonly bareName: string;
  /** The whole statement, as the database gives it. */
  readonly definition: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly valid: boolean;
  /** Nothing but columns, in the way that a plain `CREATE INDEX` builds them. */
  readonly plain: boolean;
  /** The key columns, as far as they are columns. */
  readonly columns: readonly string[];
  /** How often the definition refers to the source. */
  readonly references: number;
  /** Of the constraint that stands on the index; null where there is none. */
  readonly deferrable: 'deferrable' | 'deferred' | null;
  readonly isReplicaIdentity: boolean;
  /** Another one of the same kind stands over the target. */
  readonly onTarget?: boolean;
  /** It stands on a part of the table alone: a partition or an heir. */
  readonly onPart: boolean;
}

export interface Constraint extends Named {
  readonly kind: 'check' | 'foreign-key' | 'exclusion';
  readonly bareName: string;
  readonly definition: string;
  /** The condition of a check, without `CHECK` around it. */
  readonly expression: string | null;
  readonly columns: readonly string[];
  readonly references: number;
  /** Another one of the same kind stands over the target. */
  readonly onTarget?: boolean;
  readonly validated: boolean;
  readonly onPart: boolean;
}

export interface ColumnGrant extends Named {
  readonly kind: 'column-grant';
  /** Quoted; `PUBLIC` for everybody. */
  readonly grantee: string;
  readonly privilege: string;
  readonly grantable: boolean;
  /** The target has it too. */
  readonly onTarget: boolean;
}

/** A publication that sends whole rows of the table. */
export interface Publication extends Named {
  readonly kind: 'publication';
}

export interface PartitionKey extends Named {
  readonly kind: 'partition-key';
  readonly containsSource: boolean;
}

export interface Statistics extends Named {
  readonly kind: 'statistics';
  readonly bareName: string;
  readonly definition: string;
  readonly references: number;
}

export interface Comment extends Named {
  readonly kind: 'comment';
  readonly text: string;
  /** The target has one, whatever it says. */
  readonly onTarget: boolean;
}

/** Row level security that hides rows from this database user. */
export interface HiddenRows extends Named {
  readonly kind: 'hidden-rows';
}

/** A table with a composite type of its own, which can get no column. */
export interface TypedTable extends Named {
  readonly kind: 'typed-table';
}

/** One thing that stands around a column of a table. The union is closed: what becomes of each kind is decided once. */
export type Standing =
  | SourceColumn
  | TargetColumn
  | Trigger
  | Routine
  | Reader
  | Cascade
  | InsteadRule
  | Index
  | Constraint
  | ColumnGrant
  | Publication
  | PartitionKey
  | Statistics
  | Comment
  | HiddenRows
  | TypedTable;

/** Reads what a database knows around a column. */
export interface Catalog {
  /**
   * Rows with one column `standing`, a {@link Standing} as JSON. No statement locks or scans a table of the user's, and
   * what is made by `pec` itself is left out.
   *
   * @param triggers the names of the triggers that keep the columns equal
   */
  read(sync: SyncedColumns, triggers: readonly string[]): Statement;
  /**
   * One row with `holds`: whether a condition over the source alone holds for a value, where NULL counts as true. Fails
   * where the type does not take the value. undefined: this database is not asked.
   */
  readonly accepts?: (sync: SyncedColumns, type: string, condition: string, value: string) => Statement;
}
