import fc from 'fast-check';
import type { Provider } from '../../../src/schema/transition.js';
import { type Enumeration, isList, type ScalarName } from './scalars.js';
import type { KeyShape, Other, Variant } from './variants.js';

/**
 * Names that a database takes and SQL stumbles over. Not those with a quote of identifiers: Prisma 7.10 itself does not
 * double it.
 */
const names = [
  'select',
  'user-name',
  'My Column',
  "it's",
  'ünï 名',
  '100%',
  '?',
  '$1',
  '$pec$',
  'a.b',
  'NEW',
  'old',
  'x\\y',
  '@x',
  ':x',
  ';--',
  'n'.repeat(55),
] as const;

/** Words of each type, with the ends of its range. */
const words: Readonly<Record<ScalarName, (provider: Provider) => readonly string[]>> = {
  String: () => ['', 'a', 'A', 'a ', 'b', "it's", 'ünï', 'x\\y', ' lead', '"q"', '$pec$', '%', 'null'],
  Boolean: () => ['true', 'false'],
  Int: () => ['0', '1', '-1', '42', '2147483647', '-2147483648'],
  BigInt: () => ['0', '1', '9007199254740993', '9223372036854775807', '-9223372036854775808'],
  Float: () => ['0', '0.1', '-2.5', '1e+300', '3.141592653589793', '1e-7'],
  // SQLite keeps a decimal as a number of its own.
  Decimal: (provider) => [
    '0',
    '1.5',
    '-20',
    '0.25',
    ...(provider === 'sqlite' ? [] : ['12345678901234567890.123456789012345678', '-0.000000000000000001']),
  ],
  DateTime: () => [
    '1970-01-01T00:00:00.000Z',
    '2020-02-29T12:34:56.789Z',
    '1901-12-13T20:45:52.001Z',
    '9999-12-31T23:59:59.999Z',
  ],
  Json: () => ['{}', '[]', '{"a":1}', '{"set":"x"}', '["a",null]', '"text"', 'null', 'true', '"\\"q\\""'],
  Bytes: () => ['', '00', 'ff00', '27', '5c'],
};

const scalar = fc.constantFrom(...(Object.keys(words) as ScalarName[]));
const mayBeUnique: ReadonlySet<ScalarName> = new Set(['String', 'Int', 'BigInt', 'Decimal', 'DateTime']);
/** The default of these is a literal to Prisma Client as well. */
const mayHaveDefault: ReadonlySet<ScalarName> = new Set(['String', 'Boolean', 'Int', 'Float']);

const enumValues = ["it's on", 'b c', 'ünï', 'ACTIVE', '100%', 'x\\y'];
const enumerationOf = (name: string, prefix: string) =>
  fc.shuffledSubarray(enumValues, { minLength: 2, maxLength: 4 }).map(
    (values): Enumeration => ({
      name,
      values: values.map((value, index) => ({ name: `${prefix}${index + 1}`, value })),
    }),
  );
const namesIn = ({ values }: Enumeration) => values.map(({ name }) => name);

type Kind = Pick<Variant, 'texts' | 'targets' | 'types' | 'map'>;

const renamed = (provider: Provider): fc.Arbitrary<Kind> =>
  scalar.map((type) => {
    const texts = words[type](provider);
    return { texts, targets: texts, types: { s: type, t: type } };
  });
const renamedEnum = (model: string): fc.Arbitrary<Kind> =>
  enumerationOf(`${model}Kind`, 'K').map((type) => ({
    texts: namesIn(type),
    targets: namesIn(type),
    types: { s: type, t: type },
  }));
/** A String or an enum becomes an enum: by a map that names all that there is, or with `*` for the others. */
const changed = (model: string): fc.Arbitrary<Kind> =>
  fc
    .record({
      from: fc.option(enumerationOf(`${model}Old`, 'O')),
      to: enumerationOf(`${model}State`, 'V'),
      named: fc.nat(),
      more: fc.array(fc.nat(), { minLength: 2, maxLength: 2 }),
      hasOthers: fc.boolean(),
    })
    .map(({ from, to, more, hasOthers }) => {
      const targets = namesIn(to);
      const all = from ? namesIn(from) : ['on', 'off', 'new', 'old', 'gone', 'odd'];
      // Every value of the target has a source, so that old instances can read it.
      const named = all.slice(0, hasOthers ? Math.max(1, all.length - 1) : all.length);
      const reached = targets.slice(
        0,
        Math.max(1, Math.min(targets.length, named.length - (hasOthers ? 1 : 0))),
      );
      const entries = Object.fromEntries(
        named.map((text, index) => [text, reached[index] ?? reached[more[index % 2]! % reached.length]!]),
      );
      const otherwise = hasOthers ? (targets[reached.length] ?? reached[0]!) : undefined;
      const met = new Set([...Object.values(entries), ...(otherwise === undefined ? [] : [otherwise])]);
      const type: Enumeration = { ...to, values: to.values.filter(({ name }) => met.has(name)) };
      return {
        texts: from ? all : hasOthers ? [...all, '', 'On', "it's"] : named,
        targets: namesIn(type),
        types: { s: from ?? ('String' as const), t: type },
        map: { entries, ...(otherwise !== undefined && { otherwise }) },
      };
    });

const other = (provider: Provider, number: number, column: string): fc.Arbitrary<Other> =>
  scalar.chain((type) =>
    fc.record({
      field: fc.constant(`other${number}`),
      column: fc.constant(column),
      type: fc.constant(type),
      required: fc.boolean(),
      word: fc.constantFrom(...words[type](provider)),
    }),
  );

/** Lists of some words that need quotes somewhere, and of numbers. */
const renamedList: fc.Arbitrary<Kind> = fc
  .constantFrom(
    { of: 'String', lists: [[], ['a'], ['a', 'b'], [''], ['NULL', '{}', '"q"', 'x\\y', ',']] } as const,
    { of: 'Int', lists: [[], ['1'], ['1', '1'], ['-1', '2147483647']] } as const,
    { of: 'Boolean', lists: [[], ['true'], ['true', 'false']] } as const,
  )
  .map(({ of, lists }) => {
    const texts = lists.map((list) => JSON.stringify(list));
    return { texts, targets: texts, types: { s: { of }, t: { of } } };
  });

/** Any schema with one transition that the plan takes. */
function variantOf(provider: Provider, number: number): fc.Arbitrary<Variant> {
  const model = `Drawn${number}`;
  const kind = fc.oneof(
    { weight: 5, arbitrary: renamed(provider) },
    { weight: 1, arbitrary: renamedEnum(model) },
    { weight: 2, arbitrary: changed(model) },
    ...(provider === 'postgresql' ? [{ weight: 1, arbitrary: renamedList }] : []),
  );
  return fc
    .record({
      kind,
      required: fc.boolean(),
      unique: fc.constantFrom<Variant['unique']>(false, 'alone', 'tenant'),
      hasDefault: fc.nat(3).map((chance) => chance === 0),
      word: fc.nat(),
      // Of table, source, target and the other columns.
      names: fc.shuffledSubarray([...names], { minLength: 6, maxLength: 6 }),
      key: fc.constantFrom(...keyShapes(provider)),
      index: fc.constantFrom<Variant['index']>(false, 'alone', 'with note'),
      isNamed: fc.boolean(),
      others: fc.nat(3),
      hasLabels: fc.boolean(),
      hasParent: fc.boolean(),
    })
    .chain((drawn) => {
      const { s } = drawn.kind.types;
      const [table, source, target, ...columns] = drawn.names as [string, string, string, ...string[]];
      const isPlain = drawn.kind.map === undefined && typeof s === 'string';
      const unique = isPlain && mayBeUnique.has(s) ? drawn.unique : false;
      const hasDefault =
        drawn.hasDefault &&
        drawn.required &&
        !isList(s) &&
        !unique &&
        (typeof s !== 'string' || (mayHaveDefault.has(s) && (s === 'String' || isPlain)));
      // A schema knows no exponents.
      const literals = drawn.kind.texts.filter((text) => s !== 'Float' || !text.includes('e'));
      const canBeIndexed = s !== 'Json' && s !== 'Bytes' && !isList(s);
      const others = fc.tuple(
        ...columns.slice(0, drawn.others).map((column, index) => other(provider, index + 1, column)),
      );
      return others.map(
        (each): Variant => ({
          ...drawn.kind,
          model,
          // Not so long that Prisma cuts the names of two constraints to one.
          table: `${table.slice(0, 20)} ${number}`,
          columns: { s: source, t: target },
          required: drawn.required && !isList(s),
          unique,
          ...(hasDefault && { default: literals[drawn.word % literals.length]! }),
          ...(unique === 'tenant' && drawn.isNamed && { uniqueName: 'place' }),
          key: drawn.key,
          index: canBeIndexed ? drawn.index : false,
          others: each,
          hasLabels: drawn.hasLabels && drawn.key !== 'tenant and key' && drawn.key !== 'unique only',
          hasParent: drawn.hasParent && drawn.key !== 'tenant and key',
        }),
      );
    });
}

/** SQLite counts INTEGER keys alone, and Prisma makes another type of a BigInt. */
function keyShapes(provider: Provider): readonly KeyShape[] {
  const everywhere = ['Int', 'UUID', 'key', 'tenant and key', 'unique only'] as const;
  return provider === 'sqlite' ? everywhere : [...everywhere, 'BigInt'];
}

/** As many schemas as asked for, always the same for one seed. */
export function drawVariants(provider: Provider, seed: number, count: number): readonly Variant[] {
  return Array.from(
    { length: count },
    (_, index) => fc.sample(variantOf(provider, index + 1), { seed: seed * 1000 + index, numRuns: 1 })[0]!,
  );
}
