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
 * @param generated absolute path of the generated `index.ts`
 * @param extension how imports end where the file itself does not show it: `.js`, or nothing for bundlers
 * @returns the edits, none where the file makes no client or has its extension already; `by-hand` where it makes one
 *   in another way (`require`, a namespace, a subclass), or has a syntax error
 */
export function installExtension(
  source: Source,
  generated: string,
  extension: '.js' | '',
): readonly Edit[] | 'by-hand' {
  const { tree } = source;
  const imports = namedImports(tree);
  if (mentions(tree, helper)) return [];
  const imported = imports.find(
    ({ name, propertyName, isTypeOnly }) => !isTypeOnly && (propertyName ?? name).text === 'PrismaClient',
  );
  const local = imported?.name.text ?? 'PrismaClient';
  const { calls, others } = clientsMade(tree, local);
  if (calls.length + others === 0) return [];
  if (!imported || others > 0 || hasSyntaxError(tree)) return 'by-hand';

  const insert = (offset: number, text: string): Edit => ({ file: source.file, offset, length: 0, text });
  const { declaration } = imported;
  const quote = declaration.moduleSpecifier.getText()[0];
  const end = declaration.getText().endsWith(';') ? ';' : '';
  const specifier = relativeSpecifier(source, generated, importExtension(tree, declaration) ?? extension);
  const lineEnd = source.text.includes('\r\n') ? '\r\n' : '\n';
  return [
    insert(declaration.getEnd(), `${lineEnd}import { ${helper} } from ${quote}${specifier}${quote}${end}`),
    ...calls.flatMap((call) => [insert(call.getStart(), `${helper}(`), insert(call.getEnd(), ')')]),
  ];
}

function namedImports(tree: ts.SourceFile) {
  return tree.statements.filter(ts.isImportDeclaration).flatMap((declaration) => {
    const bindings = declaration.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.map(({ name, propertyName, isTypeOnly }) => ({
      name,
      propertyName,
      declaration,
      isTypeOnly: isTypeOnly || declaration.importClause?.isTypeOnly === true,
    }));
  });
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
function importExtension(tree: ts.SourceFile, client: ts.ImportDeclaration): string | undefined {
  const model = [client, ...tree.statements.filter(ts.isImportDeclaration)]
    .map(({ moduleSpecifier }) => (ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ''))
    .find((specifier) => specifier.startsWith('.'));
  return model === undefined ? undefined : (/\.[cm]?[jt]s$/.exec(model)?.[0] ?? '');
}

/** A folder that is imported without an extension needs no `index` either. */
function relativeSpecifier(source: Source, generated: string, extension: string): string {
  const target = extension === '' ? path.dirname(generated) : generated.replace(/\.ts$/, extension);
  const relative = path.relative(path.dirname(source.path), target).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}
