import { ts } from '@ts-morph/common';
import type { ReasonCode } from '../reasons.js';
import { unwrap } from '../source.js';
import type { FieldPlace } from './edit.js';

/** What to know about a read that was rewritten all the same. */
export function noteOn({ token, reason, targetIsNullable }: FieldPlace): ReasonCode | undefined {
  const owner = ts.isComputedPropertyName(token.parent) ? token.parent.parent : token.parent;
  if (ts.isBindingElement(owner) && ts.isObjectBindingPattern(owner.parent)) {
    if (owner.parent.elements.some((element) => element.dotDotDotToken)) return 'rest-keeps-source';
    return owner.initializer && targetIsNullable ? 'default-not-for-null' : undefined;
  }
  if (ts.isArrayLiteralExpression(owner) && /^(?:typed-name|name-of-uses)$/.test(reason))
    return 'list-of-names';
  const isAccess = ts.isPropertyAccessExpression(owner) || ts.isElementAccessExpression(owner);
  return isAccess && isParsed(owner.expression) ? 'stored-shape' : undefined;
}

/** `JSON.parse(text) as User`, or a constant of it. */
function isParsed(expression: ts.Expression): boolean {
  const value = unwrap(expression);
  return ts.isCallExpression(value) && value.expression.getText() === 'JSON.parse';
}
