import type { ts } from '@ts-morph/common';
import type { Answer, Checker, Question } from '../checker/checker.js';
import { parseBrand } from './brand.js';
import type { Use } from './flow.js';
import { spanOf } from './span.js';

/** Puts questions, and has the answers once their batch was sent. */
export interface Inquirer {
  ask(node: ts.Node, from: Question['from'], path: readonly string[], argument?: number): () => Answer;
  askAll(uses: readonly Use[]): () => readonly Answer[];
}

/** Collects questions, so that they reach the checker in one batch. */
export class Inquiry {
  readonly #checker: Checker;
  readonly #questions: Question[] = [];
  #answers: readonly Answer[] = [];

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  /**
   * Questions about a name of some transitions. Brands of others say nothing of the name: a key of another name may
   * hold the value of their field.
   */
  about(transitions: readonly number[]): Inquirer {
    const own = new Set(transitions);
    const ask: Inquirer['ask'] = (node, from, path, argument) => {
      const index =
        this.#questions.push({
          node: spanOf(node),
          from,
          path,
          ...(argument !== undefined && { argument }),
        }) - 1;
      return () => ofTransitions(this.#answers[index]!, own);
    };
    return {
      ask,
      askAll: (uses) => {
        const answers = uses.map(({ node, from, path, argument }) => ask(node, from, path, argument));
        return () => answers.map((answer) => answer());
      },
    };
  }

  send(): void {
    this.#answers = this.#checker.ask(this.#questions);
  }
}

/** An answer with the brands of some transitions alone. */
export function ofTransitions(answer: Answer, transitions: ReadonlySet<number>): Answer {
  const brands = answer.brands.filter((brand) => transitions.has(parseBrand(brand).transition));
  if (brands.length === answer.brands.length) return answer;
  return { ...answer, brands, mixed: brands.length > 0 };
}
