import type { Advice, Expectation, FakeAdvice, LibraryAdvice } from '../advisors/advice.js';
import { TRANSACTION } from '../advisors/mocked-query.js';
import type { Answer } from '../checker/checker.js';
import type { Inquiry } from './inquiry.js';
import { judgeExpected, judgeMember, settled, type Verdict } from './judge.js';
import type { Shape } from './site-kind.js';

/** What is known of a name beside its types. */
export function prepareAdvised(inquiry: Inquiry, advice: Advice, otherwise: () => Verdict): () => Verdict {
  return 'call' in advice
    ? prepareByLibrary(inquiry, advice, otherwise)
    : prepareFaked(inquiry, advice, otherwise);
}

/** A library's word on a name stands above the types, which leave it open. */
function prepareByLibrary(inquiry: Inquiry, advice: LibraryAdvice, otherwise: () => Verdict): () => Verdict {
  const { call, argument, packages, member, query, shape, hides, reason, unlessTyped, isOther } = advice;
  const called = inquiry.ask(call, 'parameter', [], argument);
  const byQuery = query && prepareMocked(inquiry, query, shape);
  const asked = member && inquiry.ask(member.of, 'type', member.path);
  return () => {
    if (!packages.test(called().from ?? '')) return otherwise();
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
  inquiry: Inquiry,
  query: NonNullable<LibraryAdvice['query']>,
  shape: Shape,
): () => Verdict | undefined {
  const { delegate, operation, isField } = query;
  const bySchema = isField === false ? settled('unrelated', 'other-member') : undefined;
  if ('takes' in query) {
    const expected = inquiry.ask(delegate, 'type', [operation, '(0)', ...query.takes]);
    return () => judgeExpected(expected(), shape) ?? bySchema;
  }
  const offered = inquiry.ask(delegate, 'type', [operation, ...selected(query.gives)]);
  return () => {
    const verdict = judgeExpected(offered(), shape) ?? bySchema;
    return verdict?.kind === 'field' ? undefined : verdict;
  };
}

/** Types of a query without arguments do not say what it gives, but what may be selected of it. */
function selected(gives: readonly string[]): readonly string[] {
  return ['(0)', ...gives.filter((step) => step !== '[]').flatMap((step) => ['select', step])];
}

/**
 * What a plain function gives is asked of a person where it stands for a query of Prisma's, or goes where no type says
 * what it stands for. A shape of the code's own, and what is only inferred, keep to themselves what they have.
 */
function prepareFaked(
  inquiry: Inquiry,
  { expected, gives, isStandIn }: FakeAdvice,
  otherwise: () => Verdict,
): () => Verdict {
  const asked = expected.map((each) => ({ ...each, answers: askExpected(inquiry, each, gives) }));
  return () => {
    const verdict = otherwise();
    if (verdict.kind === 'field') return verdict;
    const known = asked.map(({ answers, ...each }) => ({ ...each, ...answers() }));
    const declared = known.filter(({ isDeclared }) => isDeclared);
    const isPrisma = declared.some((each) => each.isPrisma);
    const isOwn = declared.some(({ member }) => member.kind === 'typed');
    const isOpen = isStandIn || known.some(saysNothing);
    return isPrisma || (isOpen && !isOwn) ? settled('needs-you', 'mocked-query', verdict.ifProven) : verdict;
  };
}

interface Expected {
  readonly whole: Answer;
  readonly member: Answer;
  readonly isPrisma: boolean;
}

function askExpected(
  inquiry: Inquiry,
  { node, from, argument, path }: Expectation,
  gives: readonly string[],
): () => Expected {
  const ask = (way: readonly string[]) => inquiry.ask(node, from, way, argument);
  const [whole, member] = [ask([]), ask(path)];
  const sign = path.at(-1) === TRANSACTION ? '$connect' : 'fields';
  const [known, select] = [ask([...path.slice(0, -1), sign]), ask([...path, ...selected(gives)])];
  return () => ({
    whole: whole(),
    member: member(),
    isPrisma: known().kind === 'typed' || select().brands.length > 0,
  });
}

/** `any`, `unknown`, `never`, or an object whose type does not have the member. What is given to a parameter is asked of the argument. */
function saysNothing({ from, whole, member }: Pick<Expectation, 'from'> & Expected): boolean {
  if (from === 'parameter') return false;
  return (
    member.kind === 'any' || (from === 'contextual' && whole.kind === 'typed' && member.kind === 'missing')
  );
}
