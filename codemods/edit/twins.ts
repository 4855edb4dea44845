import { ts } from '@ts-morph/common';
import { keyText, memberNamed } from '../source.js';
import { type FieldPlace, keyOf, valueText } from './edit.js';
import { removeItem } from './removals.js';
import { span, type TextEdit } from './text-edit.js';

/**
 * Two objects of one list that say the same of source and target: one is enough, and an `OR` of one is none.
 *
 *     where: { OR: [{ userName: q }, { displayName: q }], id } →  where: { displayName: q, id }
 */
export function mergeTwins(place: FieldPlace): readonly TextEdit[] | undefined {
  const key = keyOf(place);
  if (!key || place.target === undefined) return undefined;
  const { literal, member } = key;
  const list = literal.parent;
  if (literal.properties.length !== 1 || !ts.isArrayLiteralExpression(list)) return undefined;
  const twin = list.elements.find((element): element is ts.ObjectLiteralExpression => {
    if (!ts.isObjectLiteralExpression(element) || element.properties.length !== 1) return false;
    const [only] = element.properties;
    return keyText(only!.name) === place.target && valueText(only!) === valueText(member);
  });
  if (!twin) return undefined;
  return unfold(list, twin) ?? [removeItem(list.elements, literal)];
}

/** `OR: [{ userName: q }, { displayName: q }]` where nothing else is in the list: its last condition, without the list. */
function unfold(
  list: ts.ArrayLiteralExpression,
  kept: ts.ObjectLiteralExpression,
): readonly TextEdit[] | undefined {
  const { parent: branches } = list;
  if (list.elements.length !== 2 || !ts.isPropertyAssignment(branches)) return undefined;
  if (!/^(?:OR|AND)$/.test(keyText(branches.name) ?? '')) return undefined;
  const [only] = kept.properties;
  if (memberNamed(branches.parent, keyText(only!.name)!)) return undefined;
  return [span(branches.getStart(), only!.getStart(), ''), span(only!.end, branches.end, '')];
}
