import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldTransition, ModelMetadata, TransitionsMetadata } from '../../src/runtime/metadata.js';
import { TransitionError } from '../../src/runtime/transition-error.js';
import { rewriteArgs } from './by-metadata.js';

type Args = Readonly<Record<string, unknown>>;

/** Models lead to each other by relations of these names, one record or many of them. */
const modelNames = ['A', 'B', 'C', 'D'];
const relationNames = ['one', 'other', 'many', 'more'];
const pairs = [0, 1, 2] as const;
const texts = ['x', 'y', 'z'];

const transition = (model: string, pair: number): fc.Arbitrary<FieldTransition> =>
  fc
    .record({
      phase: fc.constantFrom('expand', 'migrate', 'contract' as const),
      required: fc.boolean(),
      default: fc.option(fc.constantFrom(...texts), { nil: undefined }),
      values: fc.option(
        fc.record({
          entries: fc.uniqueArray(fc.tuple(fc.constantFrom(...texts), fc.constantFrom('X', 'Y')), {
            minLength: 1,
            selector: ([from]) => from,
          }),
          otherwise: fc.option(fc.constant('Z'), { nil: undefined }),
        }),
        { nil: undefined },
      ),
    })
    .map(({ phase, required, default: value, values }) => ({
      id: `${model}.to${pair}`,
      phase,
      source: {
        field: `from${pair}`,
        ...(required && { required }),
        ...(value !== undefined && { default: value }),
      },
      target: { field: `to${pair}` },
      ...(values && {
        values: {
          entries: values.entries,
          literal: true,
          ...(values.otherwise !== undefined && { otherwise: values.otherwise }),
        },
      }),
    }));

const model = (name: string): fc.Arbitrary<ModelMetadata> =>
  fc
    .record({
      chosen: fc
        .subarray([...pairs])
        .chain((some) => fc.tuple(...some.map((pair) => transition(name, pair)))),
      relations: fc.dictionary(
        fc.constantFrom(...relationNames),
        fc.record({ model: fc.constantFrom(...modelNames), list: fc.boolean() }),
      ),
    })
    .map(({ chosen, relations }) => ({
      transitions: chosen,
      relations: Object.fromEntries(
        Object.entries(relations).map(([field, { model: to, list }]) => [
          field,
          list ? { model: to, list } : { model: to },
        ]),
      ),
      uniqueKeys: Object.fromEntries([
        ['id', ['id']],
        ...pairs.flatMap((pair) => [
          [`from${pair}`, [`from${pair}`]],
          [`to${pair}`, [`to${pair}`]],
        ]),
      ]),
    }));

const schemas: fc.Arbitrary<TransitionsMetadata> = fc
  .record({
    sync: fc.constantFrom('client', 'trigger', 'code' as const),
    models: fc.tuple(...modelNames.map(model)),
  })
  .map(({ sync, models }) => ({
    sync,
    models: Object.fromEntries(models.map((each, index) => [modelNames[index]!, each])),
  }));

const value = fc.constantFrom(...texts, 'X', 'Y', 'Z', null, undefined);
const fields = fc.constantFrom('id', 'title', ...pairs.flatMap((pair) => [`from${pair}`, `to${pair}`]));
const relation = fc.constantFrom(...relationNames);
const depth = { depthIdentifier: fc.createDepthIdentifier(), maxDepth: 3 };

/** Arguments as Prisma's types allow them, whatever of it a model knows. */
const { where, data, selection } = fc.letrec<{ where: Args; data: Args; selection: Args }>((tie) => {
  const filter = fc.oneof(
    value,
    fc.record({ equals: value, not: value, in: fc.array(value, { maxLength: 3 }) }, { requiredKeys: [] }),
  );
  const filters = fc.dictionary(fields, filter, { maxKeys: 3 });
  const rows = fc.dictionary(
    fields,
    fc.oneof(
      value,
      value.map((set) => ({ set })),
    ),
    { maxKeys: 3 },
  );
  const list = (item: fc.Arbitrary<Args>) => fc.oneof(item, fc.array(item, { maxLength: 2 }));
  const together = (...parts: fc.Arbitrary<Args>[]) =>
    fc.tuple(...parts).map((all): Args => Object.assign({}, ...all));
  return {
    where: fc.oneof(
      depth,
      filters,
      together(
        filters,
        fc.dictionary(fc.constantFrom('AND', 'OR', 'NOT'), list(tie('where')), { maxKeys: 1 }),
      ),
      together(
        filters,
        fc.dictionary(
          relation,
          fc.dictionary(fc.constantFrom('some', 'every', 'is', 'isNot'), tie('where'), { maxKeys: 1 }),
          { maxKeys: 1 },
        ),
      ),
    ),
    data: fc.oneof(
      depth,
      rows,
      together(
        rows,
        fc.dictionary(
          relation,
          fc.oneof(
            fc.record({ create: list(tie('data')) }),
            fc.record({ createMany: fc.record({ data: fc.array(tie('data'), { maxLength: 2 }) }) }),
            fc.record({ connect: list(tie('where')) }),
            fc.record({ connectOrCreate: list(fc.record({ where: tie('where'), create: tie('data') })) }),
            fc.record({ update: list(fc.record({ where: tie('where'), data: tie('data') })) }),
            fc.record({
              upsert: list(fc.record({ where: tie('where'), create: tie('data'), update: tie('data') })),
            }),
            fc.record({ deleteMany: list(tie('where')) }),
          ),
          { maxKeys: 1 },
        ),
      ),
    ),
    selection: fc.oneof(
      depth,
      fc.dictionary(fields, fc.boolean(), { maxKeys: 3 }),
      fc.dictionary(relation, fc.record({ where: tie('where'), select: tie('selection') }), { maxKeys: 1 }),
    ),
  };
});

const calls = fc.oneof(
  fc.tuple(fc.constant('findMany'), fc.record({ where, select: selection })),
  fc.tuple(fc.constant('create'), fc.record({ data, include: selection })),
  fc.tuple(
    fc.constant('createMany'),
    fc.array(data, { maxLength: 3 }).map((many) => ({ data: many })),
  ),
  fc.tuple(fc.constant('update'), fc.record({ where, data })),
  fc.tuple(fc.constant('upsert'), fc.record({ where, create: data, update: data })),
);

/** @returns undefined for what it refuses */
function rewritten(metadata: TransitionsMetadata, of: string, operation: string, args: Args) {
  try {
    return rewriteArgs(metadata, of, operation, args);
  } catch (error) {
    if (error instanceof TransitionError) return undefined;
    throw error;
  }
}

function frozen<T>(tree: T): T {
  if (typeof tree === 'object' && tree !== null) for (const part of Object.values(tree)) frozen(part);
  return Object.freeze(tree);
}

/** Members and items, at any depth. */
function size(tree: unknown): number {
  if (typeof tree !== 'object' || tree === null) return 1;
  return Object.values(tree).reduce((sum: number, part) => sum + size(part), 1);
}

/** What one member may become at most: each pair of columns adds a value, or a condition with its list of values. */
const growth = 1 + pairs.length * (texts.length + 8);

describe('for any metadata and any arguments', () => {
  const cases = fc.tuple(schemas, fc.constantFrom(...modelNames), calls);

  it('changes nothing that it was given, and gives the same twice', () => {
    fc.assert(
      fc.property(cases, ([metadata, of, [operation, args]]) => {
        const once = rewritten(frozen(metadata), of, operation, frozen(args));
        expect(rewritten(metadata, of, operation, args)).toEqual(once);
        if (once) expect(rewriteArgs(metadata, of, operation, frozen(once))).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it('grows what it is given by a factor at most, and lists by the same for each item', () => {
    fc.assert(
      fc.property(cases, data, where, ([metadata, of, [operation, args]], row, filter) => {
        const once = rewritten(metadata, of, operation, args);
        if (once) expect(size(once)).toBeLessThanOrEqual(growth * size(args));
        const inLists = (length: number) => ({
          where: { AND: Array(length).fill(filter) },
          data: Array(length).fill(row),
        });
        const sizes = [1, 2, 11].map((length) => {
          const whole = rewritten(metadata, of, 'createMany', inLists(length));
          return whole && size(whole);
        });
        if (sizes[0] === undefined) expect(sizes).toEqual([undefined, undefined, undefined]);
        else expect(sizes[2]! - sizes[1]!).toBe(9 * (sizes[1]! - sizes[0]));
      }),
      { numRuns: 500 },
    );
  });
});
