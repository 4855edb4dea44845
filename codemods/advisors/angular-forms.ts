import { type Advisor, calledName, callWith } from './advice.js';

const CONTROLS = /^(?:get|contains|addControl|removeControl|setControl|registerControl|hasError|getError)$/;

/** Reactive forms of Angular: `form.get('userName')` is a control, which the form itself names. */
export const angularForms: Advisor = ({ token }) => {
  const found = callWith(token);
  if (!found || !CONTROLS.test(calledName(found.call) ?? '')) return undefined;
  return { ...found, packages: /^@angular\/forms$/, shape: 'name', isOther: true };
};
