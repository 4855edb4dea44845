import { ts } from '@ts-morph/common';
import type { Answer, Checker, NodeSpan, Question } from '../checker/checker.js';
import { parseBrand } from '../locate/brand.js';
import { type Links, OPERATIONS, type Use } from '../locate/flow.js';
import { spanOf } from '../locate/span.js';
import { calledFunctions } from './called.js';
import { ofParameter } from './moves.js';
import type { End, State, Step } from './state.js';
import { stepsFrom } from './steps.js';

/** Where a value gets to. */
export interface Reached {
  /** Of the types of the client that expect the name there. */
  readonly brands: readonly string[];
  readonly ends: ReadonlySet<End>;
}

export interface Start extends State {
  readonly name: string;
}

/** As often the checker is asked; a value that is still on its way then is not followed further. */
const ROUNDS = 24;
/** Longer ways down into a value belong to types that contain themselves. */
const DEPTH = 8;
/** As many places one value is followed through. */
const PLACES = 1500;

interface Place {
  readonly start: Start;
  readonly brands: string[];
  readonly ends: Set<End>;
  readonly next: Place[];
}

/**
 * Follows values through the code of all files: syntax tells where a value goes next, and the checker, in one batch a round,
 * what is expected there and which function is called. Values that come by the same place share what lies behind it.
 *
 * @param checker with the branded client
 * @returns for each start what it gets to
 */
export function trace(checker: Checker, starts: readonly Start[], links: Links): readonly Reached[] {
  const places = new Map<string, Place>();
  let frontier: Place[] = [];
  const placeOf = (start: Start): Place => {
    const key = keyOf(start);
    const known = places.get(key);
    if (known) return known;
    const place: Place = { start, brands: [], ends: new Set(), next: [] };
    places.set(key, place);
    frontier.push(place);
    return place;
  };
  const first = starts.map(placeOf);
  for (let round = 0; frontier.length > 0 && round < ROUNDS; round++) {
    const asking = new Asking(checker, links, (place, state) => {
      if (place.start.mode === 'key' && state.mode === 'text') place.ends.add('listed');
      if (state.path.length <= DEPTH) place.next.push(placeOf({ ...state, name: place.start.name }));
    });
    while (frontier.length > 0) {
      const group = frontier;
      frontier = [];
      for (const place of group) {
        for (const step of stepsFrom(place.start, place.start.name, links)) asking.take(place, step);
      }
    }
    asking.send();
  }
  for (const place of frontier) place.ends.add('unknown');
  return first.map(reachedFrom);
}

function keyOf({ node, path, mode, name }: Start): string {
  const { file, pos, end, kind } = spanOf(node);
  return `${name} ${mode} ${path.join('.')} ${kind}:${pos}:${end}:${file}`;
}

function reachedFrom(start: Place): Reached {
  const seen = new Set<Place>();
  const brands = new Set<string>();
  const ends = new Set<End>();
  const left = [start];
  for (let place = left.pop(); place; place = left.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    if (seen.size > PLACES) {
      ends.add('unknown');
      break;
    }
    for (const brand of place.brands) brands.add(brand);
    for (const end of place.ends) ends.add(end);
    left.push(...place.next);
  }
  return { brands: [...brands], ends };
}

/** The questions of one round, and what follows from each answer. */
class Asking {
  readonly #checker: Checker;
  readonly #links: Links;
  readonly #go: (place: Place, state: State) => void;
  readonly #questions: { readonly question: Question; readonly taken: (answer: Answer) => void }[] = [];
  readonly #calls: {
    readonly call: NodeSpan;
    readonly taken: (functions: readonly ts.SignatureDeclaration[]) => void;
  }[] = [];

  constructor(checker: Checker, links: Links, go: (place: Place, state: State) => void) {
    this.#checker = checker;
    this.#links = links;
    this.#go = go;
  }

  take(place: Place, step: Step): void {
    switch (step.kind) {
      case 'to':
        this.#go(place, step.to);
        return;
      case 'end':
        place.ends.add(step.end);
        return;
      case 'asked':
        this.#ask(step.use, (answer) => {
          if (this.#brand(place, answer)) return;
          if (isNamed(answer) || (step.onward.length === 0 && step.otherwise)) {
            if (step.otherwise || step.onward.length > 0) place.ends.add('elsewhere');
          } else for (const each of step.onward) this.#go(place, each);
        });
        return;
      case 'beside':
        for (const use of step.records) {
          this.#ask(use, ({ brands }) => {
            if (brands.some((brand) => parseBrand(brand).role === 'result')) place.ends.add('replaces');
          });
        }
        return;
      case 'extended':
        this.#ask(step.use, ({ brands }) => {
          if (brands.length > 0) place.ends.add('replaces');
        });
        return;
      case 'listed':
        this.#ask({ from: 'type', node: step.node, path: [] }, ({ literals }) => {
          if (!literals?.includes(place.start.name)) return;
          for (const each of step.onward) this.#go(place, each);
        });
        return;
      case 'returned':
        this.#takeReturned(place, step);
        return;
      case 'argument':
        this.#takeArgument(place, step);
    }
  }

  #takeReturned(place: Place, { owner, calls, state }: Extract<Step, { kind: 'returned' }>): void {
    for (const call of calls) {
      this.#calls.push({
        call: spanOf(call),
        taken: (functions) => {
          if (functions.includes(owner as ts.SignatureDeclaration)) this.#go(place, { ...state, node: call });
        },
      });
    }
  }

  #takeArgument(place: Place, { call, argument, state }: Extract<Step, { kind: 'argument' }>): void {
    const { path, mode } = state;
    const use: Use = { from: 'parameter', node: call, argument, path };
    let isUntyped = false;
    const { expression: callee } = call;
    if (ts.isPropertyAccessExpression(callee) && OPERATIONS.test(callee.name.text) && mode === 'key') {
      const takesAny = ({ kind }: Answer) => {
        isUntyped ||= kind === 'any';
      };
      this.#ask({ from: 'parameter', node: call, argument, path: [] }, takesAny);
      this.#ask({ from: 'type', node: callee.expression, path: [] }, takesAny);
    }
    this.#ask(use, (answer) => {
      if (this.#brand(place, answer)) return;
      const { from, own } = answer;
      if (from !== undefined && !own) {
        if (mode === 'key') place.ends.add('elsewhere');
        else if (!/^(?:lib|node)$/.test(from)) this.#goTyped(place, call);
      } else if (mode === 'key' && isNamed(answer)) place.ends.add('elsewhere');
      else this.#enter(place, call, argument, state, isUntyped);
    });
  }

  /** What a function makes of a text may still be the name, as a schema of names is; then its type lists that. */
  #goTyped(place: Place, call: ts.CallExpression | ts.NewExpression): void {
    this.#go(place, { node: call, path: [], mode: 'typed' });
  }

  /** Goes into the function that is called, as far as it is one of the code's own. */
  #enter(
    place: Place,
    call: ts.CallExpression | ts.NewExpression,
    argument: number,
    state: State,
    /** It is called like a query, on something that takes anything. */
    isUntyped: boolean,
  ): void {
    if (state.mode !== 'key') this.#goTyped(place, call);
    this.#calls.push({
      call: spanOf(call),
      taken: (functions) => {
        const taking = functions.flatMap((each) => parameterOf(each, argument, state) ?? []);
        for (const { parameter, state: inner } of taking) {
          for (const each of ofParameter(parameter, inner, this.#links)) this.#go(place, each);
        }
        if (taking.length > 0) return;
        if (isUntyped) place.ends.add('untyped-client');
        else if (state.mode === 'key') place.ends.add('unknown');
      },
    });
  }

  #ask(use: Use, taken: (answer: Answer) => void): void {
    const { node, ...rest } = use;
    this.#questions.push({ question: { ...rest, node: spanOf(node) }, taken });
  }

  /** Takes what an answer says of the client, and tells whether it says anything. */
  #brand(place: Place, { brands }: Answer): boolean {
    // The type of a result proves nothing of a key that is written: it may be that of the value beside it.
    const expected =
      place.start.mode === 'text' ? brands : brands.filter((brand) => parseBrand(brand).role !== 'result');
    place.brands.push(...expected);
    return expected.length > 0;
  }

  send(): void {
    const answers = this.#checker.ask(this.#questions.map(({ question }) => question));
    const { length } = this.#questions;
    // Answers lead to functions that are called, and only those to further places.
    for (let index = 0; index < length; index++) this.#questions[index]!.taken(answers[index]!);
    const functions = calledFunctions(
      this.#checker,
      this.#calls.map(({ call }) => call),
      this.#links,
    );
    this.#calls.forEach(({ taken }, index) => {
      taken(functions[index]!);
    });
  }
}

/** Whether a type names the key, for something other than the model. */
function isNamed({ kind, indexed }: Answer): boolean {
  return kind === 'typed' && !indexed;
}

function parameterOf(
  owner: ts.SignatureDeclaration,
  argument: number,
  state: State,
): { readonly parameter: ts.ParameterDeclaration; readonly state: State } | undefined {
  const parameters = owner.parameters.filter(({ name }) => name.getText() !== 'this');
  const parameter = parameters[argument] ?? parameters.at(-1);
  if (!parameter || !('body' in owner && owner.body)) return undefined;
  if (parameter.dotDotDotToken) return { parameter, state: { ...state, path: ['[]', ...state.path] } };
  return parameters[argument] ? { parameter, state } : undefined;
}
