import type { ts } from '@ts-morph/common';
import type { Answer, Checker, Question } from '../checker/checker.js';
import type { Use } from './flow.js';
import { spanOf } from './span.js';

/** Collects questions, so that they reach the checker in one batch. */
export class Inquiry {
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
