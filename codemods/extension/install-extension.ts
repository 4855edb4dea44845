import { ts } from '@ts-morph/common';
import type { Edit } from '../codemod-report.js';
import { type ImportExtension, type ImportOf, importBelow, importsOf, mentions } from '../edit/import.js';
import type { Source } from '../source.js';

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
  extension: ImportExtension,
): readonly Edit[] | 'by-hand' {
  const { tree } = source;
  if (mentions(tree, helper)) return [];
  const imported = clientImport(tree);
  const { calls, others } = clientsMade(tree, imported?.local ?? 'PrismaClient');
  if (calls.length + others === 0) return [];
  if (!imported || others > 0 || hasSyntaxError(tree)) return 'by-hand';

  const insert = (offset: number, text: string): Edit => ({ file: source.file, offset, length: 0, text });
  const { offset, text } = importBelow(source, imported.from, helper, generated, extension);
  return [
    insert(offset, text),
    ...calls.flatMap((call) => [insert(call.getStart(), `${helper}(`), insert(call.getEnd(), ')')]),
  ];
}

/** How `PrismaClient` comes into a file by name, and its name there. */
function clientImport(tree: ts.SourceFile): { readonly from: ImportOf; readonly local: string } | undefined {
  for (const from of tree.statements.flatMap(importsOf)) {
    const element = from.names.find(
      ({ name, propertyName }) => (propertyName ?? name).getText() === 'PrismaClient',
    );
    if (element) return { from, local: element.name.getText() };
  }
  return undefined;
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
