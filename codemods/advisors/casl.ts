import { ts } from '@ts-morph/common';
import { type Advisor, calledName, callWith } from './advice.js';

/** `can('read', 'User', ['userName'])`: a permission names fields of the subject, which is the model's name. */
export const casl: Advisor = ({ token, models }) => {
  const found = callWith(token);
  if (
    !found ||
    found.argument < 2 ||
    !/^(?:can|cannot|relevantRuleFor)$/.test(calledName(found.call) ?? '')
  ) {
    return undefined;
  }
  const subject = subjectOf(found.call.arguments[1]);
  const isOther = subject !== undefined && !models.includes(subject);
  const base = { ...found, packages: /^@casl\//, shape: 'name' } as const;
  return isOther ? { ...base, isOther } : { ...base, reason: 'permission-field' };
};

/** `'User'`, `subject('User', user)`. */
function subjectOf(given: ts.Expression | undefined): string | undefined {
  if (given && ts.isCallExpression(given) && calledName(given) === 'subject')
    return subjectOf(given.arguments[0]);
  return given && ts.isStringLiteralLike(given) ? given.text : undefined;
}
