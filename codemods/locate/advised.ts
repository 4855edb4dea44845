import {
  type Advice,
  type Expectation,
  type FakeAdvice,
  type LibraryAdvice,
  selected,
} from '../advisors/advice.js';
import type { Answer } from '../checker/checker.js';
import type { Inquirer } from './inquiry.js';
import { judgeExpected, judgeMember, settled, type Verdict } from './judge.js';
import type { Shape } from './site-kind.js';

/** What is known of a name beside its types. */
export function prepareAdvised(inquiry: Inquirer, advice: Advice, otherwise: () => Verdict): () => Verdict {
  return 'call' in advice
    ? prepareByLibrary(inquiry, advice, otherwise)
    : prepareFaked(inquiry, advice, otherwise);
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
