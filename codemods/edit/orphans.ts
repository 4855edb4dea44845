import { ts } from '@ts-morph/common';
import { referencesOf } from '../locate/flow.js';
import type { Source } from '../source.js';
import { isPure, overlap, removeItem, span, type TextEdit } from './edit.js';

/**
 * Constants and imports that were only used in the text that the edits take away: edits that remove them too, and
 * then what only those used.
 */
export function removeOrphans(source: Source, edits: readonly TextEdit[]): readonly TextEdit[] {
  const removed: TextEdit[] = [];
  for (;;) {
    const gone = [...edits, ...removed].filter(({ length, text }) => length > text.length);
    const isGone = (node: ts.Node) =>
      gone.some(({ offset, length }) => offset <= node.getStart() && node.end <= offset + length);
    const orphan = declarationsOf(source.tree).find(({ name, remove }) => {
      const used = referencesOf(name).concat(typeReferencesOf(name));
      return used.length > 0 && used.every(isGone) && !gone.some((edit) => overlap(edit, remove));
    });
    if (!orphan) return removed;
    removed.push(orphan.remove);
  }
}

interface Declared {
  readonly name: ts.Identifier;
  readonly remove: TextEdit;
}

function declarationsOf(tree: ts.SourceFile): Declared[] {
  const found: Declared[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableStatement(node)) {
      const { declarations } = node.declarationList;
      const [only] = declarations;
      const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      if (declarations.length === 1 && only?.initializer && ts.isIdentifier(only.name) && !isExported) {
        if (isPure(only.initializer)) found.push({ name: only.name, remove: wholeLine(tree, node) });
      }
    }
    if (ts.isImportDeclaration(node)) found.push(...importsOf(tree, node));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function importsOf(tree: ts.SourceFile, node: ts.ImportDeclaration): Declared[] {
  const bindings = node.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return [];
  const { elements } = bindings;
  const isAll = elements.length === 1 && !node.importClause?.name;
  return elements.map((element) => ({
    name: element.name,
    remove: isAll ? wholeLine(tree, node) : removeItem(elements, element),
  }));
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
