import path from 'node:path';
import { ts } from '@ts-morph/common';
import type { Edit } from './codemod-report.js';
import type { Source } from './source.js';

const helper = 'withTransitions';

/**
 * Wraps each `new PrismaClient(…)` of a file in the generated `withTransitions(…)`, innermost, so that every
 * other extension is applied on top of it:
 *
 *     new PrismaClient({ adapter })  →  withTransitions(new PrismaClient({ adapter }))
 *
 * @param generated absolute path of the generated `index.ts` or `index.js`
 * @param extension how imports end where the file itself does not show it: `.js`, or nothing for bundlers
 * @returns the edits, none where the file makes no client or has its extension already; `by-hand` where it makes one
 *   in another way (a namespace, a subclass), or has a syntax error
 */
export function installExtension(
  source: Source,
  generated: string,
  extension: '.js' | '',
): readonly Edit[] | 'by-hand' {
  const { tree } = source;
  if (mentions(tree, helper)) return [];
  const imported = clientImport(tree);
  const { calls, others } = clientsMade(tree, imported?.local ?? 'PrismaClient');
  if (calls.length + others === 0) return [];
  if (!imported || others > 0 || hasSyntaxError(tree)) return 'by-hand';

  const insert = (offset: number, text: string): Edit => ({ file: source.file, offset, length: 0, text });
  const { statement, specifier } = imported;
  const quote = specifier.getText()[0];
  const end = statement.getText().endsWith(';') ? ';' : '';
  const from = `${quote}${relativeSpecifier(source, generated, importExtension(tree, specifier) ?? extension)}${quote}`;
  const added = imported.isRequired
    ? `const { ${helper} } = require(${from})${end}`
    : `import { ${helper} } from ${from}${end}`;
  const lineEnd = source.text.includes('\r\n') ? '\r\n' : '\n';
  return [
    insert(statement.getEnd(), `${lineEnd}${added}`),
    ...calls.flatMap((call) => [insert(call.getStart(), `${helper}(`), insert(call.getEnd(), ')')]),
  ];
}

/** How `PrismaClient` comes into a file by name. */
interface ClientImport {
  readonly statement: ts.Statement;
  readonly specifier: ts.StringLiteralLike;
  /** Its name in this file. */
  readonly local: string;
  readonly isRequired: boolean;
}

function clientImport(tree: ts.SourceFile): ClientImport | undefined {
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { importClause, moduleSpecifier } = statement;
      const bindings = importClause?.namedBindings;
      if (!bindings || !ts.isNamedImports(bindings) || importClause.isTypeOnly) continue;
      const element = bindings.elements.find(
        ({ name, propertyName, isTypeOnly }) => !isTypeOnly && (propertyName ?? name).text === 'PrismaClient',
      );
      if (!element || !ts.isStringLiteral(moduleSpecifier)) continue;
      return { statement, specifier: moduleSpecifier, local: element.name.text, isRequired: false };
    }
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const specifier = requiredModule(initializer);
      if (!specifier || !ts.isObjectBindingPattern(name)) continue;
      const element = name.elements.find(
        ({ propertyName, name: local }) => (propertyName ?? local).getText() === 'PrismaClient',
      );
      if (!element || !ts.isIdentifier(element.name)) continue;
      return { statement, specifier, local: element.name.text, isRequired: true };
    }
  }
  return undefined;
}

/** The `'…'` of `require('…')`. */
function requiredModule(node: ts.Expression | undefined): ts.StringLiteralLike | undefined {
  const isRequire =
    node &&
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'require';
  const specifier = isRequire ? node.arguments[0] : undefined;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

/** However it came into the file: imported, required, or as a member of something. */
function mentions(tree: ts.SourceFile, name: string): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === name) || ts.forEachChild(node, visit) === true;
  return visit(tree);
}

/** `new PrismaClient(…)` by its local name, and how many other ways there are: `new a.PrismaClient()`, `extends`. */
function clientsMade(tree: ts.SourceFile, local: string) {
  const calls: ts.NewExpression[] = [];
  let others = 0;
  const visit = (node: ts.Node): void => {
    const made = ts.isNewExpression(node) || ts.isExpressionWithTypeArguments(node) ? node : undefined;
    const callee = made?.expression;
    if (made && callee && ts.isIdentifier(callee) && callee.text === local) {
      if (ts.isNewExpression(made)) calls.push(made);
      else if (extendsClass(made)) others += 1;
    } else if (
      made &&
      callee &&
      ts.isPropertyAccessExpression(callee) &&
      callee.name.text === 'PrismaClient'
    ) {
      if (ts.isNewExpression(made) || extendsClass(made)) others += 1;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { calls, others };
}

function extendsClass({ parent }: ts.ExpressionWithTypeArguments): boolean {
  return ts.isHeritageClause(parent) && ts.isClassLike(parent.parent);
}

function hasSyntaxError(tree: ts.SourceFile): boolean {
  // Kept by the parser, for all that it is not in the published types.
  const { parseDiagnostics } = tree as ts.SourceFile & { parseDiagnostics?: readonly ts.Diagnostic[] };
  return (parseDiagnostics?.length ?? 0) > 0;
}

/** As the file writes its own relative imports: the client's first of all. */
function importExtension(tree: ts.SourceFile, client: ts.StringLiteralLike): string | undefined {
  const model = [client.text, ...tree.statements.flatMap(modulesOf)].find((specifier) =>
    specifier.startsWith('.'),
  );
  return model === undefined ? undefined : (/\.[cm]?[jt]s$/.exec(model)?.[0] ?? '');
}

function modulesOf(statement: ts.Statement): readonly string[] {
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier))
    return [statement.moduleSpecifier.text];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(
    ({ initializer }) => requiredModule(initializer)?.text ?? [],
  );
}

/** A folder that is imported without an extension needs no `index` either. */
function relativeSpecifier(source: Source, generated: string, extension: string): string {
  const target = extension === '' ? path.dirname(generated) : generated.replace(/\.[jt]s$/, extension);
  const relative = path.relative(path.dirname(source.path), target).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}
