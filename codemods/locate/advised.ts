import type { Advice } from '../advisors/advice.js';
import type { Inquiry } from './inquiry.js';
import { judgeExpected, judgeMember, settled, type Verdict } from './judge.js';
import type { Shape } from './site-kind.js';

/** A library's word on a name stands above the types, which leave it open. */
export function prepareAdvised(inquiry: Inquiry, advice: Advice, otherwise: () => Verdict): () => Verdict {
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
  query: NonNullable<Advice['query']>,
  shape: Shape,
): () => Verdict | undefined {
  const { delegate, operation, isField } = query;
  const bySchema = isField === false ? settled('unrelated', 'other-member') : undefined;
  if ('takes' in query) {
    const expected = inquiry.ask(delegate, 'type', [operation, '(0)', ...query.takes]);
    return () => judgeExpected(expected(), shape) ?? bySchema;
  }
  // Types of a query without arguments do not say what it gives, but what may be selected of it.
  const selected = query.gives.filter((step) => step !== '[]').flatMap((step) => ['select', step]);
  const offered = inquiry.ask(delegate, 'type', [operation, '(0)', ...selected]);
  return () => {
    const verdict = judgeExpected(offered(), shape) ?? bySchema;
    return verdict?.kind === 'field' ? undefined : verdict;
  };
}
