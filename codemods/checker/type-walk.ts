import type { Answer, Carried } from './checker.js';

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
  /** Whether it has members of its own to look at: an object type, or a combination of such. */
  isObject(type: T): boolean;
  /** What each way of calling a function takes first. */
  firstParameters(type: T): readonly T[];
  /** What each way of calling a function gives. */
  results(type: T): readonly T[];
  /** What the type arguments of a reference to a generic type are. */
  typeArguments(type: T): readonly T[];
  /** The names and types of all members, asked for at once. */
  members(type: T): readonly { readonly name: string; readonly type: T }[];
}

export const BRAND_PREFIX = '__pec_';

/** Steps of a path that are no names of members. */
const STEPS: ReadonlySet<string> = new Set(['[]', '()', '(0)']);

const MISSING: Answer = { kind: 'missing', brands: [], mixed: false };
const ANY: Answer = { kind: 'any', brands: [], mixed: false };

/** Deeper than anyone sends records, and a bound for types that contain themselves. */
const DEPTH = 5;
/** As many types are looked at for one value; some libraries have types without end. */
const BUDGET = 300;
const PROMISE = /^(?:Promise|PromiseLike|PrismaPromise|Prisma__\w+Client)$/;
/** Of these nothing is sent but what they are themselves. */
const CLOSED = /^(?:Date|Decimal|Buffer|\w*Array|Map|Set|WeakMap|RegExp|Function|URL|Error)$/;

export interface TypeWalk<T> {
  /** Follows a path of members from a type and says what stands at its end. */
  walk(start: T | undefined, path: readonly string[]): Answer;
  /** The types that stand there, one by one; none where nothing is known of a step. */
  reach(start: T, path: readonly string[]): readonly T[];
  /** Everything inside a type that carries a brand. */
  carried(start: T | undefined): readonly Carried[];
}

export function createTypeWalk<T, S>(system: TypeSystem<T, S>): TypeWalk<T> {
  const answers = new Map<number, Answer>();
  const members = new Map<string, T[] | 'any'>();
  const indexed = new Set<string>();
  const inside = new Map<number, readonly Carried[]>();
  const shared = new Map<string, boolean>();
  // Records of a model are met all over a program, and each question may be a way to another process and back.
  const unionOf = remembered(system.id, system.union);
  const constraintOf = remembered(system.id, system.constraint);
  const elementOf = remembered(system.id, system.element);
  const membersOf = remembered(system.id, system.members);

  function parts(type: T, depth = 0): readonly T[] {
    const union = unionOf(type);
    if (union) return union.flatMap((part) => parts(part, depth));
    const constraint = depth < 5 ? constraintOf(type) : undefined;
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
      found.push(...next(part, name));
    }
    members.set(key, found);
    if (found.length > 0 && !STEPS.has(name) && isIndexed(type, name)) indexed.add(key);
    return found;
  }

  /** Whether no part of a type names the member, so that an index signature speaks of it. */
  function isIndexed(type: T, name: string): boolean {
    return parts(type).every(
      (part) =>
        system.isNullish(part) || (!system.property(part, name) && system.indexed(part) !== undefined),
    );
  }

  function next(part: T, name: string): readonly T[] {
    if (name === '(0)') return taken(part);
    if (name === '=>') return system.results(part);
    const found = name === '[]' ? elementOf(part) : name === '()' ? resolved(part) : member(part, name);
    return found === undefined ? [] : [found];
  }

  /** What a function takes first; one of its signatures may take anything, as that of a mock does. */
  function taken(type: T): readonly T[] {
    const all = system.firstParameters(type);
    const known = all.filter((each) => !parts(each).every((part) => system.isAny(part)));
    return known.length > 0 ? known : all;
  }

  /** What a promise resolves to. */
  function resolved(type: T): T | undefined {
    const name = system.symbolName(type);
    return name && PROMISE.test(name) ? system.typeArguments(type)[0] : undefined;
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

  /** Of one value: the types that were looked at, so that one inside itself ends. */
  interface Search {
    readonly found: Carried[];
    readonly above: Set<number>;
    left: number;
  }

  function search(type: T, path: readonly string[], nullable: readonly number[], state: Search): void {
    const own = parts(type);
    const here = own.some((part) => system.isNullish(part)) ? [...nullable, path.length] : nullable;
    const brands = [...new Set(own.flatMap(brandsOf))].sort();
    if (brands.length > 0) {
      state.found.push({ path, nullable: here, brands });
      return;
    }
    for (const part of own) {
      if (state.left <= 0 || system.isAny(part) || !system.isObject(part)) continue;
      const id = system.id(part);
      if (state.above.has(id)) continue;
      state.left--;
      state.above.add(id);
      into(part, path, here, state);
      state.above.delete(id);
    }
  }

  function into(part: T, path: readonly string[], nullable: readonly number[], state: Search): void {
    const element = elementOf(part);
    if (element !== undefined) {
      search(element, [...path, '[]'], nullable, state);
      return;
    }
    const promised = resolved(part);
    if (promised !== undefined) {
      search(promised, [...path, '()'], nullable, state);
      return;
    }
    const name = system.symbolName(part);
    if ((name && CLOSED.test(name)) || path.length >= DEPTH) return;
    for (const member of membersOf(part)) search(member.type, [...path, member.name], nullable, state);
  }

  function carried(start: T | undefined): readonly Carried[] {
    if (start === undefined) return [];
    const known = inside.get(system.id(start));
    if (known) return known;
    const state: Search = { found: [], above: new Set(), left: BUDGET };
    search(start, [], [], state);
    const found = merge(state.found);
    inside.set(system.id(start), found);
    return found;
  }

  return { walk, reach, carried };

  function walk(start: T | undefined, path: readonly string[]): Answer {
    const found = start === undefined ? [] : follow(start, path);
    if (found === 'any') return ANY;
    const answer = join(found.map(describe));
    if (start === undefined) return answer;
    return {
      ...answer,
      ...(answer.brands.length > 0 && isShared(start, path) && { shared: true as const }),
      ...(isLastIndexed(start, path) && { indexed: true as const }),
    };
  }

  /** Whether the last member of a path is one of an intersection, not all parts of which have the brand. */
  function isShared(start: T, path: readonly string[]): boolean {
    const name = path.at(-1);
    if (name === undefined || /^(?:\[\]|\(0?\))$/.test(name)) return false;
    const owners = follow(start, path.slice(0, -1));
    return owners !== 'any' && owners.flatMap((owner) => parts(owner)).some((owner) => hasTwoOf(owner, name));
  }

  function hasTwoOf(type: T, name: string): boolean {
    const key = `${system.id(type)} ${name}`;
    const known = shared.get(key);
    if (known !== undefined) return known;
    // The key of an object literal is an occurrence of its own, and changes with the record that takes it in.
    const declaring = (system.intersection(type) ?? []).filter(
      (part) => system.symbolName(part) !== '__object',
    );
    const declared = declaring.flatMap((part) => {
      const symbol = system.property(part, name);
      return (symbol && system.typeOf(symbol)) ?? [];
    });
    const branded = declared.filter((each) => describe(each).brands.length > 0);
    const result = branded.length > 0 && branded.length < declared.length;
    shared.set(key, result);
    return result;
  }

  function isLastIndexed(start: T, path: readonly string[]): boolean {
    const name = path.at(-1);
    if (name === undefined || indexed.size === 0) return false;
    const owners = follow(start, path.slice(0, -1));
    return (
      owners !== 'any' &&
      owners.length > 0 &&
      owners.every((owner) => indexed.has(`${system.id(owner)} ${name}`))
    );
  }

  function reach(start: T, path: readonly string[]): readonly T[] {
    const found = follow(start, path);
    return found === 'any' ? [] : found.flatMap((type) => parts(type));
  }

  function follow(start: T, path: readonly string[]): readonly T[] | 'any' {
    let here: readonly T[] = [start];
    for (const name of path) {
      const next: T[] = [];
      for (const type of here) {
        const found = step(type, name);
        if (found === 'any') return 'any';
        next.push(...found);
      }
      here = next;
    }
    return here;
  }
}

function remembered<T, V>(id: (type: T) => number, ask: (type: T) => V): (type: T) => V {
  const known = new Map<number, { readonly value: V }>();
  return (type) => {
    const found = known.get(id(type)) ?? { value: ask(type) };
    known.set(id(type), found);
    return found.value;
  };
}

/** The parts of a union may each have the same member. */
function merge(found: readonly Carried[]): Carried[] {
  const byPath = new Map<string, Carried>();
  for (const one of found) {
    const key = one.path.join('.');
    const known = byPath.get(key);
    byPath.set(
      key,
      known
        ? {
            path: one.path,
            nullable: [...new Set([...known.nullable, ...one.nullable])].sort((a, b) => a - b),
            brands: [...new Set([...known.brands, ...one.brands])].sort(),
          }
        : one,
    );
  }
  return [...byPath.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
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
