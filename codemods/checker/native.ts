import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type * as ast from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isCallOrNewExpression,
  isFunctionExpression,
  SyntaxKind,
} from 'typescript/unstable/ast';
import {
  API,
  type Diagnostic,
  type Project as NativeProject,
  type Symbol as NativeSymbol,
  SignatureKind,
  SymbolFlags,
  type Type,
  TypeFlags,
  type TypeParameter,
  type TypeReference,
} from 'typescript/unstable/sync';
import { isUserError, UserError } from '../../src/errors.js';
import { specifiersIn } from '../specifiers.js';
import {
  type Answer,
  attributeFrom,
  type Carried,
  type Checker,
  type CheckerDiagnostic,
  changedFiles,
  type Declared,
  declaredIn,
  isOwnFile,
  type Member,
  type NodeSpan,
  type OpenChecker,
  type Overlay,
  ownersOf,
  type Question,
  routed,
  UNRESOLVED,
} from './checker.js';
import { documentationAt } from './documentation.js';
import { withoutRemovedOptions } from './removed-options.js';
import { createTypeWalk, type TypeWalk } from './type-walk.js';

/** TypeScript 7 in its own process; the exact version is pinned in our package, apart from the user's. */
export const openNativeChecker: OpenChecker = (given, files) => {
  const translated = given.map((project) => withoutRemovedOptions(project, files));
  const configurations = new Map(translated.flatMap(({ overlay }) => [...overlay]));
  const projects = translated.map(({ project }) => project);
  const withConfigurations = (overlay: Overlay) => new Map([...overlay, ...configurations]);
  const isConfiguration = new Set([...given, ...projects].map(({ config }) => config));
  let texts = withConfigurations(files);
  const api = new API({
    cwd: path.dirname(projects[0]!.config),
    fs: {
      readFile: (path) => texts.get(path),
      // Each question is a way to this process and back, and there are thousands. Most overlaid files are on the disk, and
      // a configuration is read without a question whether it is there.
      ...([...texts.keys()].some((path) => !isConfiguration.has(path) && !existsSync(path)) && {
        // Undefined asks the disk.
        fileExists: (path: string) => (texts.has(path) ? true : undefined),
      }),
    },
  });
  let snapshot = alive(() => api.updateSnapshot({ openProjects: projects.map(({ config }) => config) }));
  let current = opened();
  const owners = ownersOf(
    projects,
    current.map(({ program }) => program.getSourceFileNames().filter((name) => isOwnFile(name))),
  );

  function opened(): NativeProject[] {
    return projects.map(({ config }) => {
      const found = snapshot.getProject(config);
      if (!found) throw new UserError('bad-tsconfig', `${config} could not be opened`);
      return found;
    });
  }

  const programOf = (file: string) => {
    const owner = owners.get(file);
    return owner === undefined ? [] : [current[owner]!.program];
  };

  // No overlay changes what the imports of a file lead to, so the first look at its errors tells.
  const unresolved = new Map<string, readonly string[]>();
  const errorsOf = (program: NativeProject['program'], file: string) => {
    const errors = program.getSemanticDiagnostics(file);
    if (!unresolved.has(file)) {
      const lost = errors.filter(({ code }) => UNRESOLVED.has(code));
      unresolved.set(
        file,
        lost.map(({ text }) => /'([^']+)'/.exec(text)?.[1] ?? text),
      );
    }
    return errors;
  };

  return {
    files: () => [...owners.keys()],
    ask: (questions) =>
      alive(() =>
        routed(
          questions,
          ({ node }) => owners.get(node.file),
          (owner, group) => inBatches(group, (batch) => ask(current[owner]!, batch)),
          { kind: 'missing', brands: [], mixed: false },
        ),
      ),
    declarations: (members) =>
      alive(() =>
        routed(
          members,
          ({ node }) => owners.get(node.file),
          (owner, group) => group.map((member) => declarationsOf(current[owner]!, member)),
          [],
        ),
      ),
    called: (calls) =>
      alive(() =>
        routed(
          calls,
          ({ file }) => owners.get(file),
          (owner, group) => group.map((call) => calledBy(current[owner]!, call)),
          [],
        ),
      ),
    carried: (nodes) =>
      alive(() =>
        routed(
          nodes,
          ({ file }) => owners.get(file),
          (owner, group) => inBatches(group, (batch) => carried(current[owner]!, batch)),
          [],
        ),
      ),
    diagnostics: (files) =>
      alive(() =>
        files.flatMap((file) =>
          programOf(file).flatMap((program) => [
            ...program.getSyntacticDiagnostics(file).map(plainDiagnostic),
            ...errorsOf(program, file).map(plainDiagnostic),
          ]),
        ),
      ),
    unresolvedImports: (files) =>
      alive(() => {
        for (const file of files)
          if (!unresolved.has(file)) programOf(file).map((each) => errorsOf(each, file));
        return files.flatMap((file) =>
          (unresolved.get(file) ?? []).map((specifier) => ({ file, specifier })),
        );
      }),
    overlay(given) {
      const next = withConfigurations(given);
      const changed = changedFiles(texts, next);
      const previous = texts;
      texts = next;
      if (changed.length === 0) return;
      alive(() => {
        for (const files of updates(changed, previous, next)) {
          const before = snapshot;
          snapshot = api.updateSnapshot({ fileChanges: { changed: [...files] } });
          before.dispose();
        }
        current = opened();
      });
    },
    close() {
      try {
        snapshot.dispose();
      } catch {
        // It has ended already.
      }
      end(api);
    },
  } satisfies Checker;
};

/** An answer may carry whole types, so not all questions go into one. */
const QUESTIONS_AT_ONCE = 500;

function inBatches<T, A>(items: readonly T[], answer: (batch: readonly T[]) => readonly A[]): A[] {
  const answers: A[] = [];
  for (let start = 0; start < items.length; start += QUESTIONS_AT_ONCE) {
    answers.push(...answer(items.slice(start, start + QUESTIONS_AT_ONCE)));
  }
  return answers;
}

/**
 * The checker takes one changed file into its program as it is, as long as the file imports what it did, and lays the
 * whole program anew otherwise: a second of work in a large application, where the other way costs nothing to speak of.
 */
function updates(
  changed: readonly string[],
  before: Overlay,
  after: Overlay,
): readonly (readonly string[])[] {
  const importsOf = (path: string, texts: Overlay) =>
    [...specifiersIn(texts.get(path) ?? readFileSync(path, 'utf8'))].join('\n');
  const same = changed.filter(
    (path) => existsSync(path) && importsOf(path, before) === importsOf(path, after),
  );
  const others = changed.filter((path) => !same.includes(path));
  return [...(others.length > 0 ? [others] : []), ...same.map((path) => [path])];
}

/** The checker is another process: it may be killed, or run out of memory. */
function alive<T>(request: () => T): T {
  try {
    return request();
  } catch (error) {
    if (isUserError(error)) throw error;
    const { message, code } = error as NodeJS.ErrnoException;
    const isGone =
      /EPIPE|EOF|ECONNRESET|ERR_OUT_OF_RANGE/.test(code ?? '') ||
      /closed|exited|EOF|EPIPE|unexpected end/i.test(message);
    if (!isGone) throw error;
    throw new UserError('checker-ended', `The type checker ended before it had answered: ${message}`, {
      hint: 'Nothing was written: run it again, with more memory, or with --checker ts-morph',
    });
  }
}

function plainDiagnostic(diagnostic: Diagnostic): CheckerDiagnostic {
  return {
    file: diagnostic.fileName ?? '',
    offset: diagnostic.pos,
    length: diagnostic.end - diagnostic.pos,
    code: diagnostic.code,
    message: diagnostic.text,
    ...(diagnostic.messageChain?.length && { details: chained(diagnostic.messageChain) }),
    related: (diagnostic.relatedInformation ?? []).flatMap(({ fileName, pos }) =>
      fileName === undefined ? [] : [{ file: fileName, offset: pos }],
    ),
  };
}

function chained(messages: readonly Diagnostic[]): string {
  return messages.map(({ text, messageChain }) => [text, chained(messageChain ?? [])].join('\n')).join('\n');
}

function findNode(project: NativeProject, span: NodeSpan): ast.Node | undefined {
  let here: ast.Node | undefined = project.program.getSourceFile(span.file);
  while (here) {
    if (here.pos === span.pos && here.end === span.end && SyntaxKind[here.kind] === span.kind) return here;
    here =
      documentationAt(here, span.pos, span.end) ??
      here.forEachChild((child) => (child.pos <= span.pos && span.end <= child.end ? child : undefined));
  }
  return undefined;
}

function declarationsOf(project: NativeProject, { node: span, from, path }: Member): readonly Declared[] {
  const { checker } = project;
  const node = findNode(project, span);
  resolveCallsAround(project, [node]);
  const start =
    node &&
    (from === 'type' ? checker.getTypeAtLocation(node) : checker.getContextualType(node as ast.Expression));
  const owners = start ? walkOf(project).reach(start, path.slice(0, -1)) : [];
  const declared = owners.flatMap(
    (owner) => checker.getPropertyOfType(owner, path.at(-1)!)?.declarations ?? [],
  );
  return declared.flatMap((handle) => {
    const found = handle.resolve(project);
    return found ? [{ file: handle.path, pos: found.pos, end: found.end }] : [];
  });
}

function calledBy(project: NativeProject, span: NodeSpan): readonly Declared[] {
  const node = findNode(project, span);
  resolveCallsAround(project, [node]);
  const signature = node && project.checker.getResolvedSignature(node);
  const handle = (signature?.getTarget() ?? signature)?.declaration;
  if (!handle || !isOwnFile(handle.path)) return [];
  const found = handle.resolve(project);
  return found ? [{ file: handle.path, pos: found.pos, end: found.end }] : [];
}

/** What one batch of questions has met of a project's types is not asked for again in the next. */
const walks = new WeakMap<NativeProject, TypeWalk<Type>>();

function walkOf(project: NativeProject): TypeWalk<Type> {
  const walk = walks.get(project) ?? newWalk(project);
  walks.set(project, walk);
  return walk;
}

function newWalk({ checker }: NativeProject): TypeWalk<Type> {
  return createTypeWalk<Type, NativeSymbol>({
    id: (type) => type.id,
    isAny: (type) => (type.flags & TypeFlags.Any) !== 0,
    isNullish: (type) => (type.flags & (TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Void)) !== 0,
    stringLiteral: (type) => (type.isStringLiteralType() ? type.value : undefined),
    union: (type) => (type.isUnionType() ? type.getTypes() : undefined),
    intersection: (type) => (type.isIntersectionType() ? type.getTypes() : undefined),
    constraint: (type) =>
      (type.flags & TypeFlags.Instantiable) !== 0 ? checker.getBaseConstraintOfType(type) : undefined,
    property: (type, name) => checker.getPropertyOfType(type, name),
    typeOf: (symbol) => checker.getTypeOfSymbol(symbol),
    indexed(type) {
      if ((type.flags & TypeFlags.Object) === 0) return undefined;
      const found = checker
        .getIndexInfosOfType(type)
        .find(({ keyType }) => (keyType.flags & TypeFlags.String) !== 0)?.valueType;
      return found && (found.flags & TypeFlags.Unknown) === 0 ? found : undefined;
    },
    element(type) {
      if (!type.isTypeReference()) return undefined;
      return checker.isArrayLikeType(type) ? checker.getTypeArguments(type as TypeReference)[0] : undefined;
    },
    symbolName: (type) => ((type.flags & TypeFlags.Object) !== 0 ? type.getSymbol()?.name : undefined),
    isObject: (type) => (type.flags & (TypeFlags.Object | TypeFlags.Intersection)) !== 0,
    firstParameters: (type) =>
      checker
        .getSignaturesOfType(type, SignatureKind.Call)
        .flatMap((signature) => checker.getParameterType(signature, 0) ?? []),
    results: (type) =>
      checker
        .getSignaturesOfType(type, SignatureKind.Call)
        .flatMap((signature) => checker.getReturnTypeOfSignature(signature) ?? []),
    typeArguments: (type) => (type.isTypeReference() ? checker.getTypeArguments(type) : []),
    members(type) {
      const symbols = checker.getPropertiesOfType(type);
      if (symbols.length === 0) return [];
      const types = checker.getTypeOfSymbol(symbols);
      return symbols.flatMap(({ name }, index) => {
        const found = types[index];
        return found ? [{ name, type: found }] : [];
      });
    },
  });
}

/** The calls of a project that were resolved before what stands inside of them was asked for. */
const resolved = new WeakMap<NativeProject, Set<ast.Node>>();

/**
 * What a function that is handed to a generic call takes is known from that call. Asked for a name inside of it first, the
 * checker takes the type parameter for its type, and keeps to that.
 */
function resolveCallsAround(project: NativeProject, nodes: readonly (ast.Node | undefined)[]): void {
  const known = resolved.get(project) ?? new Set();
  resolved.set(project, known);
  const calls = new Set<ast.Node>();
  for (const node of nodes) {
    for (let here = node; here; here = here.parent) {
      const isOpen =
        (isArrowFunction(here) || isFunctionExpression(here)) &&
        here.parameters.some(({ type }) => type === undefined);
      if (isOpen && isCallOrNewExpression(here.parent) && !known.has(here.parent)) calls.add(here.parent);
    }
  }
  if (calls.size === 0) return;
  for (const call of calls) known.add(call);
  // Those around others first.
  project.checker.getTypeAtLocation([...calls].sort((a, b) => a.pos - b.pos || b.end - a.end));
}

function carried(project: NativeProject, spans: readonly NodeSpan[]): (readonly Carried[])[] {
  const walk = walkOf(project);
  const nodes = spans.map((span) => findNode(project, span));
  resolveCallsAround(project, nodes);
  const known = nodes.filter((node) => node !== undefined);
  const types = known.length > 0 ? project.checker.getTypeAtLocation(known) : [];
  const typeOf = new Map(known.map((node, index) => [node, types[index]]));
  return nodes.map((node) => walk.carried(node && typeOf.get(node)));
}

function ask(project: NativeProject, questions: readonly Question[]): Answer[] {
  const { checker } = project;
  const nodes = questions.map((question) => findNode(project, question.node));
  resolveCallsAround(project, nodes);
  const { walk } = walkOf(project);

  const starts = new Map<number, Type | undefined>();
  const declarations = new Map<number, string>();
  const anyText = new Set<number>();
  const batch = (from: Question['from']) =>
    questions.flatMap((question, index) => (question.from === from && nodes[index] ? [index] : []));
  const typed = batch('type');
  const types = typed.length > 0 ? checker.getTypeAtLocation(typed.map((index) => nodes[index]!)) : [];
  typed.forEach((index, nth) => {
    starts.set(index, types[nth]);
  });
  const named = batch('symbol');
  const symbols = named.length > 0 ? checker.getSymbolAtLocation(named.map((index) => nodes[index]!)) : [];
  named.forEach((index, nth) => {
    const symbol = symbols[nth];
    starts.set(index, symbol && checker.getTypeOfSymbol(symbol));
  });
  const attributes = new Map<number, readonly string[]>();
  for (const index of batch('contextual')) {
    const expected = checker.getContextualType(nodes[index] as ast.Expression);
    starts.set(index, expected);
    const [name, ...deeper] = questions[index]!.path;
    if (nodes[index]!.kind !== SyntaxKind.JsxAttributes || name === undefined || deeper.length > 0) continue;
    const declared = (expected && checker.getPropertyOfType(expected, name))?.declarations ?? [];
    attributes.set(
      index,
      declared.map((handle) => handle.path),
    );
  }
  for (const index of batch('parameter')) {
    const signature = checker.getResolvedSignature(nodes[index]!);
    const declared = signature?.getTarget() ?? signature;
    if (declared?.declaration) declarations.set(index, declared.declaration.path);
    const parameter = declared && checker.getParameterType(declared, questions[index]!.argument ?? 0);
    const isList = questions[index]!.path[0] === '[]' && parameter?.isTypeReference();
    const taken = isList ? checker.getTypeArguments(parameter as TypeReference)[0] : parameter;
    if (takesAnyText(checker, taken)) anyText.add(index);
    starts.set(index, parameter);
  }
  for (const index of batch('type-argument')) {
    const symbol = checker.getSymbolAtLocation(nodes[index]!);
    const named = symbol && (symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
    const declared = named && checker.getDeclaredTypeOfSymbol(named);
    // An alias of an alias carries the arguments of the inner one, its own parameters among them.
    const parameters = declared?.getAliasTypeArguments().filter((type) => type.isTypeParameter()) ?? [];
    starts.set(index, parameters[questions[index]!.argument ?? 0]);
  }
  return questions.map((question, index) => ({
    ...walk(starts.get(index), question.path),
    ...(declarations.has(index) && declaredIn(declarations.get(index)!)),
    ...(attributes.has(index) && attributeFrom(attributes.get(index)!)),
    ...(anyText.has(index) && { anyText: true as const }),
  }));
}

function takesAnyText(checker: NativeProject['checker'], type: Type | undefined): boolean {
  if (!type || !(type.flags & TypeFlags.TypeParameter)) return false;
  const constraint = checker.getConstraintOfTypeParameter(type as TypeParameter);
  // `keyof T` has the same base as `PropertyKey`.
  if (constraint && constraint.flags & TypeFlags.Index) return false;
  const base = checker.getBaseConstraintOfType(type);
  const parts = base?.isUnionType() ? base.getTypes() : base ? [base] : [];
  return !base || parts.some(({ flags }) => (flags & (TypeFlags.String | TypeFlags.Unknown)) !== 0);
}

/**
 * The process is only ever asked, so it may be ended hard. Ended gently, it prints that its context was cancelled
 * on the terminal of the user.
 */
function end(api: API): void {
  const { client } = api as unknown as { client?: { channel?: { child?: { kill(signal: string): void } } } };
  client?.channel?.child?.kill('SIGKILL');
  try {
    api.close();
  } catch {
    // Nothing is left to answer.
  }
}
