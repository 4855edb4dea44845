import { ts } from '@ts-morph/common';
import { type Advisor, calledName } from './advice.js';

const QUERIES =
  /^(?:get|find|query)(?:All)?By(?:Role|Label|LabelText|Text|Placeholder|PlaceholderText|AltText|Title|TestId|DisplayValue)$/;

/** Playwright and Testing Library: `getByRole('textbox', { name: 'userName' })` speaks of what stands on the screen. */
export const screen: Advisor = ({ token }) => {
  if (!ts.isStringLiteralLike(token)) return undefined;
  const given =
    ts.isPropertyAssignment(token.parent) && token.parent.initializer === token ? token.parent.parent : token;
  const call = given.parent;
  if (!ts.isCallExpression(call) || !QUERIES.test(calledName(call) ?? '')) return undefined;
  const argument = call.arguments.indexOf(given as ts.Expression);
  const packages =
    /^(?:@playwright\/test|playwright-core|playwright|@testing-library\/[\w-]+|@vitest\/browser)$/;
  return argument < 0 ? undefined : { call, argument, packages, shape: 'name', isOther: true };
};
