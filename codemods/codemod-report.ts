/** The report of one codemod run, version 1: what `--report json` prints and every other format renders. */
export interface CodemodReport {
  readonly version: 1;
  readonly codemod: CodemodName;
  readonly transitions: readonly TransitionReport[];
  /** Spans to replace, sorted by file and offset, never overlapping; offsets and lengths in UTF-16 units of the old text. */
  readonly edits: readonly Edit[];
  /** False when the edited text would add a type error that no single edit explains: then `edits` is empty. */
  readonly verified: boolean;
  /** Files that hold the name and could not be looked into, with the reason. A run with any is never clean. */
  readonly notAnalysed: readonly { readonly file: string; readonly reason: string }[];
  /** Imports, in files that hold the name, that the checker could not resolve: their types are unknown. */
  readonly unresolvedImports: readonly { readonly file: string; readonly specifier: string }[];
  readonly filesAnalysed: number;
  /** The packages of the workspace whose files were read, relative to its top; `.` is the top itself. */
  readonly packages?: readonly string[];
  /** Scripts that were not read, since nobody edits them by hand: by why. */
  readonly leftOut?: { readonly minified: number; readonly vendored: number };
  readonly filesChanged: number;
  readonly milliseconds: number;
}

export type CodemodName =
  | 'switch-reads'
  | 'switch-writes'
  | 'dual-write'
  | 'hide-target'
  | 'contract'
  | 'rename-field'
  | 'rename-model';

export interface TransitionReport {
  readonly id: string;
  readonly model: string;
  /** Absent where it is the model itself that is renamed. */
  readonly field?: string;
  readonly counts: Readonly<Record<OccurrenceClass, number>>;
  readonly occurrences: readonly Occurrence[];
  readonly diagnostics: readonly Diagnostic[];
  /** Where records with the field leave the program: no occurrences of its name, so outside of the counts. */
  readonly shapeChanges: readonly ShapeChangeReport[];
}

/** A place where what others get of a record changes, with the old offsets. */
export interface ShapeChangeReport {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly length: number;
  /** What the value leaves through, for example `response` or `trpc`; listed in docs/boundaries.md. */
  readonly exit: string;
  /** Where the field is in the value: `userName`, `[].author.userName`. */
  readonly paths: readonly string[];
  /** A stable code, documented in docs/reasons.md: what becomes of the key. */
  readonly reason: string;
  readonly hint?: string;
}

export type OccurrenceClass = 'rewritten' | 'unrelated' | 'already-done' | 'needs-you' | 'ignored';

/** One textual occurrence of the old name. Line and column from 1; files relative to the working directory. */
export interface Occurrence {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly length: number;
  readonly class: OccurrenceClass;
  /** A stable code, documented in docs/reasons.md, which says why it is in its class. */
  readonly reason: string;
  /** One sentence on what to do. Always there for `needs-you`. */
  readonly hint?: string;
  /** A thing to know about a place that was rewritten all the same, as a reason code (for example `wire-shape`). */
  readonly note?: string;
}

export interface Edit {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/**
 * A place that needs you though the old name need not stand there: a type error that the rewritten text would have and
 * the old one has not; of `contract` also one that it will have when the source is dropped. Outside of the counts.
 */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly length: number;
  /** TypeScript's number and words. */
  readonly code: number;
  readonly message: string;
  /** A stable code, documented in docs/reasons.md. */
  readonly reason: string;
  readonly hint: string;
  /** Declarations that the error speaks of, such as the member that is missed. */
  readonly related: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}
