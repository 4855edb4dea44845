import { ts } from '@ts-morph/common';
import { keyText } from '../source.js';
import type { Flows, Use } from './flow.js';
import type { Inquiry } from './inquiry.js';
import { brandsOf, judgeReplaced, type Verdict } from './judge.js';
import type { Site } from './site-kind.js';

/**
 * `{ ...user, userName: shown }`, `Object.assign(copy, { userName: shown })`: once the record has another name for it, its
 * own value comes through, and no compiler misses the key. What the object is expected to be says whose the key is, or
 * else its value, which every reader of the object sees.
 *
 * @param judged what the key is where it replaces nothing
 */
export function prepareReplaced(
  inquiry: Inquiry,
  { literal, shape }: Extract<Site, { kind: 'key' }>,
  name: string,
  { atLiteral, destinations }: Flows,
  judged: () => Verdict,
): () => Verdict {
  if (!ts.isObjectLiteralExpression(literal)) return judged;
  const property = literal.properties.findLast(({ name: key }) => key && keyText(key) === name);
  const records = property
    ? recordsBefore(literal, property).map((each) => inquiry.ask(each, 'type', [name]))
    : [];
  if (!property || records.length === 0) return judged;
  const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
  const own = value && inquiry.ask(value, 'type', []);
  const here = inquiry.askAll(atLiteral.filter(isDeclared));
  const ends = destinations.map(({ uses }) => inquiry.askAll(uses.filter(isDeclared)));
  return () => {
    const verdict = judged();
    const isOther = verdict.kind === 'settled' && verdict.class === 'unrelated';
    const isRecord = brandsOf(records.map((record) => record())).length > 0;
    if (!isOther || !isRecord) return verdict;
    const declared = here();
    const expected = declared.length > 0 ? [declared] : ends.map((end) => end());
    return judgeReplaced(expected, own ? [own()] : [], shape) ?? verdict;
  };
}

/** What is spread before a property, and what `Object.assign(user, { … })` lays the whole literal over. */
function recordsBefore(
  literal: ts.ObjectLiteralExpression,
  property: ts.ObjectLiteralElementLike,
): readonly ts.Expression[] {
  const { parent } = literal;
  const isLaidOver = ts.isCallExpression(parent) && parent.expression.getText() === 'Object.assign';
  const under = isLaidOver ? parent.arguments.slice(0, parent.arguments.indexOf(literal)) : [];
  const spread = literal.properties.slice(0, literal.properties.indexOf(property));
  return [...under, ...spread.flatMap((each) => (ts.isSpreadAssignment(each) ? each.expression : []))];
}

/** Whether what is expected there was written down, so that it was not inferred from the object itself. */
function isDeclared({ from, node }: Use): boolean {
  if (from !== 'contextual') return true;
  const { parent } = node;
  if (ts.isSatisfiesExpression(parent) || ts.isAssertionExpression(parent) || ts.isJsxExpression(parent))
    return true;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent)) {
    return parent.type !== undefined;
  }
  if (ts.isBinaryExpression(parent)) {
    const isAssigned = parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === node;
    return isAssigned || (parent.left === node && isDeclared({ from, node: parent, path: [] }));
  }
  if (ts.isArrowFunction(parent) && parent.body === node) return parent.type !== undefined;
  return ts.isReturnStatement(parent) && functionAround(parent)?.type !== undefined;
}

function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  let here: ts.Node | undefined = node.parent;
  while (here && !ts.isFunctionLike(here)) here = here.parent;
  return here && ts.isFunctionLike(here) ? here : undefined;
}
