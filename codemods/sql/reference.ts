/** One place where SQL names a column, or something that is called like one. */
export interface SqlReference {
  /** The place of the name, with its quotes and what qualifies it. */
  readonly offset: number;
  readonly length: number;
  readonly name: string;
  readonly use: 'reads' | 'writes' | 'names';
  /** `SELECT`, `UPDATE`, …; absent in a fragment. */
  readonly statement?: string;
  /** The tables that it may belong to; empty where that is not known. */
  readonly tables: readonly string[];
  /** A name that the statement itself gives: `AS name`, a subquery's. */
  readonly isAlias: boolean;
  /** Whether the statement was parsed; else its tokens had to do. */
  readonly parsed: boolean;
}
