/**
 * What the codemods ask of a TypeScript checker. Plain data in batches, and no node or type outlives a call, so
 * that an implementation may live in another process.
 */
export interface Checker {
  /** The program's source files, absolute, without declaration files and packages. */
  files(): readonly string[];
  /** One answer for each question, in order. */
  ask(questions: readonly Question[]): readonly Answer[];
  /** Errors of syntax and of types in these files, sorted by file and offset. */
  diagnostics(files: readonly string[]): readonly CheckerDiagnostic[];
  /** Imports of these files that did not resolve. */
  unresolvedImports(
    files: readonly string[],
  ): readonly { readonly file: string; readonly specifier: string }[];
  /** Replaces what files read as, from now on: the whole overlay, not an addition to it. */
  overlay(files: Overlay): void;
  close(): void;
}

/** Absolute path to the text that a file reads as. */
export type Overlay = ReadonlyMap<string, string>;

export interface Project {
  /** Absolute path of a tsconfig. */
  readonly config: string;
}

export type OpenChecker = (project: Project, overlay: Overlay) => Checker;

/** A node of a parsed file. Positions are UTF-16 offsets with leading trivia, as every TypeScript parser counts them. */
export interface NodeSpan {
  readonly file: string;
  readonly pos: number;
  readonly end: number;
  /** The name of its SyntaxKind. */
  readonly kind: string;
}

export interface Question {
  readonly node: NodeSpan;
  /**
   * Where the walk begins: the declared type of the symbol at the node, the type of the node, the type that its
   * surroundings expect, the declared, uninstantiated type of a parameter of the call that the node is, or what a
   * type argument of the generic type that the node names has to extend.
   */
  readonly from: 'symbol' | 'type' | 'contextual' | 'parameter' | 'type-argument';
  /** For `parameter` and `type-argument`: the index of the argument. */
  readonly argument?: number;
  /** Property names to follow from there; `[]` stands for an element of an array. */
  readonly path: readonly string[];
}

export interface Answer {
  /**
   * `any` where the checker knows nothing, `missing` where a known type has no such member (or no type is expected
   * at all), `typed` everywhere else.
   */
  readonly kind: 'any' | 'missing' | 'typed';
  /** Names of the brands (locate/brand.ts) that the type carries. */
  readonly brands: readonly string[];
  /** A part of the type carries no brand, beside one that does. */
  readonly mixed: boolean;
  /** The string literals among the parts of the type. */
  readonly literals?: readonly string[];
  /** For `parameter`: the function is declared in the user's own source, so what becomes of the value is code too. */
  readonly own?: true;
}

export interface CheckerDiagnostic {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  readonly code: number;
  readonly message: string;
}

/** Whether a program's file is the user's own source: no declarations, no packages. */
export function isOwnSource(path: string): boolean {
  return !path.includes('/node_modules/') && !/\.d\.[cm]?ts$/.test(path) && !path.startsWith('bundled:');
}

export function changedFiles(before: Overlay, after: Overlay): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
}
