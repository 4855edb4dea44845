import { describe, expect, test } from 'vitest';
import { planTransition } from '../../src/plan/plan.js';
import { parseSchema } from '../../src/schema/document.js';
import type { Provider, Transition } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';

const read = (
  field: string,
  annotation: string,
  target: string,
  blocks = '',
  provider: Provider = 'postgresql',
): Transition => {
  const text = `enum Status {\n  ACTIVE\n  SUSPENDED\n  UNKNOWN\n}\n${blocks}
model User {\n  id Int @id\n  status ${field}\n  /// @transition from:status ${annotation}\n  state ${target}\n}\n`;
  return readTransitions(parseSchema([{ path: 'schema.prisma', text }]), provider)[0]!;
};
const open = 'map:{active: ACTIVE, on: ACTIVE, banned: SUSPENDED, *: UNKNOWN}';

describe('the plan', () => {
  test('drains, copies and verifies at the same places as that of a rename', () => {
    const { stages } = planTransition(read('String', open, 'Status?'), {
      provider: 'postgresql',
      sync: 'trigger',
      keepSource: true,
    });
    expect(stages.map(({ gates }) => gates.map(({ kind }) => kind))).toEqual([
      ['backfilled', 'verified'],
      ['drained', 'verified'],
      ['drained'],
      [],
    ]);
    expect(stages.map(({ application }) => application)).toMatchObject([
      [],
      [{ name: 'switch-writes' }, { name: 'switch-reads' }],
      [{ name: 'contract' }],
      [{ name: 'contract' }, { kind: 'remove-extension' }],
    ]);
  });

  test.each([
    ['a conversion in SQL', read('String', 'up:"1" down:"2"', 'Int?')],
    ['a cast', read('String @db.VarChar(9)', '', 'String?')],
    ['an enum that becomes text', read('Status', 'map:{ACTIVE: a, *: b}', 'String?')],
  ])('%s is still to come', (_, transition) => {
    expect(transition.scenario).toBe('change-type');
    expect(() => planTransition(transition, { provider: 'postgresql', sync: 'trigger' })).toThrow(
      expect.objectContaining({ code: 'not-supported-yet', place: transition.place }),
    );
  });

  test.each([
    ['mysql', "ENUM('ACTIVE', 'SUSPENDED', 'UNKNOWN')"],
    ['sqlite', 'TEXT'],
  ] as const)('on %s the enum is a property of its column', (provider, sqlType) => {
    const { stages } = planTransition(read('String', open, 'Status?', '', provider), {
      provider,
      sync: 'trigger',
    });
    expect(stages[0]!.migrations.map(({ operations }) => operations)).toMatchObject([
      [{ kind: 'add-column', column: 'state', sqlType }, { kind: 'create-sync' }],
    ]);
  });
});

describe('a map that has no way back', () => {
  test('is refused where a text means something else', () => {
    expect(() => read('String', 'map:{UNKNOWN: ACTIVE, b: SUSPENDED, *: UNKNOWN}', 'Status?')).toThrow(
      expect.objectContaining({ code: 'no-way-back' }),
    );
  });
  test('is refused where * stands for nothing', () => {
    const level = 'enum Level {\n  low\n  high\n}\n';
    expect(() => read('Level', 'map:{low: ACTIVE, high: SUSPENDED, *: UNKNOWN}', 'Status?', level)).toThrow(
      expect.objectContaining({ code: 'partial-map' }),
    );
  });

  test.each(['VarChar(7)', 'Char(7)'])('is refused where @db.%s is too short for it', (type) => {
    const back = 'map:{active: ACTIVE, suspended_for_long: SUSPENDED, *: UNKNOWN}';
    for (const provider of ['postgresql', 'mysql'] as const) {
      const transition = read(`String @db.${type}`, back, 'Status?', '', provider);
      expect(() => planTransition(transition, { provider, sync: 'trigger' })).toThrow(
        expect.objectContaining({
          code: 'map-too-long',
          message: expect.stringContaining('"suspended_for_long"'),
          place: transition.place,
        }),
      );
      const short = back.replace('suspended_for_long', 'off');
      planTransition(read(`String @db.${type}`, short, 'Status?', '', provider), {
        provider,
        sync: 'trigger',
      });
    }
  });
});
