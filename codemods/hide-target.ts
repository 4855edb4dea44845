import { ts } from '@ts-morph/common';
import { type Codemod, type FieldPlace, insertAfter, leave, rewrite } from './edit/edit.js';
import { hideBoth, hideInList } from './edit/hiding.js';

/**
 * From the stage in which the client knows the target, whatever hides the source hides the target beside it. Without
 * this codemod, a value that the application hides would come out under its new name.
 *
 *     omit: { passwordHash: true }        →  omit: { passwordHash: true, hash: true }
 *     Omit<User, 'passwordHash'>          →  Omit<User, 'passwordHash' | 'hash'>
 *     const { passwordHash, ...rest } = u →  const { passwordHash, hash: _hash, ...rest } = u
 */
export const hideTarget: Codemod = (place) => {
  if (place.role === 'omit') return hideBoth(place);
  return (
    hideInList(place) ??
    hideFromRest(place) ??
    leave('unrelated', place.role === 'write' ? 'belongs-to-writes' : 'belongs-to-reads')
  );
};

/** A pattern with a rest takes the source out of the rest; the target has to be taken out beside it. */
function hideFromRest(place: FieldPlace): ReturnType<Codemod> | undefined {
  const { source, token, target } = place;
  const element = token.parent;
  if (target === undefined || !ts.isBindingElement(element)) return undefined;
  if ((element.propertyName ?? element.name) !== token || !ts.isObjectBindingPattern(element.parent))
    return undefined;
  const { elements } = element.parent;
  if (!elements.some(({ dotDotDotToken }) => dotDotDotToken)) return undefined;
  const isTaken = elements.some(({ propertyName, name }) => (propertyName ?? name).getText() === target);
  if (isTaken) return leave('already-done', 'target-beside');
  let local = `_${target}`;
  while (new RegExp(`(?<![\\w$])${local.replaceAll('$', '\\$')}(?![\\w$])`).test(source.text))
    local = `_${local}`;
  return rewrite('hidden-with-target', [insertAfter(element, `, ${target}: ${local}`)]);
}
