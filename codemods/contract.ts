import { ts } from '@ts-morph/common';
import {
  type Codemod,
  collapseFallback,
  isNameLiteral,
  isPure,
  keyOf,
  leave,
  listedName,
  rewrite,
  targetBeside,
  valueText,
} from './edit/edit.js';
import { mergeBindings } from './edit/merge-bindings.js';
import { removeItem } from './edit/removals.js';
import { mergeTwins } from './edit/twins.js';
import { referencesOf } from './locate/scopes.js';

/**
 * What is left of the source beside the target goes: doubled data, doubled selects, fallbacks, hidden names. A
 * place where the source stands alone is still in use, and is said so.
 */
export const contract: Codemod = (place) => {
  const fallback = collapseFallback(place);
  if (fallback) return rewrite('fallback', fallback);
  const listed = listedName(place);
  if (listed?.items.some((item) => isNameLiteral(item, place.target))) {
    return rewrite('source-removed', [removeItem(listed.items, listed.node)]);
  }
  const twins = mergeTwins(place) ?? mergeBindings(place);
  if (twins) return rewrite('source-removed', twins);
  const key = keyOf(place);
  const beside = targetBeside(place);
  if (key && beside) {
    if (place.role === 'query' && valueText(beside) !== valueText(key.member)) {
      return leave('needs-you', 'conflicting-condition');
    }
    if (ts.isPropertyAssignment(key.member) && !isPure(key.member.initializer)) {
      return leave('needs-you', 'side-effect');
    }
    return rewrite('source-removed', [removeItem(key.literal.properties, key.member)]);
  }
  const binding = place.token.parent;
  if (
    ts.isBindingElement(binding) &&
    ts.isObjectBindingPattern(binding.parent) &&
    ts.isIdentifier(binding.name) &&
    // A template may use it.
    place.source.host === undefined &&
    !binding.parent.elements.some((element) => element.dotDotDotToken) &&
    referencesOf(binding.name).length === 0
  ) {
    return rewrite('source-removed', [removeItem(binding.parent.elements, binding)]);
  }
  return leave('needs-you', place.role === 'write' ? 'still-written' : 'still-read');
};
