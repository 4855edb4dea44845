import { ts } from '@ts-morph/common';
import { referencesOf } from '../locate/flow.js';
import type { Source } from '../source.js';
import { isPure, removeItems, span } from './edit.js';
import { requiredModule } from './import.js';
import { overlap, type TextEdit } from './text-edit.js';

/**
 * Constants and imports that were only used in the text that the edits take away: edits that remove them too, and
 * then what only those used.
 */
export function removeOrphans(source: Source, edits: readonly TextEdit[]): readonly TextEdit[] {
  const declared = declarationsOf(source.tree);
  const orphans: Declared[] = [];
  for (;;) {
    const removed = removalsOf(source.tree, orphans);
    const gone = [...edits, ...removed].filter(({ length, text }) => length > text.length);
    const isGone = (node: ts.Node) =>
      gone.some(({ offset, length }) => offset <= node.getStart() && node.end <= offset + length);
    const orphan = declared.find((each) => {
      if (orphans.includes(each)) return false;
      const used = referencesOf(each.name).concat(typeReferencesOf(each.name));
      if (used.length === 0 || !used.every(isGone)) return false;
      const together = removalsOf(source.tree, [...orphans, each]);
      return !together.some((removal) => edits.some((edit) => overlap(edit, removal)));
    });
    if (!orphan) return removed;
    orphans.push(orphan);
  }
}

/** A name, and the statement that goes once all of its names go. */
interface Declared {
  readonly name: ts.Identifier;
  readonly statement: ts.Node;
  /** Where a statement has several names: the list that this one is an item of. */
  readonly item?: { readonly node: ts.Node; readonly list: readonly ts.Node[]; readonly isAll: boolean };
}

function removalsOf(tree: ts.SourceFile, orphans: readonly Declared[]): readonly TextEdit[] {
  const statements = new Set(orphans.map(({ statement }) => statement));
  return [...statements].flatMap((statement) => {
    const items = orphans.flatMap((orphan) => (orphan.statement === statement ? (orphan.item ?? []) : []));
    const [first] = items;
    if (!first || (first.isAll && items.length === first.list.length)) return [wholeLine(tree, statement)];
    return removeItems(
      first.list,
      items.map(({ node }) => node),
    );
  });
}

function declarationsOf(tree: ts.SourceFile): Declared[] {
  const found: Declared[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableStatement(node)) {
      const { declarations } = node.declarationList;
      const [only] = declarations;
      const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      if (declarations.length === 1 && only?.initializer && !isExported) {
        const { name, initializer } = only;
        if (ts.isIdentifier(name) && isPure(initializer)) found.push({ name, statement: node });
        // `const { a, b } = require('…')`
        if (ts.isObjectBindingPattern(name) && requiredModule(initializer)) {
          found.push(...listed(node, name.elements, true));
        }
      }
    }
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings)) {
        found.push(...listed(node, bindings.elements, !node.importClause?.name));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function listed(
  statement: ts.Node,
  list: readonly (ts.ImportSpecifier | ts.BindingElement)[],
  isAll: boolean,
): readonly Declared[] {
  return list.flatMap((node) =>
    ts.isIdentifier(node.name) ? [{ name: node.name, statement, item: { node, list, isAll } }] : [],
  );
}

/** The statement with its line break, where nothing else stands on its lines. */
function wholeLine(tree: ts.SourceFile, node: ts.Node): TextEdit {
  const { text } = tree;
  const start = node.getStart();
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*\r?\n/.exec(text.slice(node.end));
  if (!rest || text.slice(lineStart, start).trim() !== '') return span(start, node.end, '');
  return span(lineStart, node.end + rest[0].length, '');
}

/** Uses of an import as a type, which are no uses of a value. */
function typeReferencesOf(name: ts.Identifier): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      const { parent } = node;
      const named =
        ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent);
      if (named || ts.isExportSpecifier(parent)) found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  return found;
}
