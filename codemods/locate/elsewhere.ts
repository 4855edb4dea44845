import { ts } from '@ts-morph/common';
import { importOf } from '../imports.js';
import { keyText } from '../source.js';
import { declarationOf } from './scopes.js';

/** A string that is handed to something which is not of this code, and everything else that goes there with it. */
export interface Handed {
  /** The call, whose result must be text for it to be no accessor; undefined for an element of HTML. */
  readonly call: ts.CallExpression | undefined;
  readonly argument: number;
  readonly beside: readonly ts.Expression[];
  /** What the call is made on, which has to be the fields of a form or the parameters of a URL. */
  readonly fields?: ts.Expression;
  /** The attributes of a component, one of which has to be HTML's own by its declaration. */
  readonly attribute?: { readonly of: ts.JsxAttributes; readonly name: string };
  /** It asks a library for the translation of a key, whether or not its types are known. */
  readonly translates?: true;
}

/**
 * `t('userName')`, `formData.get('userName')` and `<input name="userName">`: a string that no type takes for a name of the
 * model. What is given none of the model's records cannot read a member of one.
 */
export function handedTo(literal: ts.Expression): Handed | undefined {
  const { parent } = literal;
  if (ts.isCallExpression(parent)) {
    const { expression: callee, arguments: given } = parent;
    const argument = given.indexOf(literal);
    if (argument < 0) return undefined;
    const handed = { call: parent, argument, beside: given.filter((each) => each !== literal) };
    if (ts.isIdentifier(callee)) return isTranslator(callee) ? { ...handed, translates: true } : handed;
    const isOfFields = ts.isPropertyAccessExpression(callee) && OF_FIELDS.test(callee.name.text);
    return isOfFields && argument === 0 ? { ...handed, fields: callee.expression } : undefined;
  }
  const attribute = ts.isJsxExpression(parent) ? parent.parent : parent;
  if (!ts.isJsxAttribute(attribute)) return undefined;
  const name = attribute.name.getText();
  const beside = attribute.parent.properties.flatMap((each) => expressionsOf(each, literal));
  const handed = { call: undefined, argument: -1, beside };
  return isOfHtml(attribute.parent.parent.tagName) || OF_HTML.test(name)
    ? handed
    : { ...handed, attribute: { of: attribute.parent, name } };
}

/** Attributes that are about the element, on whatever component they stand. */
const OF_HTML = /^(?:htmlFor|autoComplete|className|placeholder|alt|href|rel|(?:aria|data)-.+)$/;

function isOfHtml(tag: ts.JsxTagNameExpression): boolean {
  return ts.isIdentifier(tag) && /^[a-z]/.test(tag.text);
}

/** Methods of `FormData` and `URLSearchParams`. */
const OF_FIELDS = /^(?:get|getAll|has|set|append|delete)$/;

/** `t('name')` is a text, whether or not its types are known. */
function isTranslation(value: ts.Expression): boolean {
  return ts.isCallExpression(value) && ts.isIdentifier(value.expression) && isTranslator(value.expression);
}

/** `const { t } = useTranslation()`, where that is a function of a package for translations. */
function isTranslator(callee: ts.Identifier): boolean {
  const declared = declarationOf(callee);
  const variable = declared && ts.isBindingElement(declared) ? declared.parent.parent : declared;
  if (!variable || !ts.isVariableDeclaration(variable) || !variable.initializer) return false;
  const { initializer } = variable;
  const made = ts.isAwaitExpression(initializer) ? initializer.expression : initializer;
  if (!ts.isCallExpression(made) || !ts.isIdentifier(made.expression)) return false;
  return OF_TRANSLATIONS.test(importOf(callee.getSourceFile(), made.expression.text) ?? '');
}

const OF_TRANSLATIONS =
  /^(?:(?:next-|react-|vue-)?i18n(?:ext)?|(?:next|react|use)-intl|(?:next|react)-i18next|next-translate|@lingui\/[\w-]+|@formatjs\/[\w-]+)(?:\/.*)?$/;

function expressionsOf(property: ts.JsxAttributeLike, except: ts.Node): ts.Expression[] {
  if (ts.isJsxSpreadAttribute(property)) return [property.expression];
  const { initializer } = property;
  const value = initializer && ts.isJsxExpression(initializer) ? initializer.expression : undefined;
  return value && value !== except && !isTranslation(value) ? [value] : [];
}

/**
 * What goes with a text to the call or the element that it is for, and could have the member that the text speaks of:
 * of objects that are written out there, only what is spread into them, since their own keys are no names of a model.
 *
 * @returns undefined where the text stands alone
 */
export function givenBeside(text: ts.Node, name: string): readonly ts.Expression[] | undefined {
  let here = text;
  while (
    ts.isPropertyAssignment(here.parent) ||
    ts.isObjectLiteralExpression(here.parent) ||
    ts.isJsxExpression(here.parent)
  ) {
    here = here.parent;
  }
  const { parent } = here;
  const given = ts.isCallExpression(parent)
    ? parent.arguments.filter((each) => each !== text)
    : ts.isJsxAttribute(parent)
      ? parent.parent.properties.flatMap((each) => expressionsOf(each, text))
      : [];
  return given.length > 0 ? given.flatMap((each) => unwritten(each, text, name)) : undefined;
}

function unwritten(given: ts.Expression, text: ts.Node, name: string): readonly ts.Expression[] {
  if (given === text || ts.isFunctionLike(given)) return [];
  if (!ts.isObjectLiteralExpression(given)) return [given];
  // The last one of a name is the one that counts.
  const own = given.properties.findLastIndex((property) => keyText(property.name) === name);
  return given.properties.flatMap((property, index) => {
    if (ts.isSpreadAssignment(property)) return index > own ? [property.expression] : [];
    return ts.isPropertyAssignment(property) && keyText(property.name) !== name
      ? unwritten(property.initializer, text, name)
      : [];
  });
}
