import { ts } from '@ts-morph/common';
import type { Answer, Checker, Question } from '../checker/checker.js';
import { isWrapper, keyText, nodeAt } from '../source.js';
import { parseBrand, transitionsOf } from './brand.js';
import { ofTransitions } from './inquiry.js';
import { settled, type Verdict } from './judge.js';
import type { Located, Wanted } from './located.js';
import { ownDeclarations } from './own-members.js';
import { isDeclared } from './replaced.js';
import { spanOf } from './span.js';

/**
 * Keys that the compiler lets stand where their type does not have them, so that it would not miss them: below an
 * assertion (`{ id: 1, userName: 'a' } as User`, `[{ author: { userName: 'a' } }] as unknown as PostWithAuthor[]`), beside a
 * spread (`(): User => ({ userName: 'a', ...overrides })`), and in what a function returns whose type stands elsewhere
 * (`Factory.define<User>(() => ({ userName: 'a' }))`). The type says whose the key is, unless it declares it itself.
 *
 * @param checker with the branded client
 */
export function uncheckedKeys(
  checker: Checker,
  located: readonly Located[],
  { sources, branded, names }: Pick<Wanted, 'sources' | 'branded' | 'names'>,
): Located[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const tokenAt = ({ path, offset }: Located) => nodeAt(byPath.get(path)!.tree, offset);
  const open = located.flatMap((place) => {
    const { verdict } = place;
    const shape = verdict.kind === 'settled' && OPEN.has(verdict.reason) && verdict.ifProven;
    const property = shape && propertyOf(tokenAt(place));
    return property ? expectationsOf(property, place.name).map((each) => ({ place, shape, ...each })) : [];
  });
  const expected = checker.ask(open.map(({ question }) => question));
  const candidates = open.flatMap((each, index) => {
    const own = new Set(transitionsOf(names, each.place.name));
    const transition = resultOf(ofTransitions(expected[index]!, own));
    return transition === undefined ? [] : [{ ...each, transition }];
  });
  if (candidates.length === 0) return [...located];
  const values = checker.ask(
    candidates.map(({ value }) => ({ node: spanOf(value), from: 'type', path: [] })),
  );
  const declared = checker.declarations(candidates.map(({ question }) => question));
  const isOwn = ownDeclarations(located, { sources, branded });
  const found = new Map(
    candidates.flatMap(({ place, shape, isWritten, transition }, index): readonly [Located, Located][] => {
      const isInferred = !isWritten && values[index]!.brands.length > 0;
      const isOfOwn = declared[index]!.some(isOwn);
      if (isOfOwn && isWritten && place.verdict.reason === 'unchecked-record') {
        return [[place, { ...place, verdict: settled('unrelated', 'other-member', shape) }]];
      }
      if (isInferred || isOfOwn) return [];
      const verdict: Verdict = { kind: 'field', transition, role: 'query', shape, reason: 'typed-name' };
      return [[place, { ...place, verdict }]];
    }),
  );
  return located.map((place) => found.get(place) ?? place);
}

/** What is said of a key that nothing but an expectation tells of. */
const OPEN = new Set<string>(['own-shape', 'other-member', 'mocked-query', 'unchecked-record']);

/** The transition of which a type has the field, alone, as a record does. */
function resultOf({ brands, mixed }: Answer): number | undefined {
  const [brand, ...others] = brands.map(parseBrand);
  return brand?.role === 'result' && others.length === 0 && !mixed ? brand.transition : undefined;
}

type Property = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

function propertyOf(key: ts.Node | undefined): Property | undefined {
  const property = key?.parent;
  if (!property || !(ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)))
    return undefined;
  return property.name === key && ts.isObjectLiteralExpression(property.parent) ? property : undefined;
}

interface Expectation {
  readonly question: Question & { readonly from: 'type' | 'contextual' };
  /** Beside the key: where the type was not written, it may be inferred from the literal itself. */
  readonly value: ts.Expression;
  readonly isWritten: boolean;
}

/** What is expected of a key: by its literal's surroundings, and by the assertions around what holds that. */
function expectationsOf(property: Property, name: string): readonly Expectation[] {
  const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
  const asserted: Expectation[] = [];
  let path: readonly string[] = [name];
  let isWritten = false;
  let isOperand = false;
  let here: ts.Expression = property.parent as ts.ObjectLiteralExpression;
  for (;;) {
    const { parent } = here;
    isWritten ||= isDeclared({ from: 'contextual', node: here, path });
    if (isWrapper(parent)) {
      if (ts.isAssertionExpression(parent) && !ts.isConstTypeReference(parent.type)) {
        const question = { node: spanOf(parent), from: 'type', path } as const;
        asserted.push({ question, value, isWritten: true });
      }
      here = parent;
    } else if (ts.isConditionalExpression(parent) && parent.condition !== here) {
      here = parent;
    } else if (ts.isBinaryExpression(parent) && parent.right === here) {
      isOperand = true;
      here = parent;
    } else if (ts.isArrayLiteralExpression(parent)) {
      path = ['[]', ...path];
      here = parent;
    } else {
      const outer = ts.isPropertyAssignment(parent) ? keyText(parent.name) : undefined;
      if (outer === undefined) break;
      path = [outer, ...path];
      here = parent.parent as ts.ObjectLiteralExpression;
    }
  }
  const question = { node: spanOf(property.parent), from: 'contextual', path: [name] } as const;
  // `some ?? { userName: 'a' }`: the value before it is like it in nothing but its use.
  return isOperand && !isWritten ? asserted : [{ question, value, isWritten }, ...asserted];
}
