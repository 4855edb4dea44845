import { ts } from '@ts-morph/common';

/** A string that is handed to something which is not of this code, and everything else that goes there with it. */
export interface Handed {
  /** The call, whose result must be text for it to be no accessor; undefined for an element of HTML. */
  readonly call: ts.CallExpression | undefined;
  readonly argument: number;
  readonly beside: readonly ts.Expression[];
}

/**
 * `t('userName')` and `<input name="userName">`: a string that no type takes for a name of the model. What is given
 * none of the model's records cannot read a member of one.
 */
export function handedTo(literal: ts.Expression): Handed | undefined {
  const { parent } = literal;
  if (ts.isCallExpression(parent) && ts.isIdentifier(parent.expression)) {
    const argument = parent.arguments.indexOf(literal);
    if (argument < 0) return undefined;
    return { call: parent, argument, beside: parent.arguments.filter((each) => each !== literal) };
  }
  const attribute = ts.isJsxExpression(parent) ? parent.parent : parent;
  if (!ts.isJsxAttribute(attribute)) return undefined;
  const element = attribute.parent.parent;
  if (!ts.isIdentifier(element.tagName) || !/^[a-z]/.test(element.tagName.text)) return undefined;
  const beside = attribute.parent.properties.flatMap((each) => expressionsOf(each, literal));
  return { call: undefined, argument: -1, beside };
}

function expressionsOf(property: ts.JsxAttributeLike, except: ts.Expression): ts.Expression[] {
  if (ts.isJsxSpreadAttribute(property)) return [property.expression];
  const { initializer } = property;
  const value = initializer && ts.isJsxExpression(initializer) ? initializer.expression : undefined;
  return value && value !== except ? [value] : [];
}
