import { ts } from '@ts-morph/common';
import { isExported } from '../locate/flow.js';
import { referencesOf } from '../locate/scopes.js';
import type { Source } from '../source.js';
import { isPure } from './edit.js';
import { requiredModule } from './import.js';
import { removeItems, removePattern, wholeLine } from './removals.js';
import { overlap, type TextEdit } from './text-edit.js';

/**
 * Constants, imports and parameters that were only used in the text that the edits take away: edits that remove them
 * too, and then what only those used.
 */
export function removeOrphans(source: Source, edits: readonly TextEdit[]): readonly TextEdit[] {
  const declared = declarationsOf(source.tree);
  const orphans: Declared[] = [];
  for (;;) {
    const removed = removalsOf(orphans);
    const gone = [...edits, ...removed].filter(({ length, text }) => length > text.length);
    const isGone = (node: ts.Node) =>
      gone.some(({ offset, length }) => offset <= node.getStart() && node.end <= offset + length);
    const orphan = declared.find((each) => {
      if (orphans.includes(each)) return false;
      const used = referencesOf(each.name).concat(typeReferencesOf(each.name));
      if (used.length === 0 || !used.every(isGone)) return false;
      const together = removalsOf([...orphans, each]);
      return !together.some((removal) => edits.some((edit) => overlap(edit, removal)));
    });
    if (!orphan) return removed;
    orphans.push(orphan);
  }
}

/** A name, and how it goes. */
interface Declared {
  readonly name: ts.Identifier;
  /** What several names may stand in: a statement, a pattern, a function. */
  readonly owner: ts.Node;
  /** The edits that remove these names of one owner together. */
  readonly remove: (names: readonly ts.Identifier[]) => readonly TextEdit[];
}

function removalsOf(orphans: readonly Declared[]): readonly TextEdit[] {
  return [...new Set(orphans.map(({ owner }) => owner))].flatMap((owner) => {
    const group = orphans.filter((orphan) => orphan.owner === owner);
    return group[0]!.remove(group.map(({ name }) => name));
  });
}

function declarationsOf(tree: ts.SourceFile): Declared[] {
  const found: Declared[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableStatement(node)) found.push(...variablesOf(node));
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings)) {
        found.push(...listed(node, bindings.elements, !node.importClause?.name));
      }
    }
    if (ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      found.push(...parametersOf(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function variablesOf(statement: ts.VariableStatement): readonly Declared[] {
  const { declarations } = statement.declarationList;
  const [only] = declarations;
  const isShown = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (declarations.length !== 1 || !only?.initializer || isShown) return [];
  const { name, initializer } = only;
  if (ts.isIdentifier(name)) {
    return isPure(initializer) ? [{ name, owner: statement, remove: () => [wholeLine(statement)] }] : [];
  }
  if (!ts.isObjectBindingPattern(name)) return [];
  // `const { a, b } = require('…')`
  if (requiredModule(initializer)) return listed(statement, name.elements, true);
  const { elements } = name;
  const isPlain = elements.every(
    (each) => !each.dotDotDotToken && (!each.initializer || isPure(each.initializer)),
  );
  return isPlain ? listed(statement, elements, true, () => removePattern(elements[0]!)) : [];
}

/** Names in a list; where all go, what holds the list does. */
function listed(
  owner: ts.Node,
  list: ts.NodeArray<ts.ImportSpecifier | ts.BindingElement>,
  isAll: boolean,
  removeAll: () => readonly TextEdit[] | undefined = () => [wholeLine(owner)],
): readonly Declared[] {
  const remove = (names: readonly ts.Identifier[]): readonly TextEdit[] => {
    const items = list.filter(({ name }) => names.includes(name as ts.Identifier));
    const whole = isAll && items.length === list.length ? removeAll() : undefined;
    return whole ?? removeItems(list, items);
  };
  return list.flatMap(({ name }) => (ts.isIdentifier(name) ? [{ name, owner, remove }] : []));
}

/** Parameters of a function that is only called, and only in its own file: with each goes what the calls give it. */
function parametersOf(
  owner: ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression,
): readonly Declared[] {
  const { parent } = owner;
  const name = ts.isFunctionDeclaration(owner)
    ? owner.name
    : ts.isVariableDeclaration(parent) && !parent.type && ts.isIdentifier(parent.name)
      ? parent.name
      : undefined;
  if (!name || isExported(name) || typeReferencesOf(name).length > 0) return [];
  const calls = referencesOf(name).map((reference) => reference.parent);
  const areCalls = calls.every(
    (call): call is ts.CallExpression =>
      ts.isCallExpression(call) &&
      ts.isIdentifier(call.expression) &&
      !call.arguments.some(ts.isSpreadElement),
  );
  if (!areCalls || calls.length === 0) return [];
  const given = (index: number) => calls.flatMap((call) => call.arguments[index] ?? []);
  const remove = (names: readonly ts.Identifier[]): readonly TextEdit[] => {
    const gone = owner.parameters.filter((parameter) => names.includes(parameter.name as ts.Identifier));
    return [
      ...removeItems(owner.parameters, gone),
      ...calls.flatMap((call) =>
        removeItems(
          call.arguments,
          call.arguments.filter((_, index) => gone.includes(owner.parameters[index]!)),
        ),
      ),
    ];
  };
  return owner.parameters.flatMap(({ name: own, dotDotDotToken }, index) =>
    ts.isIdentifier(own) && !dotDotDotToken && given(index).every(isPure)
      ? [{ name: own, owner, remove }]
      : [],
  );
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
