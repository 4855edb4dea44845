import { ts } from '@ts-morph/common';
import { type Advisor, calledName, keyPlace, passesOn, wholeAround } from './advice.js';

/**
 * prisma-fabbrica: `defineUserFactory({ defaultData: { userName: 'a' }, traits: { b: { data: { userName: 'b' } } } })`. What
 * it generates types these by shapes of its own; what the factory's `build` takes is the data of the model.
 */
export const fabbrica: Advisor = ({ token }) => {
  const key = keyPlace(token);
  if (!key) return undefined;
  const { whole, path } = wholeAround({ whole: key.literal, path: [key.name] }, passesOn);
  const call = whole.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== whole || !isDefinition(call)) return undefined;
  const [section, , data] = path;
  const way =
    section === 'defaultData' ? path.slice(1) : section === 'traits' && data === 'data' ? path.slice(3) : [];
  if (way.length === 0) return undefined;
  // The functions stand in a file that is generated into the project, wherever that is.
  const packages = /(?:)/;
  const member = { of: call, path: ['build', '(0)', ...way] };
  return { call, argument: 0, packages, shape: key.shape, member };
};

/** `defineUserFactory(…)`, `defineUserFactory.withTransientFields(…)(…)` */
function isDefinition(call: ts.CallExpression): boolean {
  const { expression } = call;
  const name = calledName(call) ?? '';
  if (/^define\w+Factory$/.test(name)) return true;
  return (
    ts.isCallExpression(expression) &&
    ts.isPropertyAccessExpression(expression.expression) &&
    expression.expression.name.text === 'withTransientFields'
  );
}
