import { ts } from '@ts-morph/common';
import {
  type Codemod,
  collapseFallback,
  type Decision,
  type FieldPlace,
  insertAfter,
  isNameLiteral,
  keyOf,
  leave,
  listedName,
  removeItem,
  rename,
  rewrite,
  targetBeside,
  valueText,
} from './edit/edit.js';
import { hidingType, quoted } from './edit/hiding.js';
import { carryValues } from './edit/values.js';

/**
 * Everything that reads the source reads the target: members of results, and all arguments of queries but data.
 *
 *     user.userName                     →  user.displayName
 *     const { userName } = user         →  const { displayName: userName } = user
 *     select: { userName: true }        →  select: { displayName: true }
 *     user.displayName ?? user.userName →  user.displayName
 *     Omit<User, 'userName'>            →  Omit<User, 'userName' | 'displayName'>
 */
export const switchReads: Codemod = (place) => {
  if (place.role === 'write') return leave('unrelated', 'belongs-to-writes');
  if (place.role === 'omit') return hideBoth(place);
  const hiding = hidingType(place);
  if (hiding) {
    if (hiding.names.some((node) => isNameLiteral(node, place.target))) {
      return leave('already-done', 'target-beside');
    }
    return rewrite('hidden-with-target', [insertAfter(hiding.node, ` | ${quoted(place)}`)]);
  }
  const fallback = collapseFallback(place);
  if (fallback) return rewrite('fallback', [fallback]);
  const renamed = mergeDouble(place) ?? carryValues(place, rename(place));
  return leavesRest(place) && renamed.edits.length > 0 ? { ...renamed, note: 'rest-keeps-source' } : renamed;
};

/** `const { userName: _, ...rest } = user` */
function leavesRest({ token }: FieldPlace): boolean {
  const owner = ts.isComputedPropertyName(token.parent) ? token.parent.parent : token.parent;
  return (
    ts.isBindingElement(owner) &&
    ts.isObjectBindingPattern(owner.parent) &&
    owner.parent.elements.some((element) => element.dotDotDotToken)
  );
}

/** What was hidden must not come out under its new name, and until the drop it exists under both. */
function hideBoth(place: FieldPlace): Decision {
  const key = keyOf(place);
  if (!key) {
    // `omit(user, 'userName')`
    const listed = listedName(place);
    if (!listed) return rename(place);
    if (listed.items.some((item) => isNameLiteral(item, place.target))) {
      return leave('already-done', 'target-beside');
    }
    return rewrite('hidden-with-target', [insertAfter(listed.node, `, ${quoted(place)}`)]);
  }
  if (targetBeside(place)) return leave('already-done', 'target-beside');
  return rewrite('hidden-with-target', [
    insertAfter(key.member, `, ${place.target}: ${valueText(key.member) ?? 'true'}`),
  ]);
}

/** Where the target stands beside the source already, one of the two goes. */
function mergeDouble(place: FieldPlace): Decision | undefined {
  const listed = listedName(place);
  if (listed?.items.some((item) => isNameLiteral(item, place.target))) {
    return rewrite('double-select', [removeItem(listed.items, listed.node)]);
  }
  const key = keyOf(place);
  if (!key) return undefined;
  const beside = targetBeside(place);
  if (beside) {
    if (valueText(beside) !== valueText(key.member)) return leave('needs-you', 'conflicting-condition');
    return rewrite('double-select', [removeItem(key.literal.properties, key.member)]);
  }
  // OR: [{ userName: q }, { displayName: q }]: one branch says it all.
  const { literal } = key;
  if (literal.properties.length === 1 && ts.isArrayLiteralExpression(literal.parent)) {
    const twin = literal.parent.elements.find(
      (element) =>
        ts.isObjectLiteralExpression(element) &&
        element.properties.length === 1 &&
        element.properties[0]!.name?.getText() === place.target &&
        valueText(element.properties[0]!) === valueText(key.member),
    );
    if (twin) return rewrite('double-select', [removeItem(literal.parent.elements, literal)]);
  }
  return undefined;
}
