import { ts } from '@ts-morph/common';
import type { ReasonCode } from '../reasons.js';
import type { FieldPlace } from './edit.js';

/** What to know about a read that was rewritten all the same. */
export function noteOn({ token, reason, targetIsNullable, isParsed }: FieldPlace): ReasonCode | undefined {
  const owner = ts.isComputedPropertyName(token.parent) ? token.parent.parent : token.parent;
  if (ts.isBindingElement(owner) && ts.isObjectBindingPattern(owner.parent)) {
    if (owner.parent.elements.some((element) => element.dotDotDotToken)) return 'rest-keeps-source';
    if (owner.initializer && targetIsNullable) return 'default-not-for-null';
  }
  if (ts.isArrayLiteralExpression(owner) && /^(?:typed-name|name-of-uses)$/.test(reason))
    return 'list-of-names';
  return isParsed ? 'stored-shape' : undefined;
}
