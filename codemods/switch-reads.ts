import {
  type Codemod,
  collapseFallback,
  type Decision,
  type FieldPlace,
  isNameLiteral,
  keyOf,
  leave,
  listedName,
  rename,
  rewrite,
  targetBeside,
  valueText,
} from './edit/edit.js';
import { hideBoth, hideInList } from './edit/hiding.js';
import { mergeBindings } from './edit/merge-bindings.js';
import { noteOn } from './edit/notes.js';
import { removeItem } from './edit/removals.js';
import { mergeTwins } from './edit/twins.js';
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
  const hiding = hideInList(place);
  if (hiding) return hiding;
  const fallback = collapseFallback(place);
  if (fallback) return rewrite('fallback', fallback);
  const renamed = mergeDouble(place) ?? carryValues(place, rename(place));
  if (renamed.edits.length === 0 || renamed.note) return renamed;
  const note = noteOn(place);
  return note ? { ...renamed, note } : renamed;
};

/** Where the target stands beside the source already, one of the two goes. */
function mergeDouble(place: FieldPlace): Decision | undefined {
  const listed = listedName(place);
  if (listed?.items.some((item) => isNameLiteral(item, place.target))) {
    return rewrite('double-select', [removeItem(listed.items, listed.node)]);
  }
  const bound = place.values ? undefined : mergeBindings(place);
  if (bound) return rewrite('double-select', bound);
  const key = keyOf(place);
  if (!key) return undefined;
  const beside = targetBeside(place);
  if (beside) {
    if (valueText(beside) !== valueText(key.member)) return leave('needs-you', 'conflicting-condition');
    return rewrite('double-select', [removeItem(key.literal.properties, key.member)]);
  }
  const twins = mergeTwins(place);
  return twins && rewrite('double-select', twins);
}
