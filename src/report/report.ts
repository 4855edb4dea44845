/** What one run of a command found out, as plain data: each format of this folder renders it. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string; readonly url?: string };
  readonly title: string;
  /** What happened, one short sentence each. */
  readonly facts: readonly string[];
  readonly table?: Table;
  /** Sorted by file, line and column. */
  readonly findings: readonly Finding[];
  /** The whole of it for machines, in the command's own documented shape: what `json` prints. */
  readonly data: unknown;
}

/** Counts, one row for each subject; the first cell of a row names it. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export type Level = 'error' | 'warning' | 'note';

/** One thing at one place. */
export interface Finding {
  /** With forward slashes, relative to the folder that the reader of the report stands in. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The column after the last character, on the same line. */
  readonly endColumn?: number;
  readonly level: Level;
  /** Stable and documented. */
  readonly code: string;
  /** One sentence with its full stop. */
  readonly message: string;
  /** What to do, as one sentence with its full stop. */
  readonly hint?: string;
}

/** `src/a.ts:3:14`, as terminals and editors make it a link. */
export function placeOf({ file, line, column }: Finding): string {
  return `${file}:${line}:${column}`;
}

/** By file, then line, then column: the order of `Report.findings`. */
export function compareFindings(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
