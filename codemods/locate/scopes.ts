import { ts } from '@ts-morph/common';

/** Trees do not change, and the same names are followed from many places. */
const references = new WeakMap<ts.Identifier, readonly ts.Identifier[]>();
const valuesByName = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Identifier[]>>();
const declarations = new WeakMap<ts.Node, ReadonlyMap<string, Declared>>();

/** Uses as values, in the same file and in the scope of the declaration, of a name that no inner scope declares again. */
export function referencesOf(name: ts.Identifier): readonly ts.Identifier[] {
  const found = references.get(name) ?? findReferences(name);
  references.set(name, found);
  return found;
}

function findReferences(name: ts.Identifier): readonly ts.Identifier[] {
  const scope = scopeOf(name);
  const found: ts.Identifier[] = [];
  const all = valuesNamed(name.getSourceFile(), name.text);
  for (let index = firstFrom(all, scope.pos); index < all.length && all[index]!.pos < scope.end; index++) {
    const node = all[index]!;
    if (node !== name && !isHidden(node, scope, name.text)) found.push(node);
  }
  return found;
}

/** Identifiers of that name that are used as values, in the order of the text: a file is read once for all names. */
function valuesNamed(file: ts.SourceFile, name: string): readonly ts.Identifier[] {
  const known = valuesByName.get(file);
  if (known) return known.get(name) ?? [];
  const byName = new Map<string, ts.Identifier[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isValueReference(node)) {
      const group = byName.get(node.text);
      if (group) group.push(node);
      else byName.set(node.text, [node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const group of byName.values()) group.sort((a, b) => a.pos - b.pos);
  valuesByName.set(file, byName);
  return byName.get(name) ?? [];
}

/** The index of the first node that begins at a position or after it. */
function firstFrom(sorted: readonly ts.Node[], position: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.pos < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a scope between a use and an outer scope declares the name again. */
function isHidden(use: ts.Node, outer: ts.Node, name: string): boolean {
  for (let here: ts.Node = use; here !== outer && here.parent; here = here.parent) {
    if (isScope(here) && declares(here, name)) return true;
  }
  return false;
}

function isValueReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  const isMember =
    ts.isClassElement(parent) ||
    ts.isTypeElement(parent) ||
    ts.isEnumMember(parent) ||
    ts.isJsxAttribute(parent);
  if (isMember && parent.name === node) return false;
  return ts.isExpression(node) && !ts.isQualifiedName(parent) && !ts.isTypeReferenceNode(parent);
}

export function isScope(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isBlock(node) || ts.isSourceFile(node) || ts.isForOfStatement(node);
}

function scopeOf(name: ts.Identifier): ts.Node {
  let here: ts.Node = name.parent;
  // A function's own name lives outside of it.
  if (ts.isFunctionDeclaration(here)) here = here.parent;
  while (!isScope(here)) here = here.parent;
  return here;
}

/** Whether a scope itself, without those in it, declares a name. */
export function declares(scope: ts.Node, name: string): boolean {
  return declaredIn(scope, name) !== undefined;
}

type Declared = ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement;

/** What declares a name, in the innermost scope that does. */
export function declarationOf(name: ts.Identifier): Declared | undefined {
  for (let scope: ts.Node | undefined = name.parent; scope; scope = scope.parent) {
    const found = isScope(scope) ? declaredIn(scope, name.text) : undefined;
    if (found) return found;
  }
  return undefined;
}

function declaredIn(scope: ts.Node, name: string): Declared | undefined {
  const known = declarations.get(scope);
  if (known) return known.get(name);
  const found = new Map<string, Declared>();
  const visit = (node: ts.Node): void => {
    const isOne = ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node);
    if (isOne && ts.isIdentifier(node.name) && !found.has(node.name.text)) found.set(node.name.text, node);
    if (node !== scope && isScope(node)) return;
    ts.forEachChild(node, visit);
  };
  visit(scope);
  declarations.set(scope, found);
  return found.get(name);
}
