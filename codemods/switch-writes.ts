import { type Codemod, keyOf, leave, rename, rewrite, targetBeside, valueText } from './edit/edit.js';
import { removeItem } from './edit/removals.js';
import { carriedText, carryValues } from './edit/values.js';

/**
 * Everything that writes the source writes the target.
 *
 *     data: { userName, tenantId }  →  data: { displayName: userName, tenantId }
 */
export const switchWrites: Codemod = (place) => {
  if (place.role !== 'write') return leave('unrelated', 'belongs-to-reads');
  const key = keyOf(place);
  const beside = targetBeside(place);
  if (!key || !beside) return carryValues(place, rename(place));
  if (valueText(beside) !== carriedText(place, key.member)) return leave('needs-you', 'conflicting-write');
  return rewrite('source-removed', [removeItem(key.literal.properties, key.member)]);
};
