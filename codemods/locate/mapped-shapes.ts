import { ts } from '@ts-morph/common';
import { calledName } from '../advisors/advice.js';
import type { Checker, Question } from '../checker/checker.js';
import type { TextFile } from '../project/find-files.js';
import { nodeAt, type Source, sourceOf, unwrap } from '../source.js';
import { parseBrand, type SearchedName } from './brand.js';
import { type Links, OPERATIONS } from './flow.js';
import { settled, type Verdict } from './judge.js';
import type { Located, Wanted } from './located.js';
import { type Origin, originOf } from './origins.js';
import { ownDeclarations } from './own-members.js';
import { spanOf } from './span.js';

/** Functions of packages that make one shape of another: class-transformer, schemas, mappers, `Object.assign`. */
const MAPS =
  /^(?:plainTo(?:Instance|Class)(?:FromExist)?|transformAndValidate(?:Sync)?|assign|extend|merge|defaults|(?:safeP|p)arse(?:Async)?|spa|parser|validate(?:Sync|Async)?|attempt|cast|create|mask|(?:d|D)ecode(?:Sync|Unknown\w*|Either|Promise)?|Parse|Cast|map(?:Async|Array)?|convert|from)$/;

/** What stands between the result of such a function and the shape: a promise, and the results of safe ones. */
const WAYS: readonly (readonly string[])[] = [
  [],
  ['()'],
  ...['data', 'value', 'output', 'right'].flatMap((member) => [[member], ['()', member]]),
];

/** A record that becomes a value of another type where no compiler compares the two. */
interface Conversion {
  /** What may hold the record. */
  readonly given: readonly ts.Node[];
  /** What the value is from then on. */
  readonly made: Pick<Question, 'from'> & { readonly from: 'type' | 'contextual'; readonly node: ts.Node };
  /** The call, which has to be one of a package. */
  readonly call?: ts.CallExpression;
  /** What a query is called on whose result the value is. */
  readonly client?: ts.Expression;
}

export interface MappedRequest extends Pick<Wanted, 'sources' | 'branded' | 'links'> {
  readonly names: readonly SearchedName[];
  /** All texts in which records may be converted. */
  readonly scripts: readonly TextFile[];
}

/**
 * Members of shapes of the code's own that are filled from records at run time, past the compiler:
 * `plainToInstance(View, user)`, `Object.assign(new View(), user)`, `schema.parse(user)`, `user as unknown as View`. Once
 * the record has another name for the field, the member stays empty.
 *
 * @param checker with the branded client
 */
export function shapesMapped(
  checker: Checker,
  located: readonly Located[],
  { sources, branded, links, names, scripts }: MappedRequest,
): readonly Located[] {
  const open = located.filter(({ verdict }) => verdict.kind === 'settled' && OWN.has(verdict.reason));
  if (open.length === 0) return located;
  const parsed = new Map(sources.map((source) => [source.path, source]));
  const known = new Set(checker.files());
  const conversions = scripts
    .filter(({ path, text }) => known.has(path) && MAY_CONVERT.test(text))
    .flatMap((script) => conversionsIn(parsed.get(script.path) ?? sourceOf(script), links));
  const carried = checker.carried(conversions.flatMap(({ given }) => given.map(spanOf)));
  const words = [...new Set(names.map(({ name }) => name))];
  const untyped = untypedResults(checker, conversions, words);
  let next = 0;
  const candidates = conversions.flatMap(({ given, made, call }) => {
    const all = given.flatMap(() => carried[next++] ?? []);
    return all.flatMap(({ path, brands }) => {
      const way = path.filter((step) => step !== '()');
      const transitions = brands
        .map(parseBrand)
        .flatMap((each) => (each.role === 'result' ? each.transition : []));
      if (transitions.length === 0 || !words.includes(way.at(-1) ?? '')) return [];
      return [{ made, call, way, transitions }];
    });
  });
  const foreign = checker.ask(
    candidates.map(({ call, made }) => ({
      node: spanOf(call ?? made.node),
      from: call ? 'parameter' : 'type',
      argument: 0,
      path: [],
    })),
  );
  const real = candidates.filter(({ call }, index) => !call || isOfPackage(foreign[index]!));
  const questions = real.flatMap(({ made, way, transitions }) =>
    WAYS.map((start) => ({
      node: spanOf(made.node),
      from: made.from,
      path: [...start, ...way],
      transitions,
    })),
  );
  const isOwn = ownDeclarations(located, { sources, branded });
  const members = new Map<string, Verdict>();
  for (const declared of checker.declarations(untyped).flat().filter(isOwn)) {
    members.set(keyOf(declared), settled('needs-you', 'untyped-client'));
  }
  for (const [index, declared] of checker.declarations(questions).entries()) {
    const { transitions } = questions[index]!;
    const verdict: Verdict = { kind: 'settled', class: 'needs-you', reason: 'structural-type', transitions };
    for (const each of declared.filter(isOwn)) members.set(keyOf(each), verdict);
  }
  return located.map((place) => {
    if (!open.includes(place)) return place;
    const member = nodeAt(parsed.get(place.path)!.tree, place.offset)?.parent;
    const verdict = member && members.get(keyOf({ file: place.path, pos: member.pos, end: member.end }));
    return verdict ? { ...place, verdict } : place;
  });
}

/** What is expected of the results of queries on a client that is `any`: a shape of the code's own, where one is. */
function untypedResults(checker: Checker, conversions: readonly Conversion[], words: readonly string[]) {
  const queries = conversions.flatMap(({ client, made }) => (client ? [{ client, made }] : []));
  const clients = checker.ask(
    queries.map(({ client }) => ({ node: spanOf(client), from: 'type', path: [] })),
  );
  const results = queries.filter((_, index) => clients[index]!.kind === 'any');
  return results.flatMap(({ made }) =>
    words.flatMap((name) =>
      [[], ['[]'], ['()'], ['()', '[]']].map((start) => ({
        node: spanOf(made.node),
        from: made.from,
        path: [...start, name],
      })),
    ),
  );
}

const OWN: ReadonlySet<string> = new Set(['own-shape', 'own-declaration', 'other-member']);

/** A quick look at a text, before it is parsed. */
const MAY_CONVERT =
  /\bplainTo(?:Instance|Class)|\btransformAndValidate|\.?\b(?:assign|extend|merge|defaults|parse|safeParse|parseAsync|safeParseAsync|spa|validate\w*|cast|mask|decode\w*|Parse|Cast|map(?:Async|Array)?)\(|\bas\s+(?:any|unknown|never)\b|\.(?:find|create|update|upsert|delete)\w*\(/;

function keyOf({ file, pos, end }: { readonly file: string; readonly pos: number; readonly end: number }) {
  return `${file}:${pos}:${end}`;
}

function isOfPackage({ own, from }: { readonly own?: true; readonly from?: string }): boolean {
  return own !== true && from !== undefined && !/^(?:\.prisma|@prisma\/.*|node)$/.test(from);
}

function conversionsIn({ tree }: Source, links: Links): readonly Conversion[] {
  const found: Conversion[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const isMapping = MAPS.test(calledName(node) ?? '') && !node.arguments.some(ts.isFunctionLike);
      if (isMapping && node.arguments.length > 0) found.push(...mappedBy(node, links));
      if (ts.isPropertyAccessExpression(node.expression) && OPERATIONS.test(node.expression.name.text))
        found.push(resultOf(node, node.expression.expression));
    } else if (ts.isAssertionExpression(node) && !ts.isAssertionExpression(node.parent)) {
      found.push(...assertedBy(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** `const rows: Row[] = await db.user.findMany()` */
function resultOf(call: ts.CallExpression, client: ts.Expression): Conversion {
  let outer: ts.Expression = call;
  while (ts.isAwaitExpression(outer.parent) || ts.isParenthesizedExpression(outer.parent))
    outer = outer.parent;
  const isAsserted = ts.isAssertionExpression(outer.parent);
  return {
    given: [],
    made: isAsserted ? { from: 'type', node: outer.parent } : { from: 'contextual', node: outer },
    client,
  };
}

function mappedBy(call: ts.CallExpression, links: Links): readonly Conversion[] {
  const isAssigning = call.expression.getText() === 'Object.assign';
  const [target, ...sources] = call.arguments;
  const given = (isAssigning ? sources : call.arguments).filter(
    (each) =>
      !ts.isSpreadElement(each) && !ts.isObjectLiteralExpression(each) && !ts.isStringLiteralLike(each),
  );
  // `Object.assign(this, values)` in a constructor: what its callers hand over.
  const leaves = given.flatMap((each) => [each, ...(isAssigning ? leavesOf(originOf(each, [], links)) : [])]);
  const made = isAssigning ? unwrap(target!) : call;
  return [{ given: leaves, made: { from: 'type', node: made }, call }];
}

/** The values that another one is made of. */
function leavesOf({ values, handed }: Origin): readonly ts.Node[] {
  return [
    ...values.flatMap(({ node, path }) => (path.length === 0 ? [node] : [])),
    ...(handed ?? []).flatMap(leavesOf),
  ];
}

/** `user as unknown as View`, `const view: View = user as any`; `JSON.parse(JSON.stringify(user)) as View`. */
function assertedBy(assertion: ts.AssertionExpression): readonly Conversion[] {
  const inner = unwrap(assertion);
  const given = copied(inner) ?? inner;
  if (ts.isObjectLiteralExpression(given) || ts.isArrayLiteralExpression(given)) return [];
  const chain: ts.AssertionExpression[] = [];
  for (let here: ts.Expression = assertion; here !== inner; ) {
    if (ts.isAssertionExpression(here)) chain.push(here);
    here = (here as ts.AssertionExpression).expression;
  }
  const isPast = given !== inner || chain.some(({ type }) => /^(?:any|unknown|never)$/.test(type.getText()));
  if (!isPast) return [];
  const [outer] = chain;
  return [
    outer && !/^(?:any|unknown|never)$/.test(outer.type.getText())
      ? { given: [given], made: { from: 'type', node: outer } }
      : { given: [given], made: { from: 'contextual', node: assertion } },
  ];
}

/** `JSON.parse(JSON.stringify(user))`, `structuredClone(user)`: what is copied. */
function copied(value: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(value)) return undefined;
  const callee = value.expression.getText();
  const [first] = value.arguments;
  if (callee === 'structuredClone') return first;
  const isText = callee === 'JSON.parse' && first && ts.isCallExpression(first);
  return isText && first.expression.getText() === 'JSON.stringify' ? first.arguments[0] : undefined;
}
