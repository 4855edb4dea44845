import { ts } from '@ts-morph/common';
import {
  type Advice,
  type Advisor,
  calledName,
  callWith,
  keyPlace,
  type NamePlace,
  passesOn,
  wholeAround,
} from './advice.js';

const PACKAGES = /^@angular\/forms$/;
const CONTROLS = /^(?:get|contains|addControl|removeControl|setControl|registerControl|hasError|getError)$/;

/** What takes values, with how many names of controls stand above them. */
const NAMES_ABOVE: Readonly<Record<string, number>> = {
  group: 1,
  record: 1,
  control: 0,
  array: 0,
};

/** The same on a form or control, which is not to be seen: the values of a group stand under names, no list does. */
const SETTERS = /^(?:setValue|patchValue|reset)$/;

/** Reactive forms of Angular. */
export const angularForms: Advisor = (place) => controlNamed(place) ?? recordWithin(place);

/** `form.get('userName')` is a control, which the form itself names. */
function controlNamed({ token }: NamePlace): Advice | undefined {
  const found = callWith(token);
  if (!found || !CONTROLS.test(calledName(found.call) ?? '')) return undefined;
  return { ...found, packages: PACKAGES, shape: 'name', isOther: true };
}

/**
 * `group({ author: [{ userName: 'a' }] })`: a form holds a record, and gives it back as `any` to whoever reads it as
 * the model's.
 */
function recordWithin({ token }: NamePlace): Advice | undefined {
  const key = keyPlace(token);
  if (!key) return undefined;
  const { path, whole } = wholeAround({ whole: key.literal, path: [key.name] }, isTransparent);
  const call = whole.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const argument = call.arguments.indexOf(whole as ts.Expression);
  const called = calledName(call) ?? '';
  const isList = path[0] === '[]' || ts.isCallExpression(whole);
  const above = SETTERS.test(called) ? Number(!isList) : NAMES_ABOVE[called];
  if (argument !== 0 || above === undefined) return undefined;
  if (path.filter((step) => step !== '[]').length <= above) return undefined;
  const advice: Advice = {
    call,
    argument,
    packages: PACKAGES,
    shape: key.shape,
    reason: 'form-value',
    unlessTyped: true,
  };
  const of = mappedFrom(key.literal, whole);
  return of ? { ...advice, member: { of, path: ['[]', key.name] } } : advice;
}

/** The list whose elements a callback makes into such objects. */
function mappedFrom(literal: ts.Node, whole: ts.Node): ts.Expression | undefined {
  for (let here = literal; here !== whole; here = here.parent) {
    const { parent } = here;
    if (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)) {
      return calledName(parent) === 'concat' ? undefined : parent.expression.expression;
    }
  }
  return undefined;
}

/** What stands between a record and the form that is given it, and is no name of a control. */
function isTransparent(parent: ts.Node): boolean {
  return (
    passesOn(parent) ||
    ts.isBinaryExpression(parent) ||
    (ts.isCallExpression(parent) && /^(?:map|flatMap|concat)$/.test(calledName(parent) ?? ''))
  );
}
