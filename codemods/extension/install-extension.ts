import type { ts } from '@ts-morph/common';
import type { Edit } from '../codemod-report.js';
import { type ImportExtension, type ImportOf, importBelow, importsOf } from '../edit/import.js';
import { ignoredBy } from '../locate/search.js';
import type { Source } from '../source.js';
import { type ClientPlace, clientsMade } from './clients-made.js';

const helper = 'withTransitions';

/** What becomes of the clients of one file. */
export interface FileInstallation {
  readonly edits: readonly Edit[];
  /** Places that a person has to look at. */
  readonly byHand: readonly ClientPlace[];
}

/**
 * Wraps each `new PrismaClient(…)` of a file in the generated `withTransitions(…)`, innermost, so that every
 * other extension is applied on top of it:
 *
 *     new PrismaClient({ adapter })  →  withTransitions(new PrismaClient({ adapter }))
 *
 * @param generated absolute path of the generated `index.ts` or `index.js`
 * @param extension how imports end where the file itself does not show it: `.js`, or nothing for bundlers
 * @returns no edits where the file makes no client or has its extension already; by hand is every place where it makes
 *   one in another way (a namespace, a subclass), hands the class on, or has a syntax error; a line below
 *   `// pec-ignore-next-line` stays as it is
 */
export function installExtension(
  source: Source,
  generated: string,
  extension: ImportExtension,
): FileInstallation {
  const { tree } = source;
  const imports = tree.statements.flatMap(importsOf);
  const imported = importedAs(imports, 'PrismaClient');
  const known = importedAs(imports, helper);
  const ignored = ignoredBy(tree.text);
  const made = clientsMade(tree, imported?.local, new Set([helper, known?.local ?? helper]));
  const calls = made.calls.filter((call) => !ignored(call.getStart()));
  const others = made.others.filter(({ node }) => !ignored(node.getStart()));
  if (calls.length + others.length === 0) return { edits: [], byHand: [] };
  if (hasSyntaxError(tree)) {
    return { edits: [], byHand: [...calls, ...others.map(({ node }) => node)].slice(0, 1).map(broken) };
  }
  const byHand = others.toSorted((a, b) => a.node.getStart() - b.node.getStart());
  if (!imported || calls.length === 0) return { edits: [], byHand };

  const insert = (offset: number, text: string): Edit => ({ file: source.file, offset, length: 0, text });
  const line = known ? [] : [importBelow(source, imported.from, helper, generated, extension)];
  const edits = [
    ...line.map(({ offset, text }) => insert(offset, text)),
    ...calls.flatMap((call) => [
      insert(call.getStart(), `${known?.local ?? helper}(`),
      insert(call.getEnd(), ')'),
    ]),
  ];
  return { edits, byHand };
}

const broken = (node: ts.Node): ClientPlace => ({ node, way: 'syntax-error' });

/** How a name comes into a file by an import, and what the file calls it. */
function importedAs(
  imports: readonly ImportOf[],
  name: string,
): { readonly from: ImportOf; readonly local: string } | undefined {
  for (const from of imports) {
    const element = from.names.find((each) => (each.propertyName ?? each.name).getText() === name);
    if (element) return { from, local: element.name.getText() };
  }
  return undefined;
}

function hasSyntaxError(tree: ts.SourceFile): boolean {
  // Kept by the parser, for all that it is not in the published types.
  const { parseDiagnostics } = tree as ts.SourceFile & { parseDiagnostics?: readonly ts.Diagnostic[] };
  return (parseDiagnostics?.length ?? 0) > 0;
}
