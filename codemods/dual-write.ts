import { ts } from '@ts-morph/common';
import {
  type Codemod,
  insertAfter,
  isPure,
  keyOf,
  leave,
  rewrite,
  targetBeside,
  valueText,
} from './edit/edit.js';
import { span } from './edit/text-edit.js';
import { carriedText } from './edit/values.js';

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
      const text = valueText(beside);
      const same = text === carriedText(place, key.member) || (!place.values && text === name);
      return same ? leave('already-done', 'target-beside') : leave('needs-you', 'conflicting-write');
    }
    const { member } = key;
    const value = carriedText(place, member);
    if (value === undefined) return leave('needs-you', place.values ? 'value-not-literal' : 'evaluate-once');
    if (!ts.isPropertyAssignment(member) || isPure(member.initializer)) {
      return rewrite('doubled', [insertAfter(member, `, ${target}: ${value}`)]);
    }
    const both = `...((${name}) => ({ ${name}, ${target}: ${name} }))(${value})`;
    return rewrite('doubled', [span(member.getStart(), member.end, both)]);
  }
  // The value that is assigned would be one of the source.
  if (place.values) return leave('needs-you', 'value-not-literal');
  const access = place.token.parent;
  const isMember =
    ts.isPropertyAccessExpression(access) ||
    (ts.isElementAccessExpression(access) && access.argumentExpression === place.token);
  if (isMember) {
    const assignment = access.parent;
    if (
      ts.isBinaryExpression(assignment) &&
      assignment.left === access &&
      assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ) {
      if (!isPure(access.expression)) return leave('needs-you', 'evaluate-once');
      const start = access.getStart();
      const { text } = place.source;
      const twin = `${text.slice(start, place.offset)}${target}${text.slice(place.offset + name.length, access.end)}`;
      const before = assignment.parent;
      if (ts.isBinaryExpression(before) && before.right === assignment && before.left.getText() === twin) {
        return leave('already-done', 'target-beside');
      }
      return rewrite('doubled', [span(start, start, `${twin} = `)]);
    }
    if (isPure(access.expression)) return leave('unrelated', 'belongs-to-reads');
  }
  return leave('needs-you', 'key-elsewhere');
};
