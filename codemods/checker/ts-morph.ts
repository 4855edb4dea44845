import { getLibFiles, libFolderInMemoryPath, ts } from '@ts-morph/common';
import { UserError } from '../../src/errors.js';
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
import { olderDefaults } from './removed-options.js';
import { createTypeWalk, type TypeWalk } from './type-walk.js';

/** The TypeScript that ts-morph bundles, in this process: for where the native one cannot open a project. */
export const openTsMorphChecker: OpenChecker = (projects, overlay) => {
  let texts = overlay;
  const parsed: Parsed = new Map();
  const programs = projects.map(({ config }) => openProgram(config, () => texts, parsed));
  const owners = ownersOf(
    projects,
    programs.map(({ current }) =>
      current()
        .getSourceFiles()
        .map((source) => source.fileName)
        .filter(isOwnFile),
    ),
  );

  const sourceOf = (file: string) => {
    const owner = owners.get(file);
    const program = owner === undefined ? undefined : programs[owner]!.current();
    const source = program?.getSourceFile(file);
    return program && source ? [{ program, source }] : [];
  };

  return {
    files: () => [...owners.keys()],
    ask: (questions) =>
      routed(
        questions,
        ({ node }) => owners.get(node.file),
        (owner, group) => ask(programs[owner]!.current(), group),
        { kind: 'missing', brands: [], mixed: false },
      ),
    declarations: (members) =>
      routed(
        members,
        ({ node }) => owners.get(node.file),
        (owner, group) => group.map((member) => declarationsOf(programs[owner]!.current(), member)),
        [],
      ),
    called: (calls) =>
      routed(
        calls,
        ({ file }) => owners.get(file),
        (owner, group) => group.map((call) => calledBy(programs[owner]!.current(), call)),
        [],
      ),
    carried: (nodes) =>
      routed(
        nodes,
        ({ file }) => owners.get(file),
        (owner, group) => carried(programs[owner]!.current(), group),
        [],
      ),
    diagnostics: (files) =>
      files
        .flatMap(sourceOf)
        .flatMap(({ program, source }) =>
          [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(plain),
        ),
    unresolvedImports: (files) =>
      files.flatMap(sourceOf).flatMap(({ program, source }) =>
        program
          .getSemanticDiagnostics(source)
          .filter((diagnostic) => UNRESOLVED.has(diagnostic.code))
          .map((diagnostic) => {
            const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
            return { file: source.fileName, specifier: /'([^']+)'/.exec(message)?.[1] ?? message };
          }),
      ),
    overlay(next) {
      const changed = changedFiles(texts, next);
      texts = next;
      if (changed.length === 0) return;
      for (const files of parsed.values()) for (const path of changed) files.delete(path);
      for (const program of programs) program.renew();
    },
    close() {
      parsed.clear();
    },
  } satisfies Checker;
};

/** Parsed files by the options that they were parsed and bound with: projects share them. */
type Parsed = Map<string, Map<string, ts.SourceFile>>;

const OPTIONS_OF_FILES = [
  'target',
  'module',
  'moduleDetection',
  'jsx',
  'strict',
  'alwaysStrict',
  'allowJs',
] as const;

function openProgram(config: string, texts: () => Overlay, shared: Parsed) {
  const parsed = ts.getParsedCommandLineOfConfigFile(
    config,
    {},
    {
      ...ts.sys,
      readFile: (path) => texts().get(path) ?? ts.sys.readFile(path),
      onUnRecoverableConfigFileDiagnostic(diagnostic) {
        throw new UserError('bad-tsconfig', ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
      },
    },
  );
  if (!parsed) throw new UserError('bad-tsconfig', `${config} could not be read`);
  const options = { ...parsed.options, ...olderDefaults(parsed.options, config), noEmit: true };
  const host = ts.createCompilerHost(options, true);
  const { readFile, fileExists, getSourceFile } = host;
  // The package carries its library files as text, not as files.
  const libraries = new Map(
    getLibFiles().map(({ fileName, text }) => [`${libFolderInMemoryPath}/${fileName}`, text]),
  );
  host.getDefaultLibLocation = () => libFolderInMemoryPath;
  host.getDefaultLibFileName = (chosen) => `${libFolderInMemoryPath}/${ts.getDefaultLibFileName(chosen)}`;
  host.fileExists = (path) => texts().has(path) || libraries.has(path) || fileExists(path);
  host.readFile = (path) => texts().get(path) ?? libraries.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const format = typeof rest[0] === 'object' ? rest[0].impliedNodeFormat : undefined;
    const key = JSON.stringify([...OPTIONS_OF_FILES.map((name) => options[name]), format]);
    const sources = shared.get(key) ?? new Map<string, ts.SourceFile>();
    shared.set(key, sources);
    const known = sources.get(path);
    if (known) return known;
    const source = getSourceFile(path, ...rest);
    if (source) sources.set(path, source);
    return source;
  };
  const create = (old?: ts.Program) =>
    ts.createProgram({ rootNames: parsed.fileNames, options, host, ...(old && { oldProgram: old }) });
  let program = create();
  return {
    current: () => program,
    renew() {
      program = create(program);
    },
  };
}

function plain(diagnostic: ts.Diagnostic): CheckerDiagnostic {
  return {
    file: diagnostic.file?.fileName ?? '',
    offset: diagnostic.start ?? 0,
    length: diagnostic.length ?? 0,
    code: diagnostic.code,
    message:
      typeof diagnostic.messageText === 'string'
        ? diagnostic.messageText
        : diagnostic.messageText.messageText,
    ...(typeof diagnostic.messageText !== 'string' && {
      details: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    }),
    related: (diagnostic.relatedInformation ?? []).flatMap(({ file, start }) =>
      file && start !== undefined ? [{ file: file.fileName, offset: start }] : [],
    ),
  };
}

function findNode(program: ts.Program, span: NodeSpan): ts.Node | undefined {
  let here: ts.Node | undefined = program.getSourceFile(span.file);
  while (here) {
    if (here.pos === span.pos && here.end === span.end && ts.SyntaxKind[here.kind] === span.kind) return here;
    here =
      documentationAt(here, span.pos, span.end) ??
      ts.forEachChild(here, (child) => (child.pos <= span.pos && span.end <= child.end ? child : undefined));
  }
  return undefined;
}

function declarationsOf(program: ts.Program, { node: span, from, path }: Member): readonly Declared[] {
  const checker = program.getTypeChecker();
  const node = findNode(program, span);
  const start =
    node &&
    (from === 'type' ? checker.getTypeAtLocation(node) : checker.getContextualType(node as ts.Expression));
  const owners = start ? walkOf(checker).reach(start, path.slice(0, -1)) : [];
  const declared = owners.flatMap(
    (owner) => checker.getPropertyOfType(owner, path.at(-1)!)?.declarations ?? [],
  );
  return declared.map((found) => ({ file: found.getSourceFile().fileName, pos: found.pos, end: found.end }));
}

function calledBy(program: ts.Program, span: NodeSpan): readonly Declared[] {
  const node = findNode(program, span);
  const signature = node && program.getTypeChecker().getResolvedSignature(node as ts.CallLikeExpression);
  const found = signature?.declaration;
  const file = found?.getSourceFile().fileName;
  return found && file !== undefined && isOwnFile(file) ? [{ file, pos: found.pos, end: found.end }] : [];
}

function walkOf(checker: ts.TypeChecker): TypeWalk<ts.Type> {
  return createTypeWalk<ts.Type, ts.Symbol>({
    id: (type) => (type as ts.Type & { id: number }).id,
    isAny: (type) => (type.flags & ts.TypeFlags.Any) !== 0,
    isNullish: (type) =>
      (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void)) !== 0,
    stringLiteral: (type) => (type.isStringLiteral() ? type.value : undefined),
    union: (type) => (type.isUnion() ? type.types : undefined),
    intersection: (type) => (type.isIntersection() ? type.types : undefined),
    constraint: (type) =>
      (type.flags & ts.TypeFlags.Instantiable) !== 0 ? checker.getBaseConstraintOfType(type) : undefined,
    property: (type, name) => checker.getPropertyOfType(type, name),
    typeOf: (symbol) => checker.getTypeOfSymbol(symbol),
    indexed(type) {
      const found = checker.getIndexTypeOfType(type, ts.IndexKind.String);
      return found && (found.flags & ts.TypeFlags.Unknown) === 0 ? found : undefined;
    },
    element: (type) =>
      checker.isArrayLikeType(type) ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined,
    symbolName: (type) => ((type.flags & ts.TypeFlags.Object) !== 0 ? type.getSymbol()?.name : undefined),
    isObject: (type) => (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0,
    firstParameters: (type) =>
      checker
        .getSignaturesOfType(type, ts.SignatureKind.Call)
        .flatMap((signature) => parameterType(checker, signature, 0) ?? []),
    results: (type) =>
      checker
        .getSignaturesOfType(type, ts.SignatureKind.Call)
        .map((signature) => checker.getReturnTypeOfSignature(signature)),
    typeArguments: (type) => (isReference(type) ? checker.getTypeArguments(type) : []),
    members: (type) =>
      checker
        .getPropertiesOfType(type)
        .map((symbol) => ({ name: symbol.name, type: checker.getTypeOfSymbol(symbol) })),
  });
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

function carried(program: ts.Program, nodes: readonly NodeSpan[]): (readonly Carried[])[] {
  const checker = program.getTypeChecker();
  const walk = walkOf(checker);
  return nodes.map((span) => {
    const node = findNode(program, span);
    return walk.carried(node && checker.getTypeAtLocation(node));
  });
}

function ask(program: ts.Program, questions: readonly Question[]): Answer[] {
  const checker = program.getTypeChecker();
  const { walk } = walkOf(checker);
  return questions.map((question) => {
    const node = findNode(program, question.node);
    const start = node && startOf(checker, node, question);
    const answer = walk(start, question.path);
    if (node && ts.isJsxAttributes(node) && start && question.path.length === 1) {
      const declared = checker.getPropertyOfType(start, question.path[0]!)?.declarations ?? [];
      return { ...answer, ...attributeFrom(declared.map((each) => each.getSourceFile().fileName)) };
    }
    if (!node || question.from !== 'parameter') return answer;
    const declared = declarationOf(checker, node);
    return {
      ...answer,
      ...(declared !== undefined && declaredIn(declared)),
      ...(takesAnyText(checker, takenFrom(checker, node, question)) && { anyText: true as const }),
    };
  });
}

/** Of a rest parameter the type of one argument. */
function parameterType(
  checker: ts.TypeChecker,
  { parameters }: ts.Signature,
  argument: number,
): ts.Type | undefined {
  const parameter = parameters[Math.min(argument, parameters.length - 1)];
  const type = parameter && checker.getTypeOfSymbol(parameter);
  const declaration = parameter?.valueDeclaration;
  const isRest = declaration && ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
  if (!isRest) return parameters[argument] && type;
  return type && checker.isArrayLikeType(type)
    ? checker.getTypeArguments(type as ts.TypeReference)[0]
    : undefined;
}

/** What a parameter takes, or an element of the list that it takes. */
function takenFrom(checker: ts.TypeChecker, node: ts.Node, question: Question): ts.Type | undefined {
  const type = startOf(checker, node, question);
  const isList = question.path[0] === '[]' && type && isReference(type);
  return isList ? checker.getTypeArguments(type)[0] : type;
}

function takesAnyText(checker: ts.TypeChecker, type: ts.Type | undefined): boolean {
  if (!type || !(type.flags & ts.TypeFlags.TypeParameter)) return false;
  const base = checker.getBaseConstraintOfType(type);
  // `keyof T` has the same base as `PropertyKey`, and is not public before it is resolved to that.
  const { constraint } = type as ts.Type & { constraint?: ts.Type };
  if (constraint && constraint.flags & ts.TypeFlags.Index) return false;
  return (
    !base ||
    (base.isUnion() ? base.types : [base]).some(
      ({ flags }) => flags & (ts.TypeFlags.String | ts.TypeFlags.Unknown),
    )
  );
}

function declarationOf(checker: ts.TypeChecker, node: ts.Node): string | undefined {
  return checker.getResolvedSignature(node as ts.CallLikeExpression)?.declaration?.getSourceFile().fileName;
}

function startOf(checker: ts.TypeChecker, node: ts.Node, question: Question): ts.Type | undefined {
  switch (question.from) {
    case 'type':
      return checker.getTypeAtLocation(node);
    case 'symbol': {
      const symbol = checker.getSymbolAtLocation(node);
      return symbol && checker.getTypeOfSymbol(symbol);
    }
    case 'contextual':
      return checker.getContextualType(node as ts.Expression);
    case 'parameter': {
      const signature = checker.getResolvedSignature(node as ts.CallLikeExpression);
      // What the signature was before the call gave it type arguments, as the native API has it; what surrounds its
      // declaration stays instantiated.
      const declared =
        (signature as (ts.Signature & { target?: ts.Signature }) | undefined)?.target ?? signature;
      return declared && parameterType(checker, declared, question.argument ?? 0);
    }
    case 'type-argument': {
      const symbol = checker.getSymbolAtLocation(node);
      const named =
        symbol && (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
      const declared = named && checker.getDeclaredTypeOfSymbol(named);
      // An alias of an alias carries the arguments of the inner one, its own parameters among them.
      const parameters = declared?.aliasTypeArguments?.filter((type) => type.isTypeParameter());
      return parameters?.[question.argument ?? 0];
    }
  }
}
