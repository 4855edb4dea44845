import type * as ast from 'typescript/unstable/ast';
import { SyntaxKind } from 'typescript/unstable/ast';
import {
  API,
  type Diagnostic,
  type Project as NativeProject,
  type Symbol as NativeSymbol,
  SymbolFlags,
  type Type,
  TypeFlags,
  type TypeReference,
} from 'typescript/unstable/sync';
import { UserError } from '../../src/errors.js';
import {
  type Answer,
  type Checker,
  type CheckerDiagnostic,
  changedFiles,
  isOwnSource,
  type NodeSpan,
  type OpenChecker,
  type Question,
} from './checker.js';
import { withoutRemovedOptions } from './removed-options.js';
import { createTypeWalk } from './type-walk.js';

/** TypeScript 7 in its own process; the exact version is pinned in our package, apart from the user's. */
export const openNativeChecker: OpenChecker = (asked, files) => {
  const { project, overlay } = withoutRemovedOptions(asked, files);
  const configuration = overlay.get(project.config);
  let texts = overlay;
  const api = new API({
    cwd: project.config.slice(0, project.config.lastIndexOf('/')) || '/',
    fs: {
      readFile: (path) => texts.get(path),
      // Undefined asks the disk.
      fileExists: (path) => (texts.has(path) ? true : undefined),
    },
  });
  let snapshot = api.updateSnapshot({ openProjects: [project.config] });
  let current = opened();

  function opened(): NativeProject {
    const found = snapshot.getProject(project.config) ?? snapshot.getProjects()[0];
    if (!found) throw new UserError('bad-tsconfig', `${project.config} could not be opened`);
    return found;
  }

  return {
    files: () => current.program.getSourceFileNames().filter((name) => isOwnSource(name)),
    ask: (questions) => ask(current, questions),
    diagnostics: (files) =>
      files.flatMap((file) => [
        ...current.program.getSyntacticDiagnostics(file).map(plainDiagnostic),
        ...current.program.getSemanticDiagnostics(file).map(plainDiagnostic),
      ]),
    unresolvedImports: (files) =>
      files.flatMap((file) =>
        current.program
          .getSemanticDiagnostics(file)
          .filter((diagnostic) => diagnostic.code === 2307)
          .map((diagnostic) => ({
            file,
            specifier: /'([^']+)'/.exec(diagnostic.text)?.[1] ?? diagnostic.text,
          })),
      ),
    overlay(given) {
      const next = configuration ? new Map([...given, [project.config, configuration]]) : given;
      const changed = changedFiles(texts, next);
      texts = next;
      if (changed.length === 0) return;
      const before = snapshot;
      snapshot = api.updateSnapshot({ fileChanges: { changed } });
      current = opened();
      before.dispose();
    },
    close() {
      snapshot.dispose();
      end(api);
    },
  } satisfies Checker;
};

function plainDiagnostic(diagnostic: Diagnostic): CheckerDiagnostic {
  return {
    file: diagnostic.fileName ?? '',
    offset: diagnostic.pos,
    length: diagnostic.end - diagnostic.pos,
    code: diagnostic.code,
    message: diagnostic.text,
  };
}

function findNode(project: NativeProject, span: NodeSpan): ast.Node | undefined {
  let here: ast.Node | undefined = project.program.getSourceFile(span.file);
  while (here) {
    if (here.pos === span.pos && here.end === span.end && SyntaxKind[here.kind] === span.kind) return here;
    here = here.forEachChild((child) => (child.pos <= span.pos && span.end <= child.end ? child : undefined));
  }
  return undefined;
}

function ask(project: NativeProject, questions: readonly Question[]): Answer[] {
  const { checker } = project;
  const nodes = questions.map((question) => findNode(project, question.node));
  const walk = createTypeWalk<Type, NativeSymbol>({
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
  });

  const starts = new Map<number, Type | undefined>();
  const own = new Set<number>();
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
  for (const index of batch('contextual')) {
    starts.set(index, checker.getContextualType(nodes[index] as ast.Expression));
  }
  for (const index of batch('parameter')) {
    const signature = checker.getResolvedSignature(nodes[index]!);
    const declared = signature?.getTarget() ?? signature;
    if (declared?.declaration && isOwnSource(declared.declaration.path)) own.add(index);
    starts.set(index, declared && checker.getParameterType(declared, questions[index]!.argument ?? 0));
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
    ...(own.has(index) && { own: true as const }),
  }));
}

/**
 * The process is only ever asked, so it may be ended hard. Ended gently, it prints that its context was cancelled
 * on the terminal of the user.
 */
function end(api: API): void {
  const { client } = api as unknown as { client?: { channel?: { child?: { kill(signal: string): void } } } };
  client?.channel?.child?.kill('SIGKILL');
  api.close();
}
