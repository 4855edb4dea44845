import { ts } from '@ts-morph/common';

/** Trees do not change, and the same names are followed from many places. */
const references = new WeakMap<ts.Identifier, readonly ts.Identifier[]>();

/** Uses as values, in the same file and in the scope of the declaration, of a name that no inner scope declares again. */
export function referencesOf(name: ts.Identifier): readonly ts.Identifier[] {
  const found = references.get(name) ?? findReferences(name);
  references.set(name, found);
  return found;
}

function findReferences(name: ts.Identifier): ts.Identifier[] {
  const scope = scopeOf(name);
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name && isValueReference(node))
      found.push(node);
    if (node !== scope && isScope(node) && declares(node, name.text)) return;
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;
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
  let found: Declared | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    const isOne = ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node);
    if (isOne && ts.isIdentifier(node.name) && node.name.text === name) found = node;
    if (node !== scope && isScope(node)) return;
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;
}
