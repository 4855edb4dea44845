import { ts } from '@ts-morph/common';
import { utilityOf } from '../locate/type-site.js';
import type { FieldPlace } from './edit.js';

/** `Omit<T, 'userName'>` and `Exclude<keyof T, 'userName'>` hide a field: the literal, and all names hidden beside it. */
export function hidingType(
  place: FieldPlace,
): { readonly node: ts.LiteralTypeNode; readonly names: readonly ts.Node[] } | undefined {
  const node = place.token.parent;
  if (!ts.isLiteralTypeNode(node)) return undefined;
  let argument: ts.Node = node;
  while (ts.isUnionTypeNode(argument.parent) || ts.isParenthesizedTypeNode(argument.parent))
    argument = argument.parent;
  const utility = utilityOf(argument);
  if (utility?.name !== 'Omit' && utility?.name !== 'Exclude') return undefined;
  return { node, names: ts.isUnionTypeNode(node.parent) ? node.parent.types : [node] };
}

/** The target between the quotes that the source has. */
export function quoted(place: FieldPlace): string {
  const text = place.token.getText();
  return `${text.charAt(0)}${place.target}${text.charAt(0)}`;
}
