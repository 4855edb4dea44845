import { ts } from '@ts-morph/common';
import type { Question } from '../checker/checker.js';
import { isWrapper, keyText, unwrap } from '../source.js';
import { declarationOf, referencesOf } from './scopes.js';

/** A node whose surroundings may say what is expected of a value, and the way from it down to the key in question. */
export interface Use extends Omit<Question, 'node'> {
  readonly node: ts.Node;
}

/** One destination of a value. */
export interface Flow {
  readonly uses: readonly Use[];
  /** Where the value ends as an argument of something named like a Prisma operation: what it is called on. */
  readonly client?: ts.Expression;
  /** It went through a parameter without a type, so only what is expected at its end says anything. */
  readonly untyped?: true;
  /** It was asserted to be something else on the way, or has been `any`, so no compiler compares it with what is expected. */
  readonly unchecked?: true;
}

export interface Flows {
  /** What is expected of the literal where it is written. */
  readonly atLiteral: readonly Use[];
  readonly destinations: readonly Flow[];
}

/** What leads from one file to another, as far as names and specifiers tell. */
export interface Links {
  /** Where a name that a file exports is used in other files: the local names of the imports. */
  readonly importersOf: (file: ts.SourceFile, exported: string) => readonly ts.Identifier[];
  /** Where it is used as a member of a module: the name in `fields.SHOWN` after `import * as fields`. */
  readonly membersOf: (file: ts.SourceFile, exported: string) => readonly ts.Identifier[];
  /** Every use of a name that a file declares, in all files; undefined where it may be used under another name too. */
  readonly usesOf: (name: ts.Identifier) => readonly ts.Identifier[] | undefined;
  /** The function that a called name stands for, in its own file or where it is imported from. */
  readonly functionOf: (callee: ts.Identifier) => ts.SignatureDeclaration | undefined;
  /** A file that is read, whether or not it holds the name. */
  readonly treeOf: (path: string) => ts.SourceFile | undefined;
  /** The files whose text holds a word. */
  readonly treesWith: (word: string) => readonly ts.SourceFile[];
}

/** Names of what is called on a delegate. */
export const OPERATIONS =
  /^(find(Unique|First)(OrThrow)?|findMany|(create|update)(Many(AndReturn)?)?|upsert|delete(Many)?|count|aggregate|groupBy)$/;

/** Types that take anything. */
const SAYS_NOTHING = /^(?:any|Record<string, any>|\{ \[\w+: string\]: any;? \})(?:\[\])*$/;

/** `{ entry: any }` says nothing of what is below `entry`. */
function saysNothing(type: ts.TypeNode, [name]: readonly string[]): boolean {
  if (SAYS_NOTHING.test(type.getText())) return true;
  if (!ts.isTypeLiteralNode(type)) return false;
  const member = type.members.find((each) => each.name && keyText(each.name) === name);
  return (
    member !== undefined && ts.isPropertySignature(member) && SAYS_NOTHING.test(member.type?.getText() ?? '')
  );
}

/** Functions whose result has the members of what they were given. */
const GIVES_BACK = /^(?:Object\.(?:assign|freeze|seal)|structuredClone)$/;

/**
 * Everywhere that a literal goes, as far as syntax tells: out through arrays, objects, spreads and
 * conditionals, through constants to their uses in all files, through returned values to the calls of their
 * function, and through parameters without a type to their uses.
 *
 * @param literal or the name of a variable or function, whose uses are followed
 * @param path from the literal to the key in question; none for a text
 */
export function flowsOf(literal: ts.Expression, path: readonly string[], links: Links): Flows {
  const destinations: Flow[] = [];
  const seen = new Set<ts.Node>();
  const atLiteral: Use[] = [];
  let untyped = false;
  let unchecked = false;
  const { parent: declared } = literal;
  if (
    (ts.isVariableDeclaration(declared) || ts.isFunctionDeclaration(declared)) &&
    declared.name === literal
  ) {
    followName(literal as ts.Identifier, path);
  } else {
    follow(literal, path, atLiteral);
  }
  return { atLiteral, destinations };

  function follow(start: ts.Expression, startPath: readonly string[], uses: Use[]): void {
    if (seen.has(start)) return;
    seen.add(start);
    const outer = unchecked;
    followOut(start, startPath, uses);
    unchecked = outer;
  }

  function followOut(start: ts.Expression, startPath: readonly string[], uses: Use[]): void {
    let node: ts.Node = start;
    let path = startPath;
    for (;;) {
      const parent: ts.Node = node.parent;
      if (ts.isExpression(node) && !ts.isSpreadElement(node)) uses.push({ from: 'contextual', node, path });
      if (ts.isCallExpression(parent) && GIVES_BACK.test(parent.expression.getText())) {
        node = parent;
        continue;
      }
      if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
        if (!followParameter(parent, node, path) && !followList(parent, path))
          arrive(asArgument(parent, node, path, uses));
        return;
      }
      if (isTransparent(parent, node) || ts.isObjectLiteralExpression(parent)) {
        unchecked ||= ts.isAssertionExpression(parent) && !ts.isConstTypeReference(parent.type);
        // Only a spread arrives at an object literal: its members are the outer object's.
        node = parent;
      } else if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
        const key = keyText(parent.name);
        if (key === undefined) break;
        path = [key, ...path];
        node = parent.parent;
      } else if (ts.isShorthandPropertyAssignment(parent)) {
        path = [parent.name.text, ...path];
        node = parent.parent;
      } else if (ts.isArrayLiteralExpression(parent)) {
        path = ['[]', ...path];
        node = parent;
      } else if (ts.isSpreadElement(parent)) {
        if (path[0] !== '[]') break;
        path = path.slice(1);
        node = parent;
      } else if (ts.isForOfStatement(parent) && parent.expression === node && path[0] === '[]') {
        const [name, rest] = boundByLoop(parent, path.slice(1));
        if (!name || !followName(name, rest)) break;
        return;
      } else if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
        // Of a constant that is declared as `any`, only its uses can tell.
        const isTyped = parent.type && parent.type.kind !== ts.SyntaxKind.AnyKeyword;
        unchecked ||= parent.type !== undefined && !isTyped;
        const [name, rest] = bound(parent.name, path);
        // A name that is taken out itself is not followed: it goes on without its key.
        const isWhole = name && (rest.length > 0 || path.length === 0);
        if (isTyped || !isWhole || !followName(name, rest)) break;
        return;
      } else if (isDefaultExport(parent)) {
        if (!followAll(referencesAs(parent.getSourceFile(), ['default'], links), path)) break;
        return;
      } else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
        const owner = ts.isArrowFunction(parent) ? parent : functionAround(parent);
        unchecked ||= owner?.type?.kind === ts.SyntaxKind.AnyKeyword;
        if (!owner || !followCalls(owner, path)) break;
        return;
      } else {
        break;
      }
    }
    arrive({ uses });
  }

  function arrive(flow: Flow): void {
    destinations.push({
      ...flow,
      ...(untyped && { untyped }),
      ...(unchecked && { unchecked }),
    });
  }

  /** Returns whether the name is used at all. */
  function followName(name: ts.Identifier, path: readonly string[]): boolean {
    return followAll(everyReference(name, links), path);
  }

  function followAll(references: readonly ts.Expression[], path: readonly string[]): boolean {
    const used = references.filter((reference) => !isTakenApart(reference));
    for (const reference of used) follow(reference, path, []);
    return used.length > 0;
  }

  /** `rows.push(literal)`: what becomes of a list that has no type. */
  function followList({ expression: callee }: ts.CallExpression | ts.NewExpression, path: readonly string[]) {
    if (!ts.isPropertyAccessExpression(callee) || !/^(?:push|unshift)$/.test(callee.name.text)) return false;
    const declared = ts.isIdentifier(callee.expression) && declarationOf(callee.expression);
    if (!declared || !ts.isVariableDeclaration(declared) || !ts.isIdentifier(declared.name)) return false;
    const isTyped = declared.type && !saysNothing(declared.type, path);
    return !isTyped && followName(declared.name, ['[]', ...path]);
  }

  /** Of a parameter that says nothing itself, only its uses can tell. Returns whether each of them could be followed. */
  function followParameter(
    call: ts.CallExpression | ts.NewExpression,
    node: ts.Node,
    path: readonly string[],
  ): boolean {
    if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return false;
    const parameter = links.functionOf(call.expression)?.parameters[
      call.arguments.indexOf(node as ts.Expression)
    ];
    if (!parameter || parameter.dotDotDotToken || (parameter.type && !saysNothing(parameter.type, path))) {
      return false;
    }
    const [name, rest] = bound(parameter.name, path);
    if (!name) return false;
    const used = referencesOf(name);
    if (used.length === 0 || used.some(({ parent }) => ts.isPropertyAccessExpression(parent))) return false;
    const outer = untyped;
    untyped = true;
    for (const reference of used) follow(reference, rest, []);
    untyped = outer;
    return true;
  }

  function followCalls(owner: ts.Node, path: readonly string[]): boolean {
    const result = resultOf(owner);
    if (result) {
      follow(result.call, [...result.way, ...path], []);
      return true;
    }
    const variable = owner.parent && ts.isVariableDeclaration(owner.parent) ? owner.parent.name : undefined;
    const own = ts.isFunctionDeclaration(owner) || ts.isFunctionExpression(owner) ? owner.name : undefined;
    const name = own ?? variable;
    if (!name || !ts.isIdentifier(name)) return false;
    const calls = everyReference(name, links).flatMap((reference) =>
      ts.isCallExpression(reference.parent) && reference.parent.expression === reference
        ? [reference.parent]
        : [],
    );
    for (const call of calls) follow(call, path, []);
    return calls.length > 0;
  }
}

/** Uses as a value of a name that a file declares, there, where it is imported, and as a member of the module. */
export function everyReference(name: ts.Identifier, links: Links): readonly ts.Expression[] {
  // What is exported is followed to where it is imported.
  const here = referencesOf(name).filter(
    ({ parent }) => !ts.isExportSpecifier(parent) && !isDefaultExport(parent),
  );
  return [...here, ...referencesAs(name.getSourceFile(), exportedAs(name), links)];
}

/** Uses in other files of what a file exports by some names. */
export function referencesAs(
  file: ts.SourceFile,
  names: readonly string[],
  links: Links,
): readonly ts.Expression[] {
  const { locals, members } = importsOf(file, names, links);
  return [...locals.flatMap(referencesOf), ...members];
}

/** The names that others give to what a file exports, and the members of the module where they have that. */
export function importsOf(
  file: ts.SourceFile,
  names: readonly string[],
  { importersOf, membersOf }: Links,
): { readonly locals: readonly ts.Identifier[]; readonly members: readonly ts.PropertyAccessExpression[] } {
  return {
    locals: names.flatMap((name) => importersOf(file, name)),
    members: names.flatMap((name) =>
      membersOf(file, name).map(({ parent }) => parent as ts.PropertyAccessExpression),
    ),
  };
}

/** `value.name`, `value[name]`: only a member goes on. */
function isTakenApart(value: ts.Expression): boolean {
  const { parent } = value;
  return (
    ts.isPropertyAccessExpression(parent) ||
    (ts.isElementAccessExpression(parent) && parent.expression === value)
  );
}

/** The local name that a parameter or pattern gives to what stands at a path, and the path from there. */
export function bound(
  name: ts.BindingName,
  path: readonly string[],
): readonly [name: ts.Identifier | undefined, path: readonly string[]] {
  if (ts.isIdentifier(name)) return [name, path];
  const [key, ...rest] = path;
  if (!ts.isObjectBindingPattern(name) || key === undefined) return [undefined, path];
  const element = name.elements.find(
    (each) => !each.dotDotDotToken && keyText(each.propertyName ?? each.name) === key,
  );
  return element ? bound(element.name, rest) : [undefined, path];
}

/** The name that a loop gives to an element, as `bound` does. */
function boundByLoop({ initializer }: ts.ForOfStatement, path: readonly string[]): ReturnType<typeof bound> {
  const declared = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  return declared && !declared.type ? bound(declared.name, path) : [undefined, path];
}

function asArgument(
  call: ts.CallExpression | ts.NewExpression,
  node: ts.Node,
  path: readonly string[],
  uses: Use[],
): Flow {
  const argument = call.arguments?.indexOf(node as ts.Expression) ?? -1;
  if (argument >= 0) uses.push({ from: 'parameter', node: call, argument, path });
  const callee = call.expression;
  const client = clientOf(callee);
  if (ts.isCallExpression(callee)) {
    const validated = validatedBy(callee, path);
    return { uses: validated ? [...uses, validated] : uses, ...(client && { client }) };
  }
  if (ts.isPropertyAccessExpression(callee)) {
    // The field that an extension makes itself is no name of the client's.
    const extended = path.length === 3 ? undefined : extendedBy(callee, path);
    if (extended) uses.push(extended);
  }
  return { uses, ...(client && { client }) };
}

/** What something is called on, or made of, that takes names of fields by what it is called. */
function clientOf(callee: ts.Expression): ts.Expression | undefined {
  if (ts.isIdentifier(callee))
    return /PrismaClient$/.test(callee.text) || isQueryGiven(callee) ? callee : undefined;
  // `Prisma.validator<Prisma.UserSelect>()({ userName: true })`
  if (ts.isCallExpression(callee)) return calledOn(callee.expression, /^validator$/);
  return calledOn(callee, OPERATIONS) ?? calledOn(callee, /^(?:\$extends|defineExtension)$/);
}

function calledOn(callee: ts.Expression, names: RegExp): ts.Expression | undefined {
  const name = ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : ts.isElementAccessExpression(callee) && ts.isStringLiteralLike(callee.argumentExpression)
      ? callee.argumentExpression.text
      : '';
  return names.test(name) ? (callee as ts.PropertyAccessExpression).expression : undefined;
}

/** `({ args, query }) => query({ …args })` of an extension */
function isQueryGiven(callee: ts.Identifier): boolean {
  const declared = callee.text === 'query' ? declarationOf(callee) : undefined;
  return declared !== undefined && ts.isBindingElement(declared) && ts.isParameter(declared.parent.parent);
}

/**
 * What stands in an extension: `$extends({ result: { user: { field: { needs: { userName: true } } } } })`, whose type
 * forgets the fields of the model, and `$extends({ query: { user: … } })`, which takes any key.
 */
export function extendedBy(callee: ts.PropertyAccessExpression, path: readonly string[]): Use | undefined {
  const [section, model, field, needs, needed] = path;
  const isModel = path.length === 2 && /^(?:result|query|model)$/.test(section!);
  const isOfResult = section === 'result' && (path.length === 3 || (needs === 'needs' && path.length === 5));
  if (!isModel && !isOfResult) return undefined;
  const name = path.length === 3 ? field : needed;
  const node = callee.expression;
  if (callee.name.text === '$extends') {
    return { from: 'type', node, path: isModel ? [model!] : [model!, 'fields', name!] };
  }
  if (callee.name.text !== 'defineExtension') return undefined;
  const type = model!.charAt(0).toUpperCase() + model!.slice(1);
  return { from: 'type', node, path: isModel ? ['ModelName', type] : [`${type}ScalarFieldEnum`, name!] };
}

/** `Prisma.validator(prisma.user, 'findMany')({ select: { userName: true } })`, also with `prisma, 'user'`. */
function validatedBy(
  { expression, arguments: given }: ts.CallExpression,
  path: readonly string[],
): Use | undefined {
  const [client, model] = given;
  const isValidator = ts.isPropertyAccessExpression(expression) && expression.name.text === 'validator';
  if (!isValidator || !client || path.length !== 2 || path[0] === 'include') return undefined;
  const delegate = given.length > 2 && model && ts.isStringLiteral(model) ? [model.text] : [];
  return { from: 'type', node: client, path: [...delegate, 'fields', path[1]!] };
}

/** The call that gives what a function returns that it is handed, itself or in a list. */
interface Result {
  readonly call: ts.CallExpression;
  readonly way: readonly string[];
}

/** `list.map((item) => …)`, `promise.then((value) => …)`, `vi.hoisted(() => …)` */
export function resultOf(owner: ts.Node): Result | undefined {
  const { parent: call } = owner;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { expression, name } = call.expression;
  const isFirst = call.arguments[0] === owner;
  if (isFirst && name.text === 'map') return { call, way: ['[]'] };
  if (isFirst && /^(?:then|catch|hoisted)$/.test(name.text)) return { call, way: [] };
  const isFrom = name.text === 'from' && expression.getText() === 'Array' && call.arguments[1] === owner;
  return isFrom ? { call, way: ['[]'] } : undefined;
}

function isTransparent(parent: ts.Node, node: ts.Node): boolean {
  return (
    isWrapper(parent) ||
    ts.isAwaitExpression(parent) ||
    ts.isSpreadAssignment(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) && parent.right === node && isValueOperator(parent.operatorToken.kind))
  );
}

/** The names by which other files import what a file declares at its top. */
export function exportedAs(name: ts.Identifier): readonly string[] {
  let here: ts.Node = name.parent;
  while (!ts.isStatement(here) && here.parent) here = here.parent;
  const { parent: file } = here;
  if (!file || !ts.isSourceFile(file)) return [];
  const has = (kind: ts.SyntaxKind) =>
    ts.canHaveModifiers(here) && (ts.getModifiers(here) ?? []).some((modifier) => modifier.kind === kind);
  const own = has(ts.SyntaxKind.DefaultKeyword)
    ? ['default']
    : has(ts.SyntaxKind.ExportKeyword)
      ? [name.text]
      : [];
  return [...own, ...(exportedIn(file).get(name.text) ?? [])];
}

const exportsOf = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly string[]>>();

/** `export { name, name as other }`, `export default name`: local names, each with those that others import it by. */
function exportedIn(file: ts.SourceFile): ReadonlyMap<string, readonly string[]> {
  const known = exportsOf.get(file);
  if (known) return known;
  const found = new Map<string, string[]>();
  const add = (local: string, exported: string) => {
    const group = found.get(local);
    if (group) group.push(exported);
    else found.set(local, [exported]);
  };
  for (const statement of file.statements) {
    if (isDefaultExport(statement)) {
      const value = unwrap(statement.expression);
      if (ts.isIdentifier(value)) add(value.text, 'default');
    } else if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) {
      const { exportClause } = statement;
      if (!exportClause || !ts.isNamedExports(exportClause)) continue;
      for (const { propertyName, name } of exportClause.elements) add((propertyName ?? name).text, name.text);
    }
  }
  exportsOf.set(file, found);
  return found;
}

/** `export default value` */
export function isDefaultExport(node: ts.Node): node is ts.ExportAssignment {
  return ts.isExportAssignment(node) && node.isExportEquals !== true;
}

export function isExported(name: ts.Identifier): boolean {
  return exportedAs(name).length > 0;
}

/** Whether an operator gives one of its operands. */
export function isValueOperator(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** The function whose statement it is. */
export function functionAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  let here: ts.Node | undefined = node.parent;
  while (here && !ts.isFunctionLike(here)) here = here.parent;
  return here as ts.FunctionLikeDeclaration | undefined;
}
