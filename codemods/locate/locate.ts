import { ts } from '@ts-morph/common';
import type { Advice } from '../advisors/advice.js';
import { advise } from '../advisors/advisors.js';
import type { Answer, Checker, Question } from '../checker/checker.js';
import type { OccurrenceClass } from '../codemod-report.js';
import type { ReasonCode } from '../reasons.js';
import { nodeAt, type Source } from '../source.js';
import { parseBrand, type Role, type SearchedName } from './brand.js';
import { handedTo } from './elsewhere.js';
import { flowsOf, type Links, type Use } from './flow.js';
import { ignoredBy, searchNames } from './search.js';
import { siteOf } from './site.js';
import type { Shape, Site } from './site-kind.js';
import { spanOf } from './span.js';

/** One occurrence and what it is, as plain data. */
export interface Located {
  readonly file: string;
  readonly offset: number;
  readonly name: string;
  readonly verdict: Verdict;
}

export type Verdict =
  | {
      readonly kind: 'field';
      readonly transition: number;
      readonly role: Role;
      readonly shape: Shape;
      readonly reason: ReasonCode;
    }
  | {
      readonly kind: 'settled';
      readonly class: OccurrenceClass;
      readonly reason: ReasonCode;
      /** The shape that it has if the compiler proves in the end that it depends on the field (locate/oracle.ts). */
      readonly ifProven?: Shape;
    };

/** What a run looks for, and where. */
export interface Wanted {
  readonly sources: readonly Source[];
  readonly names: readonly SearchedName[];
  /** What a name may become. */
  readonly targetsOf: (name: string) => readonly string[];
  readonly links: Links;
}

/** Every occurrence of the names in the sources, each with its verdict, in the order of the sources. */
export function locate(checker: Checker, wanted: Wanted): Located[] {
  const known = new Set(checker.files());
  const inquiry = new Inquiry(checker);
  const words = [...new Set(wanted.names.map(({ name }) => name))];
  const pending = wanted.sources.flatMap((source) => {
    const ignored = ignoredBy(source.text);
    return searchNames(source.text, words).map(({ offset, name }) => {
      const place = { file: source.file, offset, name };
      const directive = ignored(offset);
      if (directive) return { ...place, judge: () => settled('ignored', directive) };
      const site = siteOf(source, { offset, name }, wanted.targetsOf(name));
      const isKnown = known.has(source.path);
      const token = isKnown ? nodeAt(source.tree, offset) : undefined;
      const { model } = wanted.names.find((each) => each.name === name)!;
      const advice = token ? advise({ token, offset, name, model }) : [];
      const judge = () =>
        site.kind === 'settled'
          ? () => settled(site.class, site.reason)
          : isKnown
            ? prepare(inquiry, site, name, wanted.links)
            : () => settled('needs-you', 'not-in-a-program');
      return {
        ...place,
        judge: advice.reduce((otherwise, each) => prepareAdvised(inquiry, each, otherwise), judge()),
      };
    });
  });
  inquiry.send();
  return pending.map(({ judge, ...place }) => ({ ...place, verdict: judge() }));
}

/** Collects questions, so that they reach the checker in one batch. */
class Inquiry {
  readonly #checker: Checker;
  readonly #questions: Question[] = [];
  #answers: readonly Answer[] = [];

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  ask(node: ts.Node, from: Question['from'], path: readonly string[], argument?: number): () => Answer {
    const index =
      this.#questions.push({ node: spanOf(node), from, path, ...(argument !== undefined && { argument }) }) -
      1;
    return () => this.#answers[index]!;
  }

  askAll(uses: readonly Use[]): () => readonly Answer[] {
    const answers = uses.map(({ node, from, path, argument }) => this.ask(node, from, path, argument));
    return () => answers.map((answer) => answer());
  }

  send(): void {
    this.#answers = this.#checker.ask(this.#questions);
  }
}

/** Puts the questions of a site; what it returns judges by their answers. */
function prepare(
  inquiry: Inquiry,
  site: Exclude<Site, { kind: 'settled' }>,
  name: string,
  links: Links,
): () => Verdict {
  switch (site.kind) {
    case 'member': {
      const answer = inquiry.ask(site.of, 'type', site.path);
      return () => judgeMember(answer(), site.shape);
    }
    case 'symbol': {
      const answer = inquiry.ask(site.of, 'symbol', []);
      return () => judgeMember(answer(), 'name');
    }
    case 'heritage': {
      const answers = site.types.map((type) => inquiry.ask(type, 'type', [name]));
      return () =>
        field(brandsOf(answers.map((answer) => answer())), 'name') ?? settled('unrelated', 'own-declaration');
    }
    case 'type-argument': {
      const answer = inquiry.ask(site.of, 'type-argument', site.path, site.argument);
      return () => field(answer().brands, 'name') ?? settled('unrelated', 'own-declaration');
    }
    case 'key': {
      if (ts.isJsxAttributes(site.literal)) {
        const answer = inquiry.ask(site.literal, 'contextual', [name]);
        return () => judgeKey([answer()], [], site.shape);
      }
      const { atLiteral, destinations } = flowsOf(site.literal, name, links);
      const atLiteralAnswers = inquiry.askAll(atLiteral);
      const destinationAnswers = destinations.map(({ uses, client, untyped }) => ({
        untyped,
        answers: inquiry.askAll(uses),
        client: client && inquiry.ask(client, 'type', []),
      }));
      return () =>
        judgeKey(
          atLiteralAnswers(),
          destinationAnswers.map(({ answers, client, untyped }) => ({
            answers: answers(),
            client: client?.(),
            untyped,
          })),
          site.shape,
        );
    }
    case 'string': {
      const answer = inquiry.ask(site.literal, 'contextual', []);
      const goesElsewhere = askElsewhere(inquiry, site.literal, name);
      return () => {
        const verdict = judgeString(answer(), name);
        const isOpen = verdict.kind === 'settled' && verdict.class === 'needs-you';
        return isOpen && goesElsewhere() ? settled('unrelated', 'foreign-text', 'name') : verdict;
      };
    }
    case 'compared': {
      const answer = inquiry.ask(site.value, 'type', []);
      return () => judgeString(answer(), name);
    }
    case 'literal-type':
      return () => settled('needs-you', 'literal-type', 'name');
  }
}

/** A library's word on a name stands above the types, which leave it open. */
function prepareAdvised(inquiry: Inquiry, advice: Advice, otherwise: () => Verdict): () => Verdict {
  const { call, argument, packages, member, shape, hides, reason, isOther } = advice;
  const called = inquiry.ask(call, 'parameter', [], argument);
  const asked = member && inquiry.ask(member.of, 'type', member.path);
  return () => {
    if (!packages.test(called().from ?? '')) return otherwise();
    if (isOther) return settled('unrelated', 'other-member');
    if (!asked) return reason ? settled('needs-you', reason) : otherwise();
    const answer = asked();
    if (answer.kind === 'missing') return otherwise();
    const found = judgeMember(answer, shape);
    if (found.kind !== 'field') return found;
    if (reason) return settled('needs-you', reason);
    return { ...found, reason: 'library-name', ...(hides && { role: 'omit' }) };
  };
}

/** Whether a string goes to code of others, which gets nothing of the model with it and gives text back. */
function askElsewhere(inquiry: Inquiry, literal: ts.Expression, name: string): () => boolean {
  const handed = handedTo(literal);
  if (!handed) return () => false;
  const { call, argument, beside } = handed;
  const parameter = call && inquiry.ask(call, 'parameter', [], argument);
  const text = call && inquiry.ask(call, 'type', ['charCodeAt']);
  const others = beside.map((node) => ({
    whole: inquiry.ask(node, 'type', []),
    members: [inquiry.ask(node, 'type', [name]), inquiry.ask(node, 'type', ['[]', name])],
  }));
  return () => {
    const taken = parameter?.();
    if (taken && (taken.kind !== 'typed' || taken.own)) return false;
    if (text && text().kind !== 'typed') return false;
    return others.every(
      ({ whole, members }) =>
        whole().kind !== 'any' &&
        members.every((answer) => answer().kind !== 'any' && answer().brands.length === 0),
    );
  };
}

function settled(cls: OccurrenceClass, reason: ReasonCode, ifProven?: Shape): Verdict {
  return { kind: 'settled', class: cls, reason, ...(ifProven && { ifProven }) };
}

function brandsOf(answers: readonly Answer[]): readonly string[] {
  return [...new Set(answers.flatMap(({ brands }) => brands))];
}

function field(brands: readonly string[], shape: Shape): Verdict | undefined {
  const parsed = brands.map(parseBrand);
  const [first] = parsed;
  if (!first) return undefined;
  if (parsed.some(({ transition }) => transition !== first.transition)) {
    return settled('needs-you', 'ambiguous-receiver');
  }
  const roles = new Set(parsed.map(({ role }) => role));
  // An object that both selects and writes belongs to no single codemod.
  if (roles.has('write') && roles.size > 1) return settled('needs-you', 'mixed-flows');
  const role = roles.size === 1 ? first.role : 'query';
  return { kind: 'field', transition: first.transition, role, shape, reason: reasonOf(role) };
}

function reasonOf(role: Role): ReasonCode {
  if (role === 'result') return 'result-member';
  return role === 'write' ? 'write-argument' : 'query-argument';
}

function judgeMember(answer: Answer, shape: Shape): Verdict {
  if (answer.kind === 'any') return settled('needs-you', 'untyped-receiver');
  if (answer.kind === 'missing') return settled('needs-you', 'unknown-member');
  const found = field(answer.brands, shape);
  if (found?.kind === 'field' && found.role === 'result' && answer.mixed) {
    return settled('needs-you', 'ambiguous-receiver');
  }
  return found ?? settled('unrelated', 'other-member', shape);
}

/**
 * Brands of what Prisma expects. The brand of a result proves nothing of a key: where a type is inferred from the
 * literal itself, it is that of the value beside the key. The compiler has the last word on those.
 */
function expectedBrands(answers: readonly Answer[]): readonly string[] {
  return brandsOf(answers).filter((brand) => parseBrand(brand).role !== 'result');
}

interface Destination {
  readonly answers: readonly Answer[];
  /** The type of what a Prisma-like operation is called on. */
  readonly client: Answer | undefined;
  readonly untyped: true | undefined;
}

function judgeKey(atLiteral: readonly Answer[], destinations: readonly Destination[], shape: Shape): Verdict {
  // What the literal itself is declared to be stands above what becomes of it.
  const declared = field(expectedBrands(atLiteral), shape);
  if (declared) return declared;
  const found = field(expectedBrands(destinations.flatMap(({ answers }) => answers)), shape);
  if (found) {
    const mixed = destinations.some(({ answers }) => expectedBrands(answers).length === 0);
    return mixed ? settled('needs-you', 'mixed-flows') : found;
  }
  if (destinations.some(({ client }) => client?.kind === 'any'))
    return settled('needs-you', 'untyped-client');
  if (destinations.some(isUnknown)) return settled('needs-you', 'untyped-parameter');
  const typed = atLiteral.some(({ kind }) => kind === 'typed');
  return settled('unrelated', typed ? 'other-member' : 'own-shape', shape);
}

function isUnknown({ answers, untyped }: Destination): boolean {
  if (untyped) return !answers.some(({ kind }) => kind === 'typed');
  return answers.some(({ kind, own }) => own === true && kind === 'any');
}

function judgeString(answer: Answer, name: string): Verdict {
  const found = field(answer.brands, 'name');
  if (found) return found;
  // The type names this string among others, so it is that type's, unless the type was made from the model.
  if (answer.literals?.includes(name)) return settled('unrelated', 'other-member', 'name');
  return settled('needs-you', 'untyped-string', 'name');
}
