import { describe, expect, test } from 'vitest';
import { isUserError } from '../../src/errors.js';
import { type PlanOptions, planTransition } from '../../src/plan/plan.js';
import { parseSchema } from '../../src/schema/document.js';
import { readTransitions } from '../../src/schema/transitions.js';

const trigger = { provider: 'postgresql', sync: 'trigger' } as const;

function plan(field: string, options: PlanOptions = trigger) {
  const text = `model User {\n  id Int @id\n  email String\n${field}\n}\n`;
  const [transition] = readTransitions(parseSchema([{ path: 'schema.prisma', text }]), options.provider);
  return planTransition(transition!, options).stages;
}

const kinds = (stages: ReturnType<typeof plan>) =>
  stages.map(({ name, rollout, migrations }) => [
    name,
    rollout ? 'rollout' : 'no rollout',
    ...migrations.flatMap(({ operations }) => operations.map(({ kind }) => kind)),
  ]);

describe('the stages of a column that an expression fills', () => {
  test.each(['String', 'String?'])('a new column, written as %s', (type) => {
    expect(kinds(plan(`  /// @transition backfill:"lower(email)"\n  plan ${type}`))).toEqual([
      ['expand', 'no rollout', 'add-column', 'create-sync'],
      ['migrate', 'rollout', 'guard', 'set-not-null'],
      ['finish', 'no rollout', 'drop-sync'],
    ]);
  });

  test('a column that becomes required and unique', () => {
    expect(kinds(plan(`  /// @transition require unique backfill:"lower(email)"\n  plan String?`))).toEqual([
      ['expand', 'no rollout', 'create-sync'],
      ['migrate', 'rollout', 'guard', 'set-not-null', 'create-index'],
      ['finish', 'no rollout', 'drop-sync'],
    ]);
  });

  test('a new enum is made with its column', () => {
    const text = `enum Plan {\n  FREE\n  PRO\n}\nmodel User {\n  id Int @id\n  /// @transition backfill:"'FREE'"\n  plan Plan\n}\n`;
    const [transition] = readTransitions(parseSchema([{ path: 'schema.prisma', text }]), 'postgresql');
    const [expand] = planTransition(transition!, trigger).stages;
    expect(expand!.migrations[0]!.operations[0]).toEqual({
      kind: 'create-enum',
      type: '"Plan"',
      values: ['FREE', 'PRO'],
    });
    expect(expand!.migrations[0]!.inverse!.map(({ kind }) => kind)).toEqual([
      'drop-sync',
      'drop-column',
      'drop-enum',
    ]);
  });

  test('MySQL keeps the default of a column that becomes required', () => {
    const field = '  /// @transition require backfill:"1"\n  plan Int? @default(7)';
    const [, migrate] = plan(field, { provider: 'mysql', sync: 'trigger' });
    const [{ operations, inverse } = { operations: [], inverse: [] }] = migrate!.migrations;
    const value = { kind: 'sql', sql: '7' };
    expect(operations[1]).toMatchObject({ kind: 'set-not-null', default: value });
    expect(inverse![0]).toMatchObject({ kind: 'drop-not-null', default: value });
  });

  test('a column that becomes unique', () => {
    expect(kinds(plan('  /// @transition unique\n  plan String?'))).toEqual([
      ['migrate', 'rollout', 'create-index'],
      ['finish', 'no rollout'],
    ]);
  });
});

describe('what cannot be planned', () => {
  const filled = '  /// @transition backfill:"now()"\n  plan DateTime';
  test.each<[string, string, PlanOptions, string]>([
    ['SQLite', filled, { provider: 'sqlite', sync: 'trigger' }, 'a trigger of SQLite runs after NOT NULL'],
    ['sync = "client"', filled, { ...trigger, sync: 'client' }, 'sync = "client" has no trigger'],
    ['sync = "code"', filled, { ...trigger, sync: 'code' }, 'sync = "code" has no trigger'],
    ['a default', `${filled} @default(now())`, trigger, 'has a default, now()'],
    ['a list', '  /// @transition backfill:"1"\n  plan Int[]', trigger, 'is a list'],
    ['a list that becomes unique', '  /// @transition unique\n  plan Int[]', trigger, 'is a list'],
    ['a unique column', `${filled} @unique`, trigger, 'is unique'],
    [
      'a stricter rule on SQLite',
      '  /// @transition require backfill:"1"\n  plan Int?',
      { provider: 'sqlite', sync: 'trigger' },
      'a trigger of SQLite',
    ],
  ])('%s', (_, field, options, message) => {
    try {
      plan(field, options);
      expect.unreachable();
    } catch (error) {
      if (!isUserError(error)) throw error;
      expect(error.message).toContain(message);
      expect(error.place).toMatchObject({ file: 'schema.prisma', line: 4 });
      expect(error.hint).toBeTruthy();
    }
  });

  test('SQLite builds a unique index all the same', () => {
    expect(
      kinds(plan('  /// @transition unique\n  plan Int?', { provider: 'sqlite', sync: 'client' })),
    ).toEqual([
      ['migrate', 'rollout', 'create-index'],
      ['finish', 'no rollout'],
    ]);
  });
});

describe('flags of an annotation', () => {
  test.each([
    ['require', 'missing-backfill'],
    ['unique backfill:"1"', 'conflicting-keys'],
    ['from:email unique', 'conflicting-keys'],
    ['unique phase:migrate', 'phase-disagrees'],
    ['uniqe', 'annotation-syntax'],
    ['unique:email', 'wrong-value'],
  ])('%s is %s', (annotation, code) => {
    try {
      plan(`  /// @transition ${annotation}\n  plan String?`);
      expect.unreachable();
    } catch (error) {
      if (!isUserError(error)) throw error;
      expect([error, ...error.others].map((each) => each.code)).toContain(code);
    }
  });
});
