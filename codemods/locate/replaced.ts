import { ts } from '@ts-morph/common';
import type { Checker } from '../checker/checker.js';
import { keyText, nodeAt } from '../source.js';
import { type Flows, functionAround, type Use } from './flow.js';
import type { Inquirer } from './inquiry.js';
import { brandsOf, judgeReplaced, settled, type Verdict } from './judge.js';
import type { Located, Wanted } from './located.js';
import { ownDeclarations } from './own-members.js';
import type { Shape, Site } from './site-kind.js';
import { spanOf } from './span.js';

/**
 * `{ ...user, userName: shown }`, `Object.assign(copy, { userName: shown })`, `{ userName: 'none', ...some }`: once the record
 * has another name for it, both values come through, and no compiler misses the key. What the object is expected to be says
 * whose the key is, or else its value, which every reader of the object sees.
 *
 * @param judged what the key is where it stands for no field
 */
export function prepareReplaced(
  inquiry: Inquirer,
  { literal, shape }: Extract<Site, { kind: 'key' }>,
  name: string,
  { atLiteral, destinations }: Flows,
  judged: () => Verdict,
): () => Verdict {
  if (!ts.isObjectLiteralExpression(literal)) return judged;
  const property = literal.properties.findLast(({ name: key }) => key && keyText(key) === name);
  const records = property ? recordsBeside(literal).map((each) => inquiry.ask(each, 'type', [name])) : [];
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

/** Takes back what was said of a key whose records are of a shape of the code's own, which has a member of that name. */
export function withoutOwnShapes(
  checker: Checker,
  located: readonly Located[],
  { sources, branded }: Pick<Wanted, 'sources' | 'branded'>,
): Located[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const candidates = located.flatMap((place) => {
    const { path, offset, name, verdict } = place;
    if (verdict.reason !== 'replaced-field' && verdict.reason !== 'replaces-field') return [];
    const literal = nodeAt(byPath.get(path)!.tree, offset)?.parent.parent;
    if (!literal || !ts.isObjectLiteralExpression(literal)) return [];
    return recordsBeside(literal).map((record) => ({ place, node: spanOf(record), path: [name] }));
  });
  if (candidates.length === 0) return [...located];
  const declared = checker.declarations(candidates.map((each) => ({ ...each, from: 'type' })));
  const isOwn = ownDeclarations(located, { sources, branded });
  return located.map((place) => {
    const all = candidates.flatMap((each, index) => (each.place === place ? declared[index]! : []));
    const isTaken = all.length > 0 && all.every(isOwn);
    return isTaken
      ? { ...place, verdict: settled('unrelated', 'other-member', shapeOf(place.verdict)) }
      : place;
  });
}

/** `Object.assign(user, { … })`, and functions of packages that join objects. */
const JOINS =
  /^(?:Object\.assign|(?:\w+\.)?(?:assign|assignIn|extend|merge|mergeWith|mergeAll|mergeDeep|merge(?:Deep)?(?:Left|Right)|toMerged|defaults|defaultsDeep|deepmerge|defu))$/;

/** What is spread into a literal, and what `Object.assign(user, { … })` joins with it. */
function recordsBeside(literal: ts.ObjectLiteralExpression): readonly ts.Expression[] {
  const { parent, properties } = literal;
  const isJoined = ts.isCallExpression(parent) && JOINS.test(parent.expression.getText());
  const joined = isJoined ? parent.arguments.filter((each) => each !== literal) : [];
  return [...joined, ...properties.flatMap((each) => (ts.isSpreadAssignment(each) ? each.expression : []))];
}

/** Whether what is expected there was written down, so that it was not inferred from the object itself. */
export function isDeclared({ from, node }: Use): boolean {
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
  if (ts.isArrowFunction(parent)) return parent.body === node && returnsDeclared(parent);
  const owner = ts.isReturnStatement(parent) ? functionAround(parent) : undefined;
  return owner !== undefined && returnsDeclared(owner);
}

/** `(): User => …`, `const build: () => User = () => …`, `define<User>(() => …)` */
function returnsDeclared(owner: ts.SignatureDeclaration): boolean {
  if (owner.type) return true;
  if (!ts.isArrowFunction(owner) && !ts.isFunctionExpression(owner)) return false;
  const { parent } = owner;
  const isGiven = ts.isCallExpression(parent) || ts.isNewExpression(parent);
  return isGiven
    ? parent.typeArguments !== undefined
    : isDeclared({ from: 'contextual', node: owner, path: [] });
}

function shapeOf(verdict: Verdict): Shape | undefined {
  return verdict.kind === 'field' ? verdict.shape : verdict.ifProven;
}
