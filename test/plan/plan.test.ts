import { describe, expect, test } from 'vitest';
import { dialectOf } from '../../src/database/dialects.js';
import { renderStage } from '../../src/migrations/render-migration.js';
import { checklist, checklistMarkdown } from '../../src/plan/checklist.js';
import { planTransition } from '../../src/plan/plan.js';
import { stageState } from '../../src/plan/stage-state.js';
import { standingMigrations } from '../../src/plan/standing-migrations.js';
import type { RenameColumn, Transition } from '../../src/schema/transition.js';
import { renameExamples } from '../support/renames.js';

const options = { provider: 'postgresql', sync: 'trigger', keepSource: true } as const;
const example = renameExamples.unique;
const plan = (transition: Transition) => planTransition(transition, options);

describe('the plan of a rename', () => {
  test('is the same in every phase', () => {
    for (const [name, { transition }] of Object.entries(renameExamples)) {
      const migrations = ([1, 2, 3, 4] as const).map((release) =>
        plan(transition(release)).stages.map((planned) => planned.migrations),
      );
      for (const later of migrations) expect(later, name).toEqual(migrations[0]);
    }
  });

  test('takes back in stage migrate what stage migrate added, also when asked after it', () => {
    for (const [name, { transition }] of Object.entries(renameExamples)) {
      const before = plan(transition(2)).stages[1]!.schemaInverse;
      expect(plan(transition(3)).stages[1]!.schemaInverse, name).toEqual(before);
    }
  });

  test('drains, copies and verifies before it switches, and drains again before each later step', () => {
    expect(plan(example.transition(1)).stages.map(({ gates }) => gates)).toEqual([
      [{ kind: 'backfilled' }, { kind: 'verified' }],
      [{ kind: 'drained', before: 'migrate' }, { kind: 'verified' }],
      [{ kind: 'drained', before: 'contract' }],
      [],
    ]);
  });

  test('rolls out and drains from expand on where the database does not keep both sides equal for every writer', () => {
    for (const [provider, sync] of [
      ['sqlite', 'trigger'],
      ['postgresql', 'client'],
      ['mysql', 'code'],
    ] as const) {
      const [expand] = planTransition(example.transition(1), { provider, sync }).stages;
      expect(expand!.gates[0]).toEqual({ kind: 'drained', before: 'expand' });
      expect(expand!.rollout).toBe(true);
      expect(expand!.schema).not.toContainEqual(expect.objectContaining({ kind: 'set-ignored' }));
    }
    expect(plan(example.transition(1)).stages[0]).toMatchObject({ rollout: false, application: [] });
  });

  test('is three stages and one rollout where the database keeps both sides equal', () => {
    for (const provider of ['postgresql', 'mysql'] as const) {
      const { stages } = planTransition(example.transition(1), { provider, sync: 'trigger' });
      expect(stages.map(({ name, rollout }) => [name, rollout])).toEqual([
        ['expand', false],
        ['migrate', true],
        ['finish', false],
      ]);
      const [, migrate] = stages;
      expect(migrate!.application).toEqual([
        { kind: 'codemod', name: 'switch-writes' },
        { kind: 'codemod', name: 'switch-reads' },
        { kind: 'codemod', name: 'contract' },
      ]);
      expect(migrate!.withoutSource).toEqual([
        { kind: 'set-ignored', model: 'User', field: 'userName', ignored: true },
      ]);
      expect(migrate!.gates).toEqual([{ kind: 'drained', before: 'migrate' }, { kind: 'verified' }]);
    }
  });

  test('has four stages elsewhere, and where the application still names the source', () => {
    for (const [provider, sync, keepSource] of [
      ['sqlite', 'trigger', false],
      ['postgresql', 'client', false],
      ['mysql', 'code', false],
      ['postgresql', 'trigger', true],
    ] as const) {
      const { stages } = planTransition(example.transition(1), { provider, sync, keepSource });
      expect(stages.map(({ name }) => name)).toEqual(['expand', 'migrate', 'contract', 'finish']);
    }
  });

  test('leaves the nullability of an optional column alone', () => {
    const { stages } = plan(renameExamples['an optional column'].transition(1));
    const operations = stages[1]!.migrations.flatMap((migration) => migration.operations);
    expect(operations.map(({ kind }) => kind)).toEqual(['guard']);
    expect(stages[1]!.schema).toEqual([
      { kind: 'set-phase', transition: 'User.displayName', phase: 'migrate', before: 'expand' },
      { kind: 'set-ignored', model: 'User', field: 'displayName', ignored: false },
    ]);
  });

  test('makes no trigger under other sync modes', () => {
    for (const sync of ['client', 'code'] as const) {
      const { stages } = planTransition(example.transition(1), { provider: 'postgresql', sync });
      const kinds = stages.flatMap(({ migrations }) => migrations.flatMap(({ operations }) => operations));
      expect(kinds.filter(({ kind }) => kind.endsWith('-sync'))).toEqual([]);
    }
  });

  test('under `code` both fields are written until stage contract, for instances of stage expand read the old one', () => {
    const { stages } = planTransition(example.transition(1), { provider: 'postgresql', sync: 'code' });
    const codemods = stages.map(({ application }) =>
      application.flatMap((step) => (step.kind === 'codemod' ? [step.name] : [])),
    );
    expect(codemods).toEqual([
      ['dual-write', 'hide-target'],
      ['dual-write', 'switch-reads'],
      ['contract'],
      ['contract'],
    ]);
  });

  test.each(['client', 'code'] as const)(
    'under `%s` a unique source is loosened in stage contract',
    (sync) => {
      const planned = (release: 1 | 4) =>
        planTransition(example.transition(release), { provider: 'mysql', sync }).stages;
      const [, , contract, drop] = planned(1);
      const dropped = { kind: 'drop-index', table: { name: 'User' }, name: 'User_userName_key' };
      expect(contract!.migrations.map(({ operations }) => operations)).toEqual([[dropped]]);
      expect(drop!.migrations[0]!.operations.slice(1)).toEqual([
        { kind: 'drop-column', table: { name: 'User' }, column: 'userName', sqlType: 'TEXT' },
      ]);
      // Once the source is not unique any more, the way back is still known from the target.
      const { source, ...later } = example.transition(4);
      const { unique: _, ...loosened } = source;
      const [, , back] = planTransition({ ...later, source: loosened }, { provider: 'mysql', sync }).stages;
      expect(back!.schemaInverse).toEqual(contract!.schemaInverse);
      expect(back!.migrations).toEqual(contract!.migrations);
    },
  );

  test('every inverse but that of the drop is there', () => {
    const inverses = plan(example.transition(1)).stages.flatMap(({ migrations }) =>
      migrations.map(({ name, inverse }) => [name, inverse !== undefined]),
    );
    expect(inverses).toEqual([
      ['pec_expand_User.displayName', true],
      ['pec_migrate_User.displayName', true],
      ['pec_migrate_User.displayName.unique_1', true],
      ['pec_finish_User.displayName', false],
    ]);
  });
});

describe('what cannot be planned', () => {
  const base = example.transition(1);
  const cases: readonly [string, string, Transition][] = [
    ['another scenario', 'not-supported-yet', { ...base, scenario: 'split-table' } as unknown as Transition],
    [
      'a default of a list',
      'not-supported-yet',
      { ...base, source: { ...base.source, isList: true, isRequired: false, default: '[]' } },
    ],
    [
      'a default that counts up',
      'not-supported-yet',
      { ...base, source: { ...base.source, default: 'autoincrement()' } },
    ],
    [
      'a default of an optional source',
      'not-supported-yet',
      { ...base, source: { ...base.source, default: '"x"', isRequired: false } },
    ],
    [
      'a default of the target',
      'default-too-early',
      { ...base, target: { ...base.target, default: 'cuid()' } },
    ],
    [
      'a unique target in stage expand',
      'unique-too-early',
      { ...base, target: { ...base.target, unique: { databaseName: 'x', text: '@unique' } } },
    ],
    ['a name that is cut', 'name-too-long', { ...base, target: { ...base.target, column: 'ü'.repeat(32) } }],
    ['a primary key', 'not-supported-yet', withIndex(base, { kind: 'id', text: '@@id([userName])' })],
    [
      'an index with an order',
      'not-supported-yet',
      withIndex(base, { kind: 'index', text: '@@index([userName(sort: Desc)])' }),
    ],
  ];
  test.each(cases)('%s', (_, code, transition) => {
    expect(() => plan(transition)).toThrow(expect.objectContaining({ code, place: transition.place }));
  });

  test('name: and map: of an index are no obstacle', () => {
    const text = '@@index( [userName] , name: "n, (", map: "m\\"" )';
    expect(() => plan(withIndex(base, { kind: 'index', text }))).not.toThrow();
  });

  function withIndex(transition: RenameColumn, index: { kind: 'id' | 'index'; text: string }): RenameColumn {
    return {
      ...transition,
      sourceIndexes: [{ ...index, fields: ['userName'], columns: ['userName'], databaseName: 'x' }],
    };
  }
});

describe('which release is prepared', () => {
  const id = example.transition(1).id;
  const key = `_${id}`;
  // How version 0.1 named the folders, and how they are named now.
  describe.each([
    ['in folders of version 0.1', '_user_display_name', '_unique_1', '_revert', ''],
    ['in folders of version 0.1, with their comments', '_user_display_name', '_unique_1', '_revert', id],
    ['in folders with a number', key, '.unique_1', '.revert', id],
  ])('%s', (_, key, unique, revert, header) => {
    const text = (folder: string) => ({
      folder,
      sql: header && `-- ${header}, release ${folder.includes('_1_') ? '1 (expand)' : '2 (migrate)'}\n`,
    });
    const one = `20260101000000_pec_1_expand${key}`;
    const two = [`20260102000000_pec_2_migrate${key}${unique}`, `20260102000001_pec_2_migrate${key}`];
    const state = (release: 1 | 2 | 3 | 4, folders: readonly string[]) => {
      const { prepared, next } = stageState(plan(example.transition(release)), folders.map(text));
      return [prepared?.name, next?.name];
    };

    test('follows phase and migrations', () => {
      expect(state(1, ['20250101000000_init'])).toEqual([undefined, 'expand']);
      expect(state(2, [one])).toEqual(['expand', 'migrate']);
      expect(state(3, [one, ...two])).toEqual(['migrate', 'contract']);
      expect(state(4, [one, ...two])).toEqual(['contract', 'finish']);
    });

    test('a reverted stage is not prepared, and may be made once more', () => {
      const reverted = [one, `20260103000000_pec_1_expand${key}${revert}`];
      expect(state(1, reverted)).toEqual([undefined, 'expand']);
      expect(state(2, [...reverted, `20260104000000_pec_1_expand${key}`])).toEqual(['expand', 'migrate']);
    });

    test('an earlier life of the same rename does not count', () => {
      const dropped = [one, ...two, `20260105000000_pec_4_drop${key}`];
      expect(standingMigrations(dropped.map(text))).toEqual([]);
      expect(state(1, dropped)).toEqual([undefined, 'expand']);
    });

    test('a phase ahead of its migrations is a mistake', () => {
      const behind = () => state(3, [one]);
      expect(behind).toThrow(expect.objectContaining({ code: 'migration-missing' }));
    });
  });

  test('a stage of which a migration is missing is not prepared, whichever it is', () => {
    const written = renderStage(id, plan(example.transition(3)).stages[1]!, dialectOf('postgresql'));
    expect(written.length).toBeGreaterThan(1);
    const first = { folder: `20260101000000_pec_1_expand${key}`, sql: '' };
    const folders = written.map(({ name, sql }, index) => ({ folder: `2026010200000${index}_${name}`, sql }));
    expect(stageState(plan(example.transition(3)), [first, ...folders]).prepared?.name).toBe('migrate');
    for (const gone of folders) {
      const rest = [first, ...folders.filter((folder) => folder !== gone)];
      expect(() => stageState(plan(example.transition(3)), rest)).toThrow(
        expect.objectContaining({ code: 'stage-incomplete' }),
      );
    }
  });
});

test('the checklist names every migration, codemod and gate', () => {
  const { stages } = plan(example.transition(1));
  const text = checklistMarkdown(checklist(plan(example.transition(1))));
  for (const { name } of stages.flatMap(({ migrations }) => migrations))
    expect(text).toContain(`\`${name}\``);
  for (const word of ['switch-reads', 'switch-writes', 'contract', 'pec backfill', 'pec verify']) {
    expect(text).toContain(word);
  }
  expect(text).toMatchSnapshot();
});
