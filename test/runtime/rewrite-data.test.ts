import { DbNull, Decimal, skip } from '@prisma/client/runtime/client';
import { describe, expect, it } from 'vitest';
import type { FieldTransition } from '../../src/runtime/metadata.js';
import { TransitionError } from '../../src/runtime/transition-error.js';
import { rewriteArgs } from './by-metadata.js';
import { metadata, rename } from './metadata.js';

const client = metadata('client');
const old = { userName: 'ada' };
const both = { userName: 'ada', displayName: 'ada' };
const id = { id: 1 };

/** Each nested write of Prisma's input types, with what comes out. */
const toMany: readonly (readonly [string, unknown, unknown])[] = [
  ['create', old, both],
  ['create', [old, id], [both, id]],
  ['createMany', { data: old, skipDuplicates: true }, { data: both, skipDuplicates: true }],
  ['createMany', { data: [old, { displayName: 'ada' }] }, { data: [both, both] }],
  ['connectOrCreate', { where: id, create: old }, { where: id, create: both }],
  [
    'connectOrCreate',
    [{ where: { displayName: 'x' }, create: old }],
    [{ where: { userName: 'x' }, create: both }],
  ],
];
const toManyOfUpdate: readonly (readonly [string, unknown, unknown])[] = [
  ['update', { where: id, data: old }, { where: id, data: both }],
  ['update', [{ where: { displayName: 'x' }, data: old }], [{ where: { userName: 'x' }, data: both }]],
  ['updateMany', { where: { displayName: 'x' }, data: old }, { where: { userName: 'x' }, data: both }],
  ['updateMany', [{ where: {}, data: old }], [{ where: {}, data: both }]],
  ['upsert', { where: id, create: old, update: old }, { where: id, create: both, update: both }],
  ['upsert', [{ where: id, create: old, update: {} }], [{ where: id, create: both, update: {} }]],
  ['set', { displayName: 'x' }, { userName: 'x' }],
  ['set', [{ displayName: 'x' }, id], [{ userName: 'x' }, id]],
  ['disconnect', { displayName: 'x' }, { userName: 'x' }],
  ['disconnect', [id], [id]],
  ['delete', [{ displayName: 'x' }], [{ userName: 'x' }]],
  ['deleteMany', { displayName: { contains: 'x' } }, { userName: { contains: 'x' } }],
  ['deleteMany', [{ OR: [{ displayName: 'x' }] }], [{ OR: [{ userName: 'x' }] }]],
];
const connect: readonly (readonly [string, unknown, unknown])[] = [
  ['connect', { displayName: 'x' }, { userName: 'x' }],
];
const toOne: readonly (readonly [string, unknown, unknown])[] = [
  ['create', old, both],
  [
    'connectOrCreate',
    { where: { displayName: 'x' }, create: old },
    { where: { userName: 'x' }, create: both },
  ],
];
const toOneOfUpdate: readonly (readonly [string, unknown, unknown])[] = [
  ['update', old, both],
  ['update', { data: old }, { data: both }],
  ['update', { where: { displayName: 'x' }, data: old }, { where: { userName: 'x' }, data: both }],
  ['upsert', { create: old, update: old }, { create: both, update: both }],
  [
    'upsert',
    { create: old, update: old, where: { displayName: 'x' } },
    { create: both, update: both, where: { userName: 'x' } },
  ],
  ['disconnect', true, true],
  ['disconnect', { displayName: 'x' }, { userName: 'x' }],
  ['delete', true, true],
];

const relations = [
  {
    of: 'self, to-many',
    model: 'User',
    field: 'staff',
    create: [...toMany, ...connect],
    update: toManyOfUpdate,
  },
  { of: 'm-n', model: 'Tag', field: 'users', create: [...toMany, ...connect], update: toManyOfUpdate },
  { of: 'self, to-one', model: 'User', field: 'boss', create: [...toOne, ...connect], update: toOneOfUpdate },
  { of: 'n-1', model: 'Post', field: 'author', create: [...toOne, ...connect], update: toOneOfUpdate },
  { of: '1-1', model: 'Profile', field: 'user', create: [...toOne, ...connect], update: toOneOfUpdate },
];

describe.each(relations)('nested writes, $of', ({ model, field, create, update }) => {
  const inCreate = create.map((row) => ['create', ...row] as const);
  const inUpdate = [...create, ...update].map((row) => ['update', ...row] as const);

  it.each([...inCreate, ...inUpdate])('in %s: %s %j', (operation, nested, given, wanted) => {
    const args = (value: unknown) => ({ where: id, data: { [field]: { [nested]: value } } });
    expect(rewriteArgs(client, model, operation, args(given))).toEqual(args(wanted));
    const upsert = (value: unknown) => ({
      where: id,
      create: operation === 'create' ? { [field]: { [nested]: value } } : {},
      update: operation === 'update' ? { [field]: { [nested]: value } } : {},
    });
    expect(rewriteArgs(client, model, 'upsert', upsert(given))).toEqual(upsert(wanted));
    if (operation !== 'create') return;
    const deep = (value: unknown) => ({
      data: [{ posts: { create: [{ author: { create: { ...both, boss: { create: value } } } }] } }],
    });
    const below = (value: unknown) => (model === 'User' ? { ...both, [field]: { [nested]: value } } : both);
    expect(rewriteArgs(client, 'User', 'createMany', deep(below(given)))).toEqual(deep(below(wanted)));
  });
});

describe('root writes', () => {
  it.each([
    ['create', { data: old }, { data: both }],
    ['create', { data: { displayName: 'ada' } }, { data: both }],
    ['createMany', { data: old }, { data: both }],
    ['createMany', { data: [old, { displayName: 'ada' }, both] }, { data: [both, both, both] }],
    ['createManyAndReturn', { data: [old], skipDuplicates: true }, { data: [both], skipDuplicates: true }],
    ['update', { where: id, data: old }, { where: id, data: both }],
    [
      'updateMany',
      { where: { displayName: 'x' }, data: old, limit: 2 },
      { where: { userName: 'x' }, data: both, limit: 2 },
    ],
    ['updateManyAndReturn', { data: { displayName: 'ada' } }, { data: both }],
    [
      'upsert',
      { where: { displayName: 'x' }, create: old, update: old },
      { where: { userName: 'x' }, create: both, update: both },
    ],
    ['delete', { where: { displayName: 'x' } }, { where: { userName: 'x' } }],
    ['deleteMany', { where: { displayName: 'x' }, limit: 1 }, { where: { userName: 'x' }, limit: 1 }],
  ])('%s %j', (operation, args, wanted) => {
    expect(rewriteArgs(client, 'User', operation, args)).toEqual(wanted);
  });

  it('mirrors in phase migrate, where reads are left alone', () => {
    const migrate = metadata('client', {
      ...rename,
      phase: 'migrate',
      source: { field: 'userName' },
      target: { field: 'displayName', required: true },
    });
    expect(
      rewriteArgs(migrate, 'User', 'upsert', {
        where: { displayName: 'x' },
        create: { displayName: 'ada' },
        update: { displayName: 'ada' },
        select: { displayName: true },
      }),
    ).toEqual({ where: { displayName: 'x' }, create: both, update: both, select: { displayName: true } });
  });

  it.each(['trigger', 'code'] as const)('leaves data alone in %s sync, but not its filters', (sync) => {
    const args = { where: { displayName: 'x' }, data: { ...old, staff: { connect: { displayName: 'y' } } } };
    expect(rewriteArgs(metadata(sync), 'User', 'update', args)).toEqual({
      where: { userName: 'x' },
      data: { ...old, staff: { connect: { userName: 'y' } } },
    });
  });

  it('leaves everything alone in phase contract', () => {
    const args = { where: { displayName: 'x' }, data: old };
    expect(rewriteArgs(metadata('client', { ...rename, phase: 'contract' }), 'User', 'update', args)).toBe(
      args,
    );
  });
});

describe('values', () => {
  const write = (
    data: Readonly<Record<string, unknown>>,
    transition: FieldTransition = rename,
    operation = 'update',
  ) => rewriteArgs(metadata('client', transition), 'User', operation, { where: id, data }).data;
  const optional: FieldTransition = { ...rename, source: { field: 'userName' } };

  it.each([
    ['operations', { set: 'ada' }],
    ['increments', { increment: 1 }],
    ['lists', ['a', 'b']],
    ['pushes', { push: ['a'] }],
    ['null', null],
    ['dates', new Date(0)],
    ['bytes', new Uint8Array([1, 2])],
    ['decimals', new Decimal('1.50')],
    ['big integers', 1n],
    ['database null', DbNull],
    ['json', { set: { data: [1] } }],
  ])('carries %s over as they are', (_, value) => {
    const written = write({ userName: value }, optional) as Record<string, unknown>;
    expect(written.displayName).toBe(value);
    expect(written.userName).toBe(value);
    expect((write({ displayName: value }, optional) as Record<string, unknown>).userName).toBe(value);
  });

  it.each([
    ['undefined', undefined],
    ['Prisma.skip', skip],
  ])('takes %s for absent', (_, absent) => {
    expect(write({ userName: 'ada', displayName: absent })).toEqual(both);
    const untouched = { userName: absent, displayName: absent };
    expect(write(untouched)).toBe(untouched);
  });

  it.each([
    [new Date(5), new Date(5)],
    [new Uint8Array([1, 2]), Buffer.from([1, 2])],
    [new Decimal('1.50'), new Decimal('1.5')],
    [{ set: ['a'] }, { set: ['a'] }],
  ])('takes equal values for both sides: %s', (source, target) => {
    const data = { userName: source, displayName: target };
    expect(write(data)).toBe(data);
  });

  it.each([
    ['ada', 'bob'],
    ['ada', null],
    [new Date(5), new Date(6)],
    [new Uint8Array([1]), new Uint8Array([2])],
    [new Decimal(1), new Decimal(2)],
    [{ increment: 1 }, { increment: 2 }],
    [{ a: 1 }, { b: 1 }],
    [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ],
  ])('refuses different values for both sides: %s and %s', (source, target) => {
    expect(() => write({ userName: source, displayName: target })).toThrow(
      'Transition User.displayName: userName and displayName are written with different values. ' +
        'Write one of them: the other follows [conflicting-values]',
    );
  });

  it('refuses null where the other side is required', () => {
    expect(() => write({ displayName: null })).toThrow(
      'Transition User.displayName: null cannot be written, because userName is required until a later stage [required-side]',
    );
    expect(() => write({ displayName: { set: null } })).toThrow(TransitionError);
  });

  it('writes a default to both sides', () => {
    const filled = { userName: 'active', displayName: 'active' };
    const active: FieldTransition = { ...rename, source: { field: 'userName', default: 'active' } };
    expect(write({ email: 'x' }, active, 'create')).toEqual({ email: 'x', ...filled });
    expect(write({ email: 'x' }, active, 'update')).toEqual({ email: 'x' });
    const target: FieldTransition = { ...rename, target: { field: 'displayName', default: 'active' } };
    expect(write({ email: 'x' }, target, 'create')).toEqual({ email: 'x', ...filled });
  });

  describe('through a value map', () => {
    const status: FieldTransition = {
      ...rename,
      values: {
        entries: [
          ['active', 'ACTIVE'],
          ['banned', 'SUSPENDED'],
          ['blocked', 'SUSPENDED'],
        ],
      },
    };
    it('converts both ways', () => {
      expect(write({ userName: 'blocked' }, status)).toEqual({
        userName: 'blocked',
        displayName: 'SUSPENDED',
      });
      expect(write({ displayName: { set: 'SUSPENDED' } }, status)).toEqual({
        userName: { set: 'banned' },
        displayName: { set: 'SUSPENDED' },
      });
      const consistent = { userName: 'blocked', displayName: 'SUSPENDED' };
      expect(write(consistent, status)).toBe(consistent);
    });
    it('writes NULL beside a value that it does not know, as the trigger does', () => {
      expect(write({ userName: 'gone' }, status)).toEqual({ userName: 'gone', displayName: null });
      expect(write({ userName: { set: 'gone' } }, status)).toEqual({
        userName: { set: 'gone' },
        displayName: { set: null },
      });
    });
    it('refuses what it cannot convert', () => {
      const strict = { ...status, target: { ...status.target, required: true as const } };
      expect(() => write({ userName: 'gone' }, strict)).toThrow(/no entry for userName: "gone"/);
      expect(() => write({ displayName: 'GONE' }, status)).toThrow(
        /no source value maps to displayName: "GONE"/,
      );
      expect(() => write({ userName: { increment: 1 } }, status)).toThrow(
        /\{increment\} cannot be carried over/,
      );
      const withStar = { ...status, values: { ...status.values!, otherwise: 'UNKNOWN' } };
      expect(write({ userName: 'gone' }, withStar)).toEqual({ userName: 'gone', displayName: 'UNKNOWN' });
    });
  });
});

describe('a model with fields named like arguments', () => {
  const odd = {
    sync: 'client',
    models: {
      B: {
        transitions: [{ ...rename, id: 'B.displayName' }],
        fields: ['id', 'data', 'where', 'create', 'userName', 'displayName'],
      },
      A: { relations: { b: { model: 'B' } } },
    },
  } as const;
  // Which of the two Prisma takes was measured on 7.10.
  it.each([
    [
      'a bare update of the Json field data',
      { data: { v: 1 }, userName: 'ada' },
      { data: { v: 1 }, ...both },
    ],
    ['a bare update of data alone', { data: { v: 1 } }, { data: { v: 1 } }],
    ['a wrapper', { data: { data: { v: 2 }, userName: 'ada' } }, { data: { data: { v: 2 }, ...both } }],
    ['a wrapper with where', { where: id, data: old }, { where: id, data: both }],
  ])('%s', (_, given, wanted) => {
    const args = (update: unknown) => ({ where: id, data: { b: { update } } });
    expect(rewriteArgs(odd, 'A', 'update', args(given))).toEqual(args(wanted));
  });
});
