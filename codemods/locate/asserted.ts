import { ts } from '@ts-morph/common';
import type { Checker } from '../checker/checker.js';
import { isWrapper, keyText, nodeAt } from '../source.js';
import { parseBrand } from './brand.js';
import type { Verdict } from './judge.js';
import type { Located, Wanted } from './located.js';
import { spanOf } from './span.js';

/**
 * `{ id: 1, userName: 'a' } as User`, `[{ author: { userName: 'a' } }] as unknown as PostWithAuthor[]`: an assertion lets a
 * key stand that its type does not have, so the compiler does not miss it. The type says whose the key is, unless it declares it itself.
 *
 * @param checker with the branded client
 */
export function assertedKeys(
  checker: Checker,
  located: readonly Located[],
  { sources, branded }: Pick<Wanted, 'sources' | 'branded'>,
): Located[] {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const candidates = located.flatMap((place) => {
    const { file, offset, name, verdict } = place;
    const shape = verdict.kind === 'settled' && OPEN.has(verdict.reason) && verdict.ifProven;
    const key = shape && nodeAt(byFile.get(file)!.tree, offset);
    return key ? assertionsOf(key, name).map((assertion) => ({ place, shape, ...assertion })) : [];
  });
  if (candidates.length === 0) return [...located];
  const answers = checker.ask(
    candidates.map(({ node, path }) => ({ node: spanOf(node), from: 'type', path })),
  );
  const declared = checker.declarations(candidates.map(({ node, path }) => ({ node: spanOf(node), path })));
  const found = new Map(
    candidates.flatMap(({ place, shape }, index) => {
      const { brands, mixed } = answers[index]!;
      const [brand, ...others] = brands.map(parseBrand);
      const isOwn = declared[index]!.some(({ file }) => !branded.has(file));
      if (brand?.role !== 'result' || others.length > 0 || mixed || isOwn) return [];
      const { transition } = brand;
      const verdict: Verdict = { kind: 'field', transition, role: 'query', shape, reason: 'typed-name' };
      return [[place, { ...place, verdict }]];
    }),
  );
  return located.map((place) => found.get(place) ?? place);
}

/** What is said of a key that nothing but an assertion tells of. */
const OPEN = new Set<string>(['own-shape', 'other-member', 'mocked-query']);

interface Assertion {
  readonly node: ts.Expression;
  readonly path: readonly string[];
}

/** The assertions around what holds an object literal, with the way from each down to the key. */
function assertionsOf(key: ts.Node, name: string): readonly Assertion[] {
  const property = key.parent;
  const isKey =
    (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) &&
    property.name === key;
  if (!isKey || !ts.isObjectLiteralExpression(property.parent)) return [];
  const found: Assertion[] = [];
  let path: readonly string[] = [name];
  let here: ts.Expression = property.parent;
  for (;;) {
    const { parent } = here;
    if (isWrapper(parent)) {
      if (ts.isAssertionExpression(parent) && !ts.isConstTypeReference(parent.type))
        found.push({ node: parent, path });
      here = parent;
    } else if (ts.isArrayLiteralExpression(parent)) {
      path = ['[]', ...path];
      here = parent;
    } else {
      const outer = ts.isPropertyAssignment(parent) ? keyText(parent.name) : undefined;
      if (outer === undefined) return found;
      path = [outer, ...path];
      here = parent.parent as ts.ObjectLiteralExpression;
    }
  }
}
