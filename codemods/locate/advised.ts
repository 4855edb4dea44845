import {
  type Advice,
  type BesideAdvice,
  type Expectation,
  type FakeAdvice,
  type LibraryAdvice,
  type StandInAdvice,
  selected,
} from '../advisors/advice.js';
import type { Answer } from '../checker/checker.js';
import { parseBrand } from './brand.js';
import type { Inquirer } from './inquiry.js';
import { brandsOf, judgeExpected, judgeMember, settled, type Verdict } from './judge.js';
import type { Shape } from './site-kind.js';

/** What is known of a name beside its types. */
export function prepareAdvised(inquiry: Inquirer, advice: Advice, otherwise: () => Verdict): () => Verdict {
  if ('call' in advice) return prepareByLibrary(inquiry, advice, otherwise);
  if ('standsFor' in advice) return prepareStandIn(inquiry, advice, otherwise);
  return 'records' in advice
    ? prepareBeside(inquiry, advice, otherwise)
    : prepareFaked(inquiry, advice, otherwise);
}

/**
 * A name that a package's function gets together with records of the model is left to a person, unless the function
 * declares the name itself: its types may be so generic that no compiler misses the name.
 */
function prepareBeside(
  inquiry: Inquirer,
  { beside: { call, argument, path, isKey }, records }: BesideAdvice,
  otherwise: () => Verdict,
): () => Verdict {
  const called = inquiry.ask(call, 'parameter', isKey ? path : [], argument);
  const members = records.map((each) => inquiry.ask(each.of, 'type', each.path));
  return () => {
    const verdict = otherwise();
    const { from, own, kind } = called();
    const isOpen = verdict.kind === 'settled' && verdict.class === 'unrelated';
    const isForeign = !own && from !== undefined && !KEEPS_NOTHING.test(from);
    if (!isOpen || !isForeign || (isKey && kind === 'typed')) return verdict;
    const isOfRecord = brandsOf(members.map((member) => member())).some(
      (brand) => parseBrand(brand).role === 'result',
    );
    return isOfRecord ? settled('needs-you', 'beside-record', verdict.ifProven) : verdict;
  };
}

/** A library's word on a name stands above the types, which leave it open. */
function prepareByLibrary(inquiry: Inquirer, advice: LibraryAdvice, otherwise: () => Verdict): () => Verdict {
  const {
    call,
    argument,
    packages,
    evenUndeclared,
    member,
    query,
    shape,
    hides,
    reason,
    unlessTyped,
    isOther,
  } = advice;
  const called = inquiry.ask(call, 'parameter', [], argument);
  const byQuery = query && prepareMocked(inquiry, query, shape);
  const asked = member && inquiry.ask(member.of, 'type', member.path);
  return () => {
    const { kind, from, own } = called();
    const isUndeclared = kind !== 'typed' && from === undefined && !own;
    if (!packages.test(from ?? '') && !(evenUndeclared && isUndeclared)) return otherwise();
    if (isOther) return settled('unrelated', 'other-member');
    if (!asked) {
      const typed = otherwise();
      if (!reason || (unlessTyped && typed.kind === 'field')) return typed;
      const proven = typed.kind === 'settled' ? typed.ifProven : undefined;
      return byQuery?.() ?? settled('needs-you', reason, proven);
    }
    const answer = asked();
    if (answer.kind === 'missing') return otherwise();
    const found = judgeMember(answer, shape);
    if (found.kind !== 'field') return found;
    if (reason) return settled('needs-you', reason);
    return { ...found, reason: 'library-name', ...(hides && { hides: true }) };
  };
}

/** What the query says of a name that a mock of it takes or gives; undefined where neither its types nor the schema tell. */
function prepareMocked(
  inquiry: Inquirer,
  query: NonNullable<LibraryAdvice['query']>,
  shape: Shape,
): () => Verdict | undefined {
  const { delegate, operation, isField } = query;
  const bySchema = isField === false ? settled('unrelated', 'other-member') : undefined;
  if ('takes' in query) {
    const expected = inquiry.ask(delegate, 'type', [operation, '(0)', ...query.takes]);
    return () => judgeExpected(expected(), shape) ?? bySchema;
  }
  // Types of a query without arguments do not say what it gives, but what may be selected of it.
  const offered = inquiry.ask(delegate, 'type', [operation, ...selected(query.gives)]);
  return () => {
    const verdict = judgeExpected(offered(), shape) ?? bySchema;
    return verdict?.kind === 'field' ? undefined : verdict;
  };
}

/**
 * What a plain function gives is asked of a person where it stands for a query of Prisma's, or goes where no type says
 * what it stands for. A shape of the code's own, and what is only inferred, keep to themselves what they have.
 */
function prepareFaked(
  inquiry: Inquirer,
  { expected, isStandIn }: FakeAdvice,
  otherwise: () => Verdict,
): () => Verdict {
  const asked = expected.map((each) => ({ ...each, answers: askExpected(inquiry, each) }));
  return () => {
    const verdict = otherwise();
    if (verdict.kind === 'field') return verdict;
    const known = asked.map(({ answers, ...each }) => ({ ...each, ...answers() }));
    const declared = known.filter(({ isDeclared }) => isDeclared);
    const isPrisma = declared.some((each) => each.isPrisma);
    const isOwn = declared.some(({ member }) => member.kind === 'typed');
    const isOpen = isStandIn || known.some((each) => each.isOpen);
    return isPrisma || (isOpen && !isOwn) ? settled('needs-you', 'mocked-query', verdict.ifProven) : verdict;
  };
}

/** What a mock gives is asked of a person where the function that it stands for gives a record of the model. */
function prepareStandIn(
  inquiry: Inquirer,
  { standsFor, looksLikeRecord }: StandInAdvice,
  otherwise: () => Verdict,
): () => Verdict {
  const asked = standsFor.map(({ of, ways }) => ways.map((way) => inquiry.ask(of, 'type', way)));
  return () => {
    const verdict = otherwise();
    if (verdict.kind === 'field' || verdict.class !== 'unrelated') return verdict;
    const answers = asked.flat().map((answer) => answer());
    const isRecord = brandsOf(answers).some((brand) => parseBrand(brand).role === 'result');
    const isOpen = looksLikeRecord && !answers.some(({ kind }) => kind === 'typed');
    return isRecord || isOpen ? settled('needs-you', 'mocked-query', verdict.ifProven) : verdict;
  };
}

interface Expected {
  readonly isPrisma: boolean;
  readonly member: Answer;
  readonly isOpen: boolean;
}

function askExpected(
  inquiry: Inquirer,
  { node, from, argument, path, signs, given, taker }: Expectation,
): () => Expected {
  const ask = (way: readonly string[]) => inquiry.ask(node, from, way, argument);
  const [whole, member, asked] = [ask([]), ask(path), signs.map(ask)];
  const around = given.map((use) => inquiry.ask(use.node, use.from, [], use.argument));
  const taken = taker && inquiry.ask(taker.call, 'parameter', [], taker.argument);
  return () => {
    // `any`, `unknown`, `never` say nothing of a member, nor does what takes any function say what that gives.
    const isKnown = whole().kind !== 'missing' || around.some((use) => use().kind !== 'missing');
    const lacks = from === 'contextual' && isKnown && member().kind === 'missing';
    const isOpen =
      from !== 'parameter' && !KEEPS_NOTHING.test(taken?.().from ?? '') && (lacks || member().kind === 'any');
    return { member: member(), isPrisma: asked.some((sign) => sign().brands.length > 0), isOpen };
  };
}

/** The language itself and Node.js: what they take as `any`, as `console.log` does, goes no further. */
const KEEPS_NOTHING = /^(?:lib|node)$/;
