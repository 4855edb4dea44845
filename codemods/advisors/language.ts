import { ts } from '@ts-morph/common';
import { type Advice, type Advisor, callWith, keyPlace, type NamePlace } from './advice.js';

/**
 * The language's own functions that take the name of a member as a text, `Object.hasOwn(user, 'userName')`, or with
 * its value, `Object.assign(user, { userName })`.
 */
export const language: Advisor = (place) => {
  const key = keyPlace(place.token);
  return key ? assigned(place, key) : named(place);
};

/** What is assigned to a record is its member, whatever the literal would be by itself. */
function assigned({ name }: NamePlace, key: NonNullable<ReturnType<typeof keyPlace>>): Advice | undefined {
  const found = callWith(key.literal);
  const into = found?.call.arguments[0];
  if (!found || !into || found.argument === 0 || key.name !== name) return undefined;
  if (found.call.expression.getText() !== 'Object.assign' || ts.isObjectLiteralExpression(into))
    return undefined;
  return { ...found, packages: /^lib$/, shape: key.shape, member: { of: into, path: [name] } };
}

function named(place: NamePlace): Advice | undefined {
  const found = callWith(place.token);
  if (!found || !ts.isStringLiteralLike(place.token) || place.token.text !== place.name) return undefined;
  const { call } = found;
  if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { expression: owner, name } = call.expression;
  const [first] = call.arguments;
  const about = (of: ts.Expression): Advice => adviceOf(place, found, of);
  if (/^(?:hasOwnProperty|propertyIsEnumerable)$/.test(name.text) && found.argument === 0)
    return about(owner);
  if (name.text === 'includes' && found.argument === 0) {
    const listed = keysOf(owner);
    return listed && { ...about(listed), reason: 'keys-at-run-time' };
  }
  if (found.argument !== 1 || !first) return undefined;
  const isOf = (object: string) => ts.isIdentifier(owner) && owner.text === object;
  const takesMember =
    (isOf('Object') && /^(?:hasOwn|getOwnPropertyDescriptor)$/.test(name.text)) ||
    (isOf('Reflect') && /^(?:get|set|has|deleteProperty|getOwnPropertyDescriptor)$/.test(name.text)) ||
    (name.text === 'call' && /\bhasOwnProperty$/.test(owner.getText()));
  return takesMember ? about(first) : undefined;
}

function adviceOf(
  { name }: NamePlace,
  found: { readonly call: ts.CallExpression; readonly argument: number },
  of: ts.Expression,
): Advice {
  return { ...found, packages: /^lib$/, shape: 'name', member: { of, path: [name] } };
}

/** `Object.keys(user)`: what the keys are of. */
function keysOf(list: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(list)) return undefined;
  return /^(?:Object\.(?:keys|getOwnPropertyNames)|Reflect\.ownKeys)$/.test(list.expression.getText())
    ? list.arguments[0]
    : undefined;
}
