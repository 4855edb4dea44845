import { ts } from '@ts-morph/common';
import {
  type Codemod,
  insertAfter,
  isPure,
  keyOf,
  leave,
  rewrite,
  span,
  targetBeside,
  valueText,
} from './edit/edit.js';

/**
 * Everything that writes the source writes the target beside it, and computes the value once.
 *
 *     data: { userName }               →  data: { userName, displayName: userName }
 *     data: { userName: await next() } →  data: { ...((userName) => ({ userName, displayName: userName }))(await next()) }
 */
export const dualWrite: Codemod = (place) => {
  if (place.role !== 'write') return leave('unrelated', 'belongs-to-reads');
  const { name, target } = place;
  const key = keyOf(place);
  if (key) {
    const beside = targetBeside(place);
    if (beside) {
      const same = valueText(beside) === valueText(key.member) || valueText(beside) === name;
      return same ? leave('already-done', 'target-beside') : leave('needs-you', 'conflicting-write');
    }
    const { member } = key;
    const value = valueText(member);
    if (value === undefined) return leave('needs-you', 'evaluate-once');
    if (!ts.isPropertyAssignment(member) || isPure(member.initializer)) {
      return rewrite('doubled', [insertAfter(member, `, ${target}: ${value}`)]);
    }
    const both = `...((${name}) => ({ ${name}, ${target}: ${name} }))(${value})`;
    return rewrite('doubled', [span(member.getStart(), member.end, both)]);
  }
  const access = place.token.parent;
  if (ts.isPropertyAccessExpression(access) && isPure(access.expression)) {
    const assignment = access.parent;
    if (
      ts.isBinaryExpression(assignment) &&
      assignment.left === access &&
      assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ) {
      const receiver = access.expression.getText();
      const before = assignment.parent;
      if (
        ts.isBinaryExpression(before) &&
        before.right === assignment &&
        before.left.getText() === `${receiver}.${target}`
      ) {
        return leave('already-done', 'target-beside');
      }
      return rewrite('doubled', [span(access.getStart(), access.getStart(), `${receiver}.${target} = `)]);
    }
    return leave('unrelated', 'belongs-to-reads');
  }
  return leave('needs-you', 'evaluate-once');
};
