import { ts } from '@ts-morph/common';
import { isExported, type Links, referencesOf } from './flow.js';
import { keySite, valueSite } from './site.js';
import { type Site, settled } from './site-kind.js';
import { literalTypeSite, wholeUnion } from './type-site.js';

/**
 * All uses of the constant, or of the type alias, that a name is the value of, each as if the name stood there itself;
 * undefined where it is neither.
 *
 *     const key = 'userName'; user[key]; select: { [key]: true }
 *     type Hidden = 'userName' | 'email'; Omit<User, Hidden>
 */
export function usesOfNamed(
  literal: ts.Node,
  name: string,
  { importersOf }: Links,
): readonly Site[] | undefined {
  if (ts.isLiteralTypeNode(literal.parent)) {
    const { parent: alias } = wholeUnion(literal.parent);
    if (!ts.isTypeAliasDeclaration(alias) || alias.typeParameters) return undefined;
    return everyName(alias.name, importersOf)
      .flatMap(typeReferencesOf)
      .map((reference) => literalTypeSite(reference, name));
  }
  const declaration = declaredWith(literal);
  if (!declaration) return undefined;
  return everyName(declaration, importersOf)
    .flatMap((each) => [...referencesOf(each), ...typeReferencesOf(each)])
    .map((reference) =>
      ts.isTypeNode(reference) ? settled('needs-you', 'literal-type') : siteAt(reference, name),
    );
}

/** `const key = 'userName' as const`, without a type of its own, which would say more than the uses. */
function declaredWith(literal: ts.Node): ts.Identifier | undefined {
  let here = literal;
  while (
    ts.isAsExpression(here.parent) ||
    ts.isParenthesizedExpression(here.parent) ||
    ts.isSatisfiesExpression(here.parent)
  ) {
    here = here.parent;
  }
  const { parent } = here;
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== here || parent.type) return undefined;
  const isConstant = (parent.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

function everyName(name: ts.Identifier, importersOf: Links['importersOf']): readonly ts.Identifier[] {
  return [name, ...(isExported(name) ? importersOf(name.getSourceFile(), name.text) : [])];
}

function siteAt(reference: ts.Identifier, name: string): Site {
  const { parent } = reference;
  if (ts.isComputedPropertyName(parent)) {
    const owner = parent.parent;
    if (ts.isPropertyAssignment(owner)) return keySite(owner, 'name', name);
    if (ts.isBindingElement(owner)) return { kind: 'member', of: owner.parent, path: [name], shape: 'name' };
    return settled('needs-you', 'untyped-string');
  }
  return valueSite(reference, name);
}

/** Uses in the same file of a name in types. */
function typeReferencesOf(name: ts.Identifier): ts.TypeNode[] {
  const found: ts.TypeNode[] = [];
  const visit = (node: ts.Node): void => {
    const named = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isTypeQueryNode(node)
        ? node.exprName
        : undefined;
    if (named && ts.isIdentifier(named) && named.text === name.text) found.push(node as ts.TypeNode);
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  return found;
}
