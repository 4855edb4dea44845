import { ts } from '@ts-morph/common';
import { type FieldPlace, insertAfter, isNameLiteral } from './edit.js';
import type { TextEdit } from './text-edit.js';

/** Where a name is listed to hide a field: the names hidden with it, and what puts the target beside it. */
export interface Hiding {
  readonly hasTarget: boolean;
  readonly withTarget: TextEdit;
}

/**
 * `Omit<T, 'userName'>` and `Exclude<keyof T, 'userName'>` hide a field, as do types and functions of the user's own
 * whose result lacks it: `without(user, 'userName')`.
 */
export function hidingList(place: FieldPlace): Hiding | undefined {
  if (!place.hides) return undefined;
  const { token } = place;
  const { parent } = token;
  if (ts.isLiteralTypeNode(parent)) {
    const names = ts.isUnionTypeNode(parent.parent) ? parent.parent.types : [parent];
    return {
      hasTarget: names.some((node) => isNameLiteral(node, place.target)),
      withTarget: insertAfter(parent, ` | ${quoted(place)}`),
    };
  }
  const names = ts.isCallExpression(parent)
    ? parent.arguments
    : ts.isArrayLiteralExpression(parent)
      ? parent.elements
      : [];
  return {
    hasTarget: names.some((node) => isNameLiteral(node, place.target)),
    withTarget: insertAfter(token, `, ${quoted(place)}`),
  };
}

/** The target between the quotes that the source has. */
function quoted({ token, target }: FieldPlace): string {
  const quote = token.getText().charAt(0);
  return `${quote}${target}${quote}`;
}
