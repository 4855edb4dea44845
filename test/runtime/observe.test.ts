import { expect, it } from 'vitest';
import type { FieldTransition, TransitionsMetadata } from '../../src/runtime/metadata.js';
import { observerOf } from '../../src/runtime/observer.js';
import type { Drift, TransitionCounters, TransitionsOptions } from '../../src/runtime/options.js';
import { plansOf } from '../../src/runtime/plan.js';
import { readPlanned } from '../../src/runtime/read-result.js';
import { rewritePlanned } from '../../src/runtime/rewrite-args.js';
import { metadata, rename } from './metadata.js';

const mapped: FieldTransition = {
  ...rename,
  source: { field: 'userName' },
  values: { entries: [['a', 'A']], literal: true },
};
const user = (schema: TransitionsMetadata, options: TransitionsOptions) =>
  plansOf(schema, observerOf(schema, options)).get('User')!;

it.each<[string, FieldTransition, unknown, boolean]>([
  ['equal', rename, { userName: 'a', displayName: 'a' }, false],
  ['not copied', rename, { userName: 'a', displayName: null }, true],
  ['stale', rename, { userName: 'a', displayName: 'b' }, true],
  ['in phase migrate', { ...rename, phase: 'migrate' }, { userName: 'a', displayName: 'b' }, true],
  ['in phase contract', { ...rename, phase: 'contract' }, { userName: 'a', displayName: 'b' }, false],
  ['with one side', rename, { displayName: 'b' }, false],
  ['equal dates', rename, { userName: new Date(1), displayName: new Date(1) }, false],
  ['mapped', mapped, { userName: 'a', displayName: 'A' }, false],
  ['mapped wrongly', mapped, { userName: 'a', displayName: 'a' }, true],
  ['unknown to the map', mapped, { userName: 'z', displayName: null }, false],
  ['null on both sides', mapped, { userName: null, displayName: null }, false],
])('tells drift of records: %s', (_, transition, record, isDrift) => {
  const seen: Drift[] = [];
  const counters: TransitionCounters = {};
  const schema = metadata('client', transition);
  const options = { onDrift: (drift: Drift) => seen.push(drift), counters };
  const plan = plansOf(schema, observerOf(schema, options)).get('User');
  const args = { include: { staff: true } };
  if (plan) readPlanned(plan, 'findMany', args, [{ ...(record as object), staff: [record] }], []);
  expect(seen).toHaveLength(isDrift ? 2 : 0);
  expect(counters).toEqual({ 'User.displayName': { drift: isDrift ? 2 : 0, mirrored: 0, refused: 0 } });
  if (!isDrift) return;
  const { userName: source, displayName: target } = record as Readonly<Record<string, unknown>>;
  expect(seen[1]).toEqual({
    transition: 'User.displayName',
    model: 'User',
    operation: 'findMany',
    source,
    target,
    record,
  });
});

it('tells it of records before they are read from the source', () => {
  const seen: Drift[] = [];
  const plan = user(metadata('trigger'), { onDrift: (drift) => seen.push(drift) });
  expect(readPlanned(plan, 'findFirst', {}, { userName: 'a', displayName: null }, [])).toEqual({
    userName: 'a',
    displayName: 'a',
  });
  expect(seen).toMatchObject([{ source: 'a', target: null, record: { displayName: null } }]);
});

it('lets an error of the callback out', () => {
  const onDrift = () => {
    throw new Error('drift');
  };
  const plan = user(metadata('trigger'), { onDrift });
  expect(() => readPlanned(plan, 'findFirst', {}, { userName: 'a', displayName: 'b' }, [])).toThrow('drift');
});

it('counts rows to which it added the other side', () => {
  const counters: TransitionCounters = {};
  const plan = user(metadata('client'), { counters });
  const rows = [{ userName: 'a' }, { displayName: 'b' }, { userName: 'c', displayName: 'c' }, { email: 'x' }];
  rewritePlanned(plan, 'createMany', { data: rows });
  rewritePlanned(plan, 'update', { where: { id: 1 }, data: { staff: { create: [{ userName: 'a' }] } } });
  expect(counters['User.displayName']).toEqual({ drift: 0, mirrored: 3, refused: 0 });
});

it('has nothing to do where nobody looks on and the phase asks for nothing', () => {
  const migrate = metadata('trigger', { ...rename, phase: 'migrate' });
  expect(plansOf(migrate).size).toBe(0);
  expect(plansOf(migrate, observerOf(migrate, {})).size).toBe(0);
  expect(plansOf(migrate, observerOf(migrate, { counters: {} })).size).toBe(4);
});
