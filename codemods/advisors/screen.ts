import { ts } from '@ts-morph/common';
import { type Advisor, calledName, givenTo } from './advice.js';

const QUERIES =
  /^(?:get|find|query)(?:All)?By(?:Role|Label|LabelText|Text|Placeholder|PlaceholderText|AltText|Title|TestId|DisplayValue)$/;

/** Playwright and Testing Library: `getByRole('textbox', { name: 'userName' })` speaks of what stands on the screen. */
export const screen: Advisor = ({ token }) => {
  const given = ts.isStringLiteralLike(token) ? givenTo(token) : undefined;
  if (!given || !QUERIES.test(calledName(given.call) ?? '')) return undefined;
  const packages =
    /^(?:@playwright\/test|playwright-core|playwright|@testing-library\/[\w-]+|@vitest\/browser)$/;
  return { call: given.call, argument: given.argument, packages, shape: 'name', isOther: true };
};
