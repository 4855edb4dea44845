import { ts } from '@ts-morph/common';
import {
  type Decision,
  type FieldPlace,
  insertAfter,
  isNameLiteral,
  keyOf,
  leave,
  rewrite,
  targetBeside,
  valueText,
} from './edit.js';
import type { TextEdit } from './text-edit.js';

/** In `omit`: what was hidden must not come out under its new name, and until the drop it exists under both. */
export function hideBoth(place: FieldPlace): Decision {
  const key = keyOf(place);
  if (!key) return leave('needs-you', 'key-elsewhere');
  if (targetBeside(place)) return leave('already-done', 'target-beside');
  return rewrite('hidden-with-target', [
    insertAfter(key.member, `, ${place.target}: ${valueText(key.member) ?? 'true'}`),
  ]);
}

/** In a list of names to hide: the target beside the source; undefined for any other place. */
export function hideInList(place: FieldPlace): Decision | undefined {
  const hiding = hidingList(place);
  if (!hiding) return undefined;
  return hiding.hasTarget
    ? leave('already-done', 'target-beside')
    : rewrite('hidden-with-target', [hiding.withTarget]);
}

/** Where a name is listed to hide a field: the names hidden with it, and what puts the target beside it. */
interface Hiding {
  readonly hasTarget: boolean;
  readonly withTarget: TextEdit;
}

/**
 * `Omit<T, 'userName'>` and `Exclude<keyof T, 'userName'>` hide a field, as do types and functions of the user's own
 * whose result lacks it: `without(user, 'userName')`.
 */
function hidingList(place: FieldPlace): Hiding | undefined {
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
