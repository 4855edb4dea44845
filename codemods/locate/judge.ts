import type { Role } from '../../src/schema/generated-declaration.js';
import type { Answer } from '../checker/checker.js';
import type { OccurrenceClass } from '../codemod-report.js';
import type { ReasonCode } from '../reasons.js';
import { parseBrand } from './brand.js';
import type { Spot } from './missed.js';
import type { Shape } from './site-kind.js';

/** What one occurrence is, as plain data. */
export type Verdict =
  | {
      readonly kind: 'field';
      readonly transition: number;
      readonly role: Role;
      readonly shape: Shape;
      readonly reason: ReasonCode;
      /** What is made with the name lacks it, and that is what the name is there for. */
      readonly hides?: true;
      /** The record was parsed from a text, which others wrote or which is older than the code. */
      readonly isParsed?: true;
    }
  | {
      readonly kind: 'settled';
      readonly class: OccurrenceClass;
      readonly reason: ReasonCode;
      /** The shape that it has if the compiler proves in the end that it depends on the field (locate/oracle.ts). */
      readonly ifProven?: Shape;
      /** Uses of the name elsewhere; it is proven too if the compiler proves each of them. */
      readonly uses?: readonly Spot[];
      /** The transitions whose field the name is there to hide, if it proves to be that field's. */
      readonly hides?: readonly number[];
      /** The transitions that this is about, of those that search for the name; without it all. */
      readonly transitions?: readonly number[];
    };

/** A verdict without a transition that a codemod goes by. */
export type SettledVerdict = Extract<Verdict, { kind: 'settled' }>;

export function settled(cls: OccurrenceClass, reason: ReasonCode, ifProven?: Shape): SettledVerdict {
  return { kind: 'settled', class: cls, reason, ...(ifProven && { ifProven }) };
}

export function brandsOf(answers: readonly Answer[]): readonly string[] {
  return [...new Set(answers.flatMap(({ brands }) => brands))];
}

export function field(brands: readonly string[], shape: Shape): Verdict | undefined {
  const parsed = brands.map(parseBrand);
  const [first] = parsed;
  if (!first) return undefined;
  const transitions = [...new Set(parsed.map(({ transition }) => transition))];
  if (transitions.length > 1) return { ...settled('needs-you', 'ambiguous-receiver'), transitions };
  const roles = new Set(parsed.map(({ role }) => role));
  // An object that both selects and writes belongs to no single codemod.
  if (roles.has('write') && roles.size > 1) return { ...settled('needs-you', 'mixed-flows'), transitions };
  const role = roles.size === 1 ? first.role : 'query';
  return { kind: 'field', transition: first.transition, role, shape, reason: reasonOf(role) };
}

function reasonOf(role: Role): ReasonCode {
  if (role === 'result') return 'result-member';
  return role === 'write' ? 'write-argument' : 'query-argument';
}

export function judgeMember(answer: Answer, shape: Shape): Verdict {
  if (answer.kind === 'any') return settled('needs-you', 'untyped-receiver');
  if (answer.kind === 'missing') return settled('needs-you', 'unknown-member');
  const found = field(answer.brands, shape);
  if (found?.kind === 'field' && found.role === 'result' && (answer.mixed || answer.shared)) {
    return { ...settled('needs-you', 'ambiguous-receiver'), transitions: [found.transition] };
  }
  return found ?? settled('unrelated', 'other-member', shape);
}

/** @param answers of each value that a value without a type may be; there is at least one */
export function judgeOrigin(answers: readonly Answer[], shape: Shape): Verdict {
  const brands = brandsOf(answers);
  if (brands.length === 0) return settled('unrelated', 'other-member');
  if (answers.some((answer) => answer.mixed || answer.brands.length === 0)) {
    return settled('needs-you', 'ambiguous-receiver');
  }
  const found = field(brands, shape);
  if (found?.kind !== 'field') return found ?? settled('needs-you', 'untyped-receiver');
  return found.role === 'result'
    ? { ...found, reason: 'origin-of-value' }
    : settled('needs-you', 'untyped-receiver');
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
  /** What goes there is not compared with what is expected. */
  readonly unchecked: true | undefined;
}

export function judgeKey(
  atLiteral: readonly Answer[],
  destinations: readonly Destination[],
  shape: Shape,
): Verdict {
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
  if (destinations.some(isUncheckedRecord)) return settled('needs-you', 'unchecked-record', shape);
  const typed = atLiteral.some(({ kind }) => kind === 'typed');
  return settled('unrelated', typed ? 'other-member' : 'own-shape', shape);
}

/**
 * A key that stands for the field of a record that is spread beside it; undefined where a shape of its own asks for it.
 *
 * @param expected what was declared at each end of the object; none where nothing was
 * @param own of the value beside the key
 */
export function judgeReplaced(
  expected: readonly (readonly Answer[])[],
  own: readonly Answer[],
  shape: Shape,
): Verdict | undefined {
  const isKnown = expected.length > 0 && expected.every((answers) => answers.some(isTyped));
  const brands = expected.map((answers) => brandsOf(answers));
  if (isKnown && brands.every(({ length }) => length === 0)) return undefined;
  const isRecord = isKnown && brands.every(({ length }) => length > 0);
  const isOpen = !expected.flat().some(isTyped);
  const found = isRecord ? field(brands.flat(), shape) : isOpen ? field(brandsOf(own), shape) : undefined;
  if (found?.kind === 'field') return { ...found, reason: 'replaced-field' };
  return settled('needs-you', 'replaces-field', shape);
}

function isTyped({ kind }: Answer): boolean {
  return kind === 'typed';
}

/** `rows(post as any)`: a record of the model is expected, and no compiler misses its field. */
function isUncheckedRecord({ answers, unchecked }: Destination): boolean {
  return unchecked === true && brandsOf(answers).some((brand) => parseBrand(brand).role === 'result');
}

function isUnknown({ answers, untyped }: Destination): boolean {
  if (answers.some(({ kind, own }) => own === true && kind === 'any')) return true;
  // What is handed on to code of others is as known as a key that is written there.
  const isKnown = ({ kind, from }: Answer) => kind === 'typed' || from !== undefined;
  return untyped === true && !answers.some(isKnown);
}

/**
 * What a text is by the brands of what is expected of it: the name where the type lists that. `userName: 'userName'` is
 * a value, of which any text is expected.
 */
function judgeText(answers: readonly Answer[], brands: readonly string[], name: string): Verdict | undefined {
  if (brands.length === 0) return undefined;
  const isName = answers.some(({ literals }) => literals?.includes(name));
  return isName ? field(brands, 'name') : settled('unrelated', 'value-of-field');
}

/** @param anyText where the name was given to a function that takes any text, its type is only the name again */
export function judgeString(answer: Answer, name: string, anyText?: boolean): Verdict {
  const found = judgeText([answer], answer.brands, name);
  if (found) return found;
  // The type names this string among others, so it is that type's, unless the type was made from the model.
  if (answer.literals?.includes(name) && !anyText) return settled('unrelated', 'other-member', 'name');
  return settled('needs-you', 'untyped-string', 'name');
}

/** A text by what is expected of it wherever it ends; undefined unless all of that is the model's, or lists the name. */
export function judgeEnds(ends: readonly (readonly Answer[])[], name: string): Verdict | undefined {
  const isExpected = ends.every((answers) => expectedBrands(answers).length > 0);
  if (isExpected) return judgeText(ends.flat(), expectedBrands(ends.flat()), name);
  const isOther = ends.every((answers) =>
    answers.some(
      ({ brands, literals, anyText }) => brands.length === 0 && !anyText && literals?.includes(name),
    ),
  );
  return isOther ? settled('unrelated', 'other-member', 'name') : undefined;
}

/** A member that a class or interface declares of its own. */
export function judgeHeritage(types: readonly Answer[], subjects: readonly Answer[]): Verdict {
  const own = field(brandsOf(types), 'name');
  if (own) return own;
  // `extends Pick<User, 'id'> { userName: string }`: records of the model are meant to fit.
  return brandsOf(subjects).length > 0
    ? settled('needs-you', 'structural-type')
    : settled('unrelated', 'own-declaration');
}

/** @param path none where the type is a union of names itself, of which one that carries a brand is known */
export function judgeTypeMember(answer: Answer, path: readonly string[], otherwise: ReasonCode): Verdict {
  const found = field(answer.brands, 'name');
  const isResult = found?.kind === 'field' && found.role === 'result';
  if (found) return isResult && answer.mixed ? settled('needs-you', 'ambiguous-receiver') : found;
  return answer.kind === 'typed' && path.length > 0
    ? settled('unrelated', 'other-member')
    : settled('needs-you', otherwise, 'name');
}

/** A key of what a test expects a query to be given, by what the query takes there; undefined where that is not known. */
export function judgeExpected(answer: Answer, shape: Shape): Verdict | undefined {
  if (answer.kind !== 'typed') return undefined;
  return field(expectedBrands([answer]), shape) ?? settled('unrelated', 'other-member');
}

/** What one use of a named constant says, and where the compiler would miss the name. */
export interface NamedUse {
  readonly verdict: Verdict;
  readonly spot: Spot | undefined;
}

/** What all uses of a name say together, and what its own place says where there is none. */
export function judgeNamed(uses: readonly NamedUse[], alone: Verdict): Verdict {
  const verdicts = uses.map(({ verdict }) => verdict);
  const fields = verdicts.filter((use) => use.kind === 'field');
  const hides = verdicts.every(isHiding);
  const roles = new Set(fields.map(({ role }) => role));
  const reads = !(roles.has('write') || roles.has('omit'));
  const agree =
    (hides || !verdicts.some(isHiding)) &&
    new Set(fields.map(({ transition }) => transition)).size <= 1 &&
    (roles.size <= 1 || reads);
  const [first] = fields;
  if (first && agree && fields.length === uses.length) {
    return { ...first, role: roles.size === 1 ? first.role : 'query', shape: 'name', reason: 'name-of-uses' };
  }
  const spots = uses.flatMap(({ verdict, spot }) =>
    spot && verdict.kind === 'settled' && verdict.ifProven === 'name' ? [spot] : [],
  );
  const isProvable = agree && reads && spots.length > 0 && spots.length + fields.length === uses.length;
  const said = first ? settled('needs-you', 'uses-disagree') : isOther(verdicts) ? OTHER : alone;
  if (said.kind === 'field') return said;
  if (isProvable) {
    const hidden = [...new Set(verdicts.flatMap((use) => (use.kind === 'settled' && use.hides) || []))];
    return { ...said, ifProven: 'name', uses: spots, ...(hides && { hides: hidden }) };
  }
  const own = alone.kind === 'settled' ? alone.ifProven : undefined;
  return { ...said, ...(own && { ifProven: own }) };
}

const OTHER = settled('unrelated', 'other-member');

function isOther(uses: readonly Verdict[]): boolean {
  return uses.every((use) => use.kind === 'settled' && use.class === 'unrelated');
}

function isHiding(verdict: Verdict): boolean {
  return verdict.kind === 'field' ? verdict.hides === true : verdict.hides !== undefined;
}

/** @param transitions those whose field a name would hide there */
export function hiding(verdict: Verdict, transitions: readonly number[]): Verdict {
  if (verdict.kind === 'field') {
    return transitions.includes(verdict.transition) ? { ...verdict, hides: true } : verdict;
  }
  return transitions.length > 0 ? { ...verdict, hides: transitions } : verdict;
}
