import { ts } from '@ts-morph/common';
import type { Answer, Checker, NodeSpan, Question } from '../checker/checker.js';
import type { OccurrenceClass } from '../codemod-report.js';
import type { ReasonCode } from '../reasons.js';
import type { Source } from '../source.js';
import { parseBrand, type Role, type SearchedName } from './brand.js';
import { usesOf } from './flow.js';
import { ignoredBy, searchNames } from './search.js';
import { type Shape, type Site, siteOf } from './site.js';

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
  | { readonly kind: 'settled'; readonly class: OccurrenceClass; readonly reason: ReasonCode };

/** Every occurrence of the names in these files, each with its verdict, in the order of the files. */
export function locate(
  checker: Checker,
  sources: readonly Source[],
  names: readonly SearchedName[],
  targetsOf: (name: string) => readonly string[],
): Located[] {
  const known = new Set(checker.files());
  const inquiry = new Inquiry(checker);
  const pending = sources.flatMap((source) => {
    const ignored = ignoredBy(source.text);
    return searchNames(source.text, [...new Set(names.map(({ name }) => name))]).map((hit) => {
      const directive = ignored(hit.offset);
      const place = { file: source.file, offset: hit.offset, name: hit.name };
      if (directive) return { ...place, judge: () => settled('ignored', directive) };
      const site = siteOf(source, hit, targetsOf(hit.name));
      if (site.kind === 'settled') return { ...place, judge: () => settled(site.class, site.reason) };
      if (!known.has(source.path)) return { ...place, judge: () => settled('needs-you', 'not-in-a-program') };
      return { ...place, judge: judgeLater(inquiry, source, site, hit.name) };
    });
  });
  inquiry.send();
  return pending.map(({ judge, ...place }) => ({ ...place, verdict: judge() }));
}

/** Collects questions, so that they reach the checker in one batch. */
class Inquiry {
  readonly #questions: Question[] = [];
  #answers: readonly Answer[] = [];

  constructor(private readonly checker: Checker) {}

  ask(question: Question): () => Answer {
    const index = this.#questions.push(question) - 1;
    return () => this.#answers[index]!;
  }

  send(): void {
    this.#answers = this.checker.ask(this.#questions);
  }
}

function judgeLater(
  inquiry: Inquiry,
  source: Source,
  site: Exclude<Site, { kind: 'settled' }>,
  name: string,
): () => Verdict {
  const at = (node: ts.Node): NodeSpan => ({
    file: source.path,
    pos: node.pos,
    end: node.end,
    kind: ts.SyntaxKind[node.kind]!,
  });
  switch (site.kind) {
    case 'member': {
      const answer = inquiry.ask({ node: at(site.of), from: 'type', path: site.path });
      return () => judgeMember(answer(), site.shape);
    }
    case 'symbol': {
      const answer = inquiry.ask({ node: at(site.of), from: 'symbol', path: [] });
      return () => judgeMember(answer(), 'name');
    }
    case 'key': {
      const uses = ts.isJsxAttributes(site.literal)
        ? [{ from: 'contextual' as const, node: site.literal, path: [name] }]
        : usesOf(site.literal, [name]);
      const answers = uses.map((use) =>
        inquiry.ask({
          node: at(use.node),
          from: use.from,
          path: use.path,
          ...('argument' in use && { argument: use.argument }),
        }),
      );
      return () =>
        judgeKey(
          answers.map((answer) => answer()),
          site.shape,
        );
    }
    case 'string': {
      const answer = inquiry.ask({ node: at(site.literal), from: 'contextual', path: [] });
      return () => judgeString(answer(), name);
    }
    case 'literal-type':
      return () => settled('needs-you', 'literal-type');
  }
}

function settled(cls: OccurrenceClass, reason: ReasonCode): Verdict {
  return { kind: 'settled', class: cls, reason };
}

function field(brands: readonly string[], shape: Shape): Verdict | undefined {
  const parsed = brands.map(parseBrand);
  const [first] = parsed;
  if (!first) return undefined;
  if (parsed.some(({ transition }) => transition !== first.transition)) {
    return settled('needs-you', 'ambiguous-receiver');
  }
  const roles = new Set(parsed.map(({ role }) => role));
  // A type that both selects and writes (a spread of one object into both) belongs to no single codemod.
  if (roles.has('write') && roles.size > 1) return settled('needs-you', 'mixed-flows');
  const role = roles.size === 1 ? first.role : 'query';
  const reason: ReasonCode =
    role === 'result' ? 'result-member' : role === 'write' ? 'write-argument' : 'query-argument';
  return { kind: 'field', transition: first.transition, role, shape, reason };
}

function judgeMember(answer: Answer, shape: Shape): Verdict {
  if (answer.kind === 'any') return settled('needs-you', 'untyped-receiver');
  if (answer.kind === 'missing') return settled('needs-you', 'unknown-member');
  const found = field(answer.brands, shape);
  if (found?.kind === 'field' && found.role === 'result' && answer.mixed) {
    return settled('needs-you', 'ambiguous-receiver');
  }
  return found ?? settled('unrelated', 'other-member');
}

function judgeKey(answers: readonly Answer[], shape: Shape): Verdict {
  const branded = answers.filter((answer) => answer.brands.length > 0);
  const found = field([...new Set(branded.flatMap((answer) => answer.brands))], shape);
  return (
    found ?? settled('unrelated', answers.some(({ kind }) => kind === 'typed') ? 'other-member' : 'own-shape')
  );
}

function judgeString(answer: Answer, name: string): Verdict {
  const found = field(answer.brands, 'name');
  if (found) return found;
  if (answer.literals && !answer.literals.includes(name)) return settled('unrelated', 'other-member');
  return settled('needs-you', 'untyped-string');
}
