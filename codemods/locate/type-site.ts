import { ts } from '@ts-morph/common';
import { keyText } from '../source.js';
import { type Site, settled } from './site-kind.js';

/** `userName: string` in a type or class of the user's own: a shape of its own, unless another type asks for it. */
export function memberDeclaration(node: ts.ClassElement | ts.TypeElement): Site {
  const { parent } = node;
  if (ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent)) {
    const types = parent.heritageClauses?.flatMap((clause) => clause.types) ?? [];
    return types.length > 0 ? { kind: 'heritage', types } : settled('unrelated', 'own-declaration');
  }
  const path: string[] = [];
  let here: ts.Node = node;
  while (ts.isPropertySignature(here) && ts.isTypeLiteralNode(here.parent)) {
    const key = keyText(here.name);
    if (key === undefined) return settled('unrelated', 'own-declaration');
    path.unshift(key);
    here = here.parent.parent;
  }
  // The loop leaves the node that holds the outermost literal.
  const outer = outermostLiteral(node);
  if (ts.isTypeReferenceNode(here) && outer) {
    const argument = here.typeArguments?.indexOf(outer) ?? -1;
    const { typeName } = here;
    const of = ts.isQualifiedName(typeName) ? typeName.right : typeName;
    if (argument >= 0) return { kind: 'type-argument', of, argument, path };
  }
  return settled('unrelated', 'own-declaration');
}

function outermostLiteral(member: ts.Node): ts.TypeLiteralNode | undefined {
  let literal: ts.TypeLiteralNode | undefined;
  let here: ts.Node = member;
  while (ts.isPropertySignature(here) && ts.isTypeLiteralNode(here.parent)) {
    literal = here.parent;
    here = literal.parent;
  }
  return literal;
}

const FILTERS = new Set(['Pick', 'Omit', 'Exclude', 'Extract']);

export function literalTypeSite(literal: ts.LiteralTypeNode, name: string): Site {
  let here: ts.Node = literal;
  while (ts.isUnionTypeNode(here.parent) || ts.isParenthesizedTypeNode(here.parent)) here = here.parent;
  const { parent } = here;
  if (ts.isIndexedAccessTypeNode(parent) && parent.indexType === here) {
    return { kind: 'member', of: parent.objectType, path: [name], shape: 'name' };
  }
  const utility = utilityOf(here);
  if (utility) return { kind: 'member', of: utility.subject, path: [name], shape: 'name' };
  return { kind: 'literal-type', node: literal };
}

/** `Pick<T, …>`, `Omit<T, …>`, `Exclude<keyof T, …>`: the name of the utility and T, for a node of its second argument. */
export function utilityOf(
  argument: ts.Node,
): { readonly name: string; readonly subject: ts.TypeNode } | undefined {
  const { parent } = argument;
  if (!ts.isTypeReferenceNode(parent) && !ts.isExpressionWithTypeArguments(parent)) return undefined;
  const called = ts.isTypeReferenceNode(parent) ? parent.typeName : parent.expression;
  const name = ts.isIdentifier(called) ? called.text : '';
  const [first, second] = parent.typeArguments ?? [];
  if (!first || second !== argument || !FILTERS.has(name)) return undefined;
  if (name === 'Pick' || name === 'Omit') return { name, subject: first };
  if (ts.isTypeOperatorNode(first) && first.operator === ts.SyntaxKind.KeyOfKeyword)
    return { name, subject: first.type };
  return undefined;
}
