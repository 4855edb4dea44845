import { ts } from '@ts-morph/common';
import { importedModules, importOf } from '../imports.js';
import type { Source } from '../source.js';
import type { Exit, ExitKind } from './exit.js';

type WithBody = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** Values that a function returns to a framework, which sends them. */
export function functionExits(node: ts.Node, source: Source): readonly Exit[] {
  if (ts.isCallExpression(node)) return handlerExits(node);
  if (!isFunction(node) || !node.body) return [];
  const kind = exportedKind(node, source) ?? actionKind(node, source) ?? controllerKind(node, source);
  return kind ? returnsOf(node).map((value) => ({ kind, value })) : [];
}

const PAGE_FUNCTIONS = /^get(?:ServerSide|Static|Initial)Props$/;
const ROUTE_MODULE = /(?:^|\/)routes\/|(?:^|\/)(?:root|route)\.[jt]sx?$/;

/** Functions that a framework finds by the name that a module exports them under. */
function exportedKind(node: WithBody, { file, tree }: Source): ExitKind | undefined {
  const name = exportedName(node);
  if (name === undefined) return undefined;
  if (PAGE_FUNCTIONS.test(name)) return 'page-props';
  if (name === 'load' && /\+(?:page|layout)(?:\.server)?\.[jt]s$/.test(file)) return 'loader';
  const isRoute =
    ROUTE_MODULE.test(file) ||
    importedModules(tree).some((module) => /^@remix-run\/|^react-router$|\/\+types\//.test(module));
  return isRoute && /^(?:loader|action|clientLoader|clientAction)$/.test(name) ? 'loader' : undefined;
}

function exportedName(node: WithBody): string | undefined {
  // `export const loader = withUser(async () => …)` as well.
  let outer: ts.Node = node;
  while (ts.isCallExpression(outer.parent) || ts.isSatisfiesExpression(outer.parent)) outer = outer.parent;
  const declaration = ts.isVariableDeclaration(outer.parent) ? outer.parent : node;
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  if (!ts.canHaveModifiers(statement) || !ts.isSourceFile(statement.parent)) return undefined;
  const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return isExported ? declaration.name?.getText() : undefined;
}

/** `'use server'` at the top of a file stands for all that it exports, in a function for that one. */
function actionKind(node: WithBody, { tree }: Source): ExitKind | undefined {
  const isAction =
    (node.body && ts.isBlock(node.body) && begins(node.body.statements)) ||
    (begins(tree.statements) && exportedName(node) !== undefined);
  return isAction ? 'server-action' : undefined;
}

function begins(statements: readonly ts.Statement[]): boolean {
  const [first] = statements;
  return (
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === 'use server'
  );
}

const ROUTES =
  /^(?:Get|Post|Put|Patch|Delete|All|Query|Mutation|Subscription|ResolveField|MessagePattern|Sse)$/;

/** NestJS: a method that answers a route, a GraphQL operation or a message. */
function controllerKind(node: WithBody, { tree }: Source): ExitKind | undefined {
  if (!ts.isMethodDeclaration(node)) return undefined;
  const isRoute = ts.getDecorators(node)?.some(({ expression }) => {
    const called = ts.isCallExpression(expression) ? expression.expression : expression;
    return (
      ts.isIdentifier(called) &&
      ROUTES.test(called.text) &&
      importOf(tree, called.text)?.startsWith('@nestjs/')
    );
  });
  return isRoute ? 'controller' : undefined;
}

/** Functions that are given to a framework: what tells the frameworks apart is a member that only they have. */
const HANDLED: readonly {
  readonly method: RegExp;
  readonly member: string;
  readonly kind: ExitKind;
}[] = [
  { method: /^(?:query|mutation|subscription)$/, member: '_def', kind: 'trpc' },
  { method: /^(?:get|post|put|patch|delete|all|options)$/, member: 'decorateReply', kind: 'handler' },
  { method: /^(?:get|post|put|patch|delete|all|options)$/, member: 'onBeforeHandle', kind: 'handler' },
];

function handlerExits(call: ts.CallExpression): readonly Exit[] {
  const { expression: callee } = call;
  const handler = call.arguments.at(-1);
  if (!handler || !isFunction(handler)) return [];
  const returned = () => returnsOf(handler);
  if (ts.isIdentifier(callee)) {
    const isEvent = /^(?:defineEventHandler|eventHandler|defineCachedEventHandler)$/.test(callee.text);
    return isEvent ? returned().map((value) => ({ kind: 'handler', value })) : [];
  }
  if (!ts.isPropertyAccessExpression(callee)) return [];
  return HANDLED.filter(({ method }) => method.test(callee.name.text)).flatMap(({ member, kind }) =>
    returned().map((value) => ({ kind, value, proof: { of: callee.expression, member } })),
  );
}

function isFunction(node: ts.Node): node is WithBody {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node)
  );
}

/** What a function returns, without the functions inside of it. */
function returnsOf({ body }: WithBody): readonly ts.Expression[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}
