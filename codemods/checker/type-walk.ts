import type { Answer } from './checker.js';

/** The few questions to a type that a walk needs, so that both checkers share one walk. */
export interface TypeSystem<T, S> {
  id(type: T): number;
  isAny(type: T): boolean;
  isNullish(type: T): boolean;
  stringLiteral(type: T): string | undefined;
  /** The parts of a union, or undefined for any other type. */
  union(type: T): readonly T[] | undefined;
  intersection(type: T): readonly T[] | undefined;
  /** What a type parameter, or another type that is not yet known, extends. */
  constraint(type: T): T | undefined;
  property(type: T, name: string): S | undefined;
  typeOf(symbol: S): T | undefined;
  /** What an index signature by strings says of every member; undefined where it says `unknown`. */
  indexed(type: T): T | undefined;
  /** The element type of an array or tuple. */
  element(type: T): T | undefined;
  symbolName(type: T): string | undefined;
}

export const BRAND_PREFIX = '__pec_';

const MISSING: Answer = { kind: 'missing', brands: [], mixed: false };
const ANY: Answer = { kind: 'any', brands: [], mixed: false };

/** Follows a path of members from a type and says what stands at its end. */
export function createTypeWalk<T, S>(system: TypeSystem<T, S>) {
  const answers = new Map<number, Answer>();
  const members = new Map<string, T[] | 'any'>();

  function parts(type: T, depth = 0): readonly T[] {
    const union = system.union(type);
    if (union) return union.flatMap((part) => parts(part, depth));
    const constraint = depth < 5 ? system.constraint(type) : undefined;
    return constraint ? parts(constraint, depth + 1) : [type];
  }

  function step(type: T, name: string): T[] | 'any' {
    const key = `${system.id(type)} ${name}`;
    const known = members.get(key);
    if (known) return known;
    const found: T[] = [];
    for (const part of parts(type)) {
      if (system.isAny(part)) return 'any';
      if (system.isNullish(part)) continue;
      const next = name === '[]' ? system.element(part) : member(part, name);
      if (next !== undefined) found.push(next);
    }
    members.set(key, found);
    return found;
  }

  function member(type: T, name: string): T | undefined {
    const symbol = system.property(type, name);
    return symbol ? system.typeOf(symbol) : system.indexed(type);
  }

  function brandsOf(type: T): string[] {
    const name = system.symbolName(type);
    if (name?.startsWith(BRAND_PREFIX)) return [name];
    return (system.intersection(type) ?? []).flatMap(brandsOf);
  }

  function describe(type: T): Answer {
    const known = answers.get(system.id(type));
    if (known) return known;
    const brands = new Set<string>();
    const literals: string[] = [];
    let plain = 0;
    let any = false;
    for (const part of parts(type)) {
      if (system.isAny(part)) any = true;
      if (system.isNullish(part)) continue;
      const found = brandsOf(part);
      for (const brand of found) brands.add(brand);
      if (found.length === 0) plain++;
      const literal = system.stringLiteral(part);
      if (literal !== undefined) literals.push(literal);
    }
    const answer: Answer = {
      kind: any ? 'any' : 'typed',
      brands: [...brands].sort(),
      mixed: brands.size > 0 && plain > 0,
      ...(literals.length > 0 && { literals: literals.sort() }),
    };
    answers.set(system.id(type), answer);
    return answer;
  }

  return function walk(start: T | undefined, path: readonly string[]): Answer {
    if (start === undefined) return MISSING;
    let here: readonly T[] = [start];
    for (const name of path) {
      const next: T[] = [];
      for (const type of here) {
        const found = step(type, name);
        if (found === 'any') return ANY;
        next.push(...found);
      }
      if (next.length === 0) return MISSING;
      here = next;
    }
    return join(here.map(describe));
  };
}

function join(answers: readonly Answer[]): Answer {
  const [first, ...rest] = answers;
  if (!first || rest.length === 0) return first ?? MISSING;
  const brands = [...new Set(answers.flatMap((answer) => answer.brands))].sort();
  return {
    kind: answers.some((answer) => answer.kind === 'any') ? 'any' : 'typed',
    brands,
    mixed: brands.length > 0 && answers.some((answer) => answer.mixed || answer.brands.length === 0),
  };
}
