import type { Place } from '../errors.js';
import type { ConversionPair } from '../model/conversion.js';

/** The state of one transition; it stands in its annotation, where none means `expand`. */
export type Phase = 'expand' | 'migrate' | 'contract';

/** Who keeps source and target equal while both are alive (docs/sync.md). */
export type SyncMode = 'trigger' | 'client' | 'code';

export type Provider = 'postgresql' | 'mysql' | 'sqlite';

export interface Table {
  /** The Prisma model. */
  readonly model: string;
  /** The name in the database, after `@@map`. */
  readonly name: string;
  /** The database schema of `@@schema`, where multiSchema is in use. */
  readonly schema?: string;
  /** Columns of the primary key, or else of the first unique constraint without nullable columns; [] if none. */
  readonly key: readonly KeyColumn[];
}

export interface KeyColumn {
  readonly field: string;
  readonly column: string;
  /** The SQL type, for example `uuid` or `integer`: a cursor is cast to it. */
  readonly sqlType: string;
}

/** One scalar field and the column behind it. */
export interface Column {
  readonly model: string;
  readonly field: string;
  /** The name in the database, after `@map`. */
  readonly column: string;
  readonly kind: 'scalar' | 'enum';
  /** Prisma scalar name or enum name, without `?` and `[]`. */
  readonly type: string;
  /** For an enum: its values, Prisma name and database name. */
  readonly enumValues?: readonly { readonly name: string; readonly value: string }[];
  /** The SQL type of the column in the dialect of the datasource, quoted where it is a name: `VARCHAR(100)`, `"Status"`. */
  readonly sqlType: string;
  /** False for a list, whose column may be NULL. */
  readonly isRequired: boolean;
  readonly isList: boolean;
  readonly isIgnored: boolean;
  readonly isUpdatedAt: boolean;
  /** The text between the parentheses of `@default(...)`. */
  readonly default?: string;
  /** `@unique` on the field itself: the name of the constraint in the database, and the attribute as written. */
  readonly unique?: { readonly databaseName: string; readonly text: string };
}

/** `@@unique`, `@@index` or `@@id` that contains a column. */
export interface IndexOn {
  readonly kind: 'unique' | 'index' | 'id';
  /** Prisma field names in order. */
  readonly fields: readonly string[];
  /** Column names in order. */
  readonly columns: readonly string[];
  /** The name in the database: `map:`, or what Prisma would call it. */
  readonly databaseName: string;
  /** `name:`, the key of a compound unique in `where`; without it Prisma joins the fields with `_`. */
  readonly clientName?: string;
  /** The attribute as it stands in the schema: `@@unique([userName, tenantId])`. */
  readonly text: string;
}

export interface TransitionBase {
  /** Named by its target: `User.displayName`, or `Account` for a table. */
  readonly id: string;
  /** What the application is written against: in `contract` its client does not know the source. */
  readonly phase: Phase;
  /** The source left the client together with the switch to the target: the annotation says migrate, and no stage contract follows. */
  readonly skipsContract?: true;
  /** Where the annotation stands. */
  readonly place: Place;
  readonly table: Table;
}

/** Source and target are columns of one table with one type. */
export interface RenameColumn extends TransitionBase, ConversionPair {
  readonly scenario: 'rename-column';
  readonly source: Column;
  readonly target: Column;
  /** Indexes and constraints over the source, which the target needs too. */
  readonly sourceIndexes: readonly IndexOn[];
  readonly targetIndexes: readonly IndexOn[];
}

/** Source and target are columns of one table with different types, for example String to enum. */
export interface ChangeType extends TransitionBase, ConversionPair {
  readonly scenario: 'change-type';
  readonly source: Column;
  readonly target: Column;
  readonly sourceIndexes: readonly IndexOn[];
  readonly targetIndexes: readonly IndexOn[];
}

/** Several columns become one, or one is computed from several. */
export interface CombineColumns extends TransitionBase {
  readonly scenario: 'combine-columns';
  readonly sources: readonly Column[];
  readonly target: Column;
  /** The target as an SQL expression over the source columns. */
  readonly up: string;
  /** Each source field as an SQL expression over the target column. */
  readonly down: Readonly<Record<string, string>>;
}

/** One column that gets a value wherever it has none. */
interface FilledBase extends TransitionBase {
  readonly target: Column;
  /** The columns that the expression may name: all others of the table. */
  readonly columns: readonly string[];
}

/** A new required column without a source, filled by an expression. */
export interface AddRequired extends FilledBase {
  readonly scenario: 'add-required';
  /** The SQL expression of `backfill:`. */
  readonly backfill: string;
}

/** A column that stands gets a stricter rule: NOT NULL, a unique index, or both. */
export interface Tighten extends FilledBase {
  readonly scenario: 'tighten';
  /** With `require`: the SQL expression for rows that have no value. */
  readonly backfill?: string;
  readonly unique: boolean;
  /** What Prisma calls the unique index of the target. */
  readonly uniqueName: string;
}

export interface RenameTable extends TransitionBase {
  readonly scenario: 'rename-table';
  readonly sourceTable: Table;
}

/** A column moves to another table: `split-table` onto a child, `merge-tables` onto the parent. */
export interface MoveColumn extends TransitionBase {
  readonly scenario: 'split-table' | 'merge-tables';
  readonly sourceTable: Table;
  readonly source: Column;
  readonly target: Column;
}

export type Transition =
  | RenameColumn
  | ChangeType
  | CombineColumns
  | AddRequired
  | Tighten
  | RenameTable
  | MoveColumn;

/** The phase as the annotation says it. */
export function annotatedPhase({
  phase,
  skipsContract,
}: Pick<TransitionBase, 'phase' | 'skipsContract'>): Phase {
  return skipsContract ? 'migrate' : phase;
}

/** The transitions between two columns of one table. */
export type ColumnTransition = RenameColumn | ChangeType;

/** The transitions of one column. */
export type FilledTransition = AddRequired | Tighten;

/** What `pec next` can prepare. */
export type PlannedTransition = ColumnTransition | FilledTransition;

export function isColumnTransition(transition: Transition): transition is ColumnTransition {
  return 'sourceIndexes' in transition;
}

export function isPlanned(transition: Transition): transition is PlannedTransition {
  return isColumnTransition(transition) || 'columns' in transition;
}
