/**
 * What the codemods ask of a TypeScript checker, over all projects of a run: each file is answered for by one of them.
 * Plain data in batches, and no node or type outlives a call, so that an implementation may live in another process.
 */
export interface Checker {
  /** The files of the programs, absolute, without those of packages. */
  files(): readonly string[];
  /** One answer for each question, in order. */
  ask(questions: readonly Question[]): readonly Answer[];
  /** For each member at the end of a path: the nodes that declare it. */
  declarations(members: readonly Member[]): readonly (readonly Declared[])[];
  /** For each call: the function in the user's own source that it is resolved to, if there is one. */
  called(calls: readonly NodeSpan[]): readonly (readonly Declared[])[];
  /** For each node: where in the type of its value brands are. */
  carried(nodes: readonly NodeSpan[]): readonly (readonly Carried[])[];
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
  /** The files that this project answers for, though others may hold them too. */
  readonly owned: ReadonlySet<string>;
}

export type OpenChecker = (projects: readonly Project[], overlay: Overlay) => Checker;

/** For each file the index of the project that answers for it: its owner, or else the first one that holds it. */
export function ownersOf(
  projects: readonly Project[],
  held: readonly (readonly string[])[],
): ReadonlyMap<string, number> {
  const owners = new Map<string, number>();
  for (const [index, files] of held.entries()) {
    for (const file of files) {
      if (projects[index]!.owned.has(file) || !owners.has(file)) owners.set(file, index);
    }
  }
  return owners;
}

/** Puts each item to the one that answers for its file, and the answers back into the order of the items. */
export function routed<T, A>(
  items: readonly T[],
  ownerOf: (item: T) => number | undefined,
  answer: (owner: number, items: readonly T[]) => readonly A[],
  otherwise: A,
): readonly A[] {
  const groups = new Map<number, number[]>();
  for (const [index, item] of items.entries()) {
    const owner = ownerOf(item);
    if (owner === undefined) continue;
    const group = groups.get(owner) ?? [];
    group.push(index);
    groups.set(owner, group);
  }
  const answers = items.map(() => otherwise);
  for (const [owner, indices] of groups) {
    const found = answer(
      owner,
      indices.map((index) => items[index]!),
    );
    indices.forEach((index, nth) => {
      answers[index] = found[nth]!;
    });
  }
  return answers;
}

/** Codes of an import that did not resolve. */
export const UNRESOLVED = new Set([2307, 2792, 2834, 2835, 7016]);

/** A node of a parsed file. Positions are UTF-16 offsets with leading trivia, as every TypeScript parser counts them. */
export interface NodeSpan {
  readonly file: string;
  readonly pos: number;
  readonly end: number;
  /** The name of its SyntaxKind. */
  readonly kind: string;
}

export interface Member extends Question {
  readonly from: 'type' | 'contextual';
}

/** A node that declares something, with its leading trivia, as `NodeSpan` has it. */
export interface Declared {
  readonly file: string;
  readonly pos: number;
  readonly end: number;
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
  /** Property names to follow from there; `[]` stands for an element of an array, `(0)` for what a function takes, `=>` for what it gives,
   * `()` for what a promise resolves to. */
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
  /** The member is one of an intersection, another part of which declares it without a brand. */
  readonly shared?: true;
  /** No type names the member at the end of the path: an index signature speaks of it, as of any other. */
  readonly indexed?: true;
  /** The string literals among the parts of the type. */
  readonly literals?: readonly string[];
  /** For `parameter`: the function is declared in the user's own source, so what becomes of the value is code too. */
  readonly own?: true;
  /**
   * For `parameter`: the package that declares the function, without `@types/`; `lib` for the language's own. For the
   * attributes of an element: the package that declares the attribute at the end of the path.
   */
  readonly from?: string;
  /** For `parameter`: any text will do, and is kept as a type of its own: `<P extends PropertyKey>(key: P)`. */
  readonly anyText?: true;
}

/** One place inside the type of a value that carries a brand. */
export interface Carried {
  /** Property names down to it; `[]` stands for an element of an array, `()` for what a promise resolves to. */
  readonly path: readonly string[];
  /** The lengths of those beginnings of the path at which the value may be null or undefined. */
  readonly nullable: readonly number[];
  readonly brands: readonly string[];
}

export interface CheckerDiagnostic {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  readonly code: number;
  readonly message: string;
  /** What the compiler says below the message: which members do not fit, down to the types of one. */
  readonly details?: string;
  /** Places that the error speaks of too, such as the declaration of a member that is missed. */
  readonly related: readonly { readonly file: string; readonly offset: number }[];
}

/** Whether a program's file is the user's own source: no declarations, no packages. */
export function isOwnSource(path: string): boolean {
  return isOwnFile(path) && !isDeclarationFile(path);
}

/** Whether a program's file is none of a package or of the language. */
export function isOwnFile(path: string): boolean {
  return !path.includes('/node_modules/') && !path.startsWith('bundled:');
}

export function isDeclarationFile(path: string): boolean {
  return /\.d\.[cm]?ts$/.test(path);
}

/** What an answer says of the file that declares a function. */
export function declaredIn(path: string): Pick<Answer, 'own' | 'from'> {
  const from = packageOf(path);
  return { ...(isOwnSource(path) && { own: true }), ...(from !== undefined && { from }) };
}

/** What an answer says of the files that declare an attribute. */
export function attributeFrom(paths: readonly string[]): Pick<Answer, 'from'> {
  const [first, ...others] = new Set(paths.map(packageOf));
  return first !== undefined && others.length === 0 ? { from: first } : {};
}

/** The package that a declaration file belongs to; undefined for the user's own source. */
function packageOf(path: string): string | undefined {
  const folder = path.lastIndexOf('/node_modules/');
  if (/(?:^|\/)lib\.[\w.]+\.d\.ts$/.test(path)) return 'lib';
  if (folder === -1) return undefined;
  const [first, second] = path.slice(folder + '/node_modules/'.length).split('/');
  if (first === '@types') return second?.includes('__') ? `@${second.replace('__', '/')}` : second;
  return first?.startsWith('@') ? `${first}/${second}` : first;
}

export function changedFiles(before: Overlay, after: Overlay): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
}
