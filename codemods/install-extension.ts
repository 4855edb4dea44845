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
 * @returns the edits, none where the file makes no client or has its extension already
 */
export function installExtension(source: Source, generated: string): readonly Edit[] {
  const imported = importOfClient(source.tree);
  if (!imported || importsHelper(source.tree)) return [];
  const clients: ts.NewExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === imported.local) clients.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  if (clients.length === 0) return [];

  const insert = (offset: number, text: string): Edit => ({ file: source.file, offset, length: 0, text });
  const { declaration } = imported;
  const quote = declaration.moduleSpecifier.getText()[0];
  const end = declaration.getText().endsWith(';') ? ';' : '';
  const specifier = relativeSpecifier(source, generated, importExtension(source.tree, imported.from));
  return [
    insert(
      declaration.getEnd(),
      `${lineEnd(source.text)}import { ${helper} } from ${quote}${specifier}${quote}${end}`,
    ),
    ...clients.flatMap((client) => [insert(client.getStart(), `${helper}(`), insert(client.getEnd(), ')')]),
  ].toSorted((a, b) => a.offset - b.offset);
}

function importsHelper(tree: ts.SourceFile): boolean {
  return namedImports(tree).some(({ name }) => name.text === helper);
}

function importOfClient(tree: ts.SourceFile) {
  for (const { name, propertyName, declaration, isTypeOnly } of namedImports(tree)) {
    if (isTypeOnly || (propertyName ?? name).text !== 'PrismaClient') continue;
    const from = declaration.moduleSpecifier;
    if (ts.isStringLiteral(from)) return { local: name.text, declaration, from: from.text };
  }
  return undefined;
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

/** As the file writes its own relative imports: the client's first of all. */
function importExtension(tree: ts.SourceFile, client: string): string {
  const specifiers = tree.statements
    .filter(ts.isImportDeclaration)
    .map(({ moduleSpecifier }) => (ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ''));
  const model = [client, ...specifiers].find((specifier) => specifier.startsWith('.'));
  return model === undefined ? '.js' : (/\.[cm]?[jt]s$/.exec(model)?.[0] ?? '');
}

/** A folder that is imported without an extension needs no `index` either. */
function relativeSpecifier(source: Source, generated: string, extension: string): string {
  const target = extension === '' ? path.dirname(generated) : generated.replace(/\.ts$/, extension);
  const relative = path.relative(path.dirname(source.path), target).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function lineEnd(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
