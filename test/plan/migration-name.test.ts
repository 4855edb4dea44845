import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOf, type MigrationName, migrationName, parseMigration } from '../../src/plan/migration-name.js';
import { isStanding, standingMigrations } from '../../src/plan/standing-migrations.js';

/** Names as Prisma allows them, made of words that the names of migrations use too. */
const words = fc.array(
  fc.constantFrom('user', 'User', 'profile', 'Name', '_', '__', 'index', '_1', 'revert', 'unique', 'X', '2'),
  { minLength: 0, maxLength: 6 },
);
const identifier = fc.oneof(
  words.map((parts) => `a${parts.join('')}`),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,20}$/),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{150,300}$/),
  // Prisma allows none of these today.
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => text.replaceAll(/[.\s]/g, '-')),
);
const id = fc.tuple(identifier, identifier).map(([model, field]) => `${model}.${field}`);
const about = fc.record(
  {
    stage: fc.constantFrom('expand', 'migrate', 'contract'),
    transition: id,
    part: fc.record({
      kind: fc.constantFrom('index', 'unique', 'enum'),
      number: fc.integer({ min: 1, max: 999 }),
    }),
    revert: fc.boolean(),
  },
  { requiredKeys: ['stage', 'transition'] },
) as fc.Arbitrary<MigrationName>;

const folderOf = (name: MigrationName) => `20260101000000_${migrationName(name)}`;

describe('the name of a migration', () => {
  test('fits into a folder, and into what Prisma allows for one', () => {
    fc.assert(
      fc.property(about, (name) => {
        expect(Buffer.byteLength(migrationName(name))).toBeLessThanOrEqual(200);
        expect(migrationName(name)).toMatch(/^[\w.~]+$/);
      }),
    );
  });

  test('says all that went into it', () => {
    fc.assert(
      fc.property(about, (name) => {
        const own = parseMigration({ folder: folderOf(name), sql: '' });
        expect(own).toMatchObject({ stage: name.stage, revert: name.revert ?? false });
        expect(own?.part).toBe(name.part ? `${name.part.kind}_${name.part.number}` : '');
        expect(own && isOf(own, name.transition)).toBe(true);
      }),
    );
  });

  test('is never that of another transition', () => {
    fc.assert(
      fc.property(about, about, (one, other) => {
        fc.pre(one.transition !== other.transition);
        expect(migrationName(one)).not.toBe(migrationName({ ...one, transition: other.transition }));
        expect(isOf(parseMigration({ folder: folderOf(one), sql: '' })!, other.transition)).toBe(false);
        const standing = standingMigrations([{ folder: folderOf({ ...one, revert: false }), sql: '' }]);
        expect(isStanding(standing, migrationName({ ...other, revert: false }))).toBe(false);
      }),
    );
  });

  test('differs only in case where the transitions do', () => {
    expect(migrationName({ stage: 'expand', transition: 'User.url' })).not.toBe(
      migrationName({ stage: 'expand', transition: 'User.URL' }),
    );
  });
});

/** As version 0.1 named a folder. */
function oldFolder({ stage, transition, part, revert }: MigrationName): string {
  const snake = (name: string) => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const slug = transition.split('.').map(snake).join('_');
  const suffix = `${part ? `_${part.kind}_${part.number}` : ''}${revert ? '_revert' : ''}`;
  const number = ['expand', 'migrate', 'contract'].indexOf(stage) + 1;
  return `20260101000000_pec_${number}_${stage}_${slug}${suffix}`;
}

describe('a folder of version 0.1', () => {
  const plain = about.filter(({ transition }) => /^\w+\.\w+$/.test(transition) && transition.length < 100);

  test('is understood by the comment in its SQL, whatever the name could mean besides', () => {
    fc.assert(
      fc.property(plain, id, (name, other) => {
        fc.pre(other !== name.transition);
        const sql = `-- ${name.transition}, release 1 (${name.stage})\n-- Adds a column\n`;
        const own = parseMigration({ folder: oldFolder(name), sql });
        expect(own).toMatchObject({ stage: name.stage, revert: name.revert ?? false });
        expect(own?.part).toBe(name.part ? `${name.part.kind}_${name.part.number}` : '');
        expect(own && isOf(own, name.transition)).toBe(true);
        expect(own && isOf(own, other)).toBe(false);
      }),
    );
  });

  test('is understood by its name where the comment is gone', () => {
    const name = { stage: 'expand', transition: 'User.displayName' } as const;
    const index = { ...name, part: { kind: 'index', number: 2 } } as const;
    const standing = standingMigrations([name, index].map((each) => ({ folder: oldFolder(each), sql: '' })));
    expect(isStanding(standing, migrationName(name))).toBe(true);
    expect(isStanding(standing, migrationName(index))).toBe(true);
    expect(isStanding(standing, migrationName({ ...name, transition: 'User.display' }))).toBe(false);
    const reverted = [name, { ...name, revert: true }].map((each, at) => ({
      folder: oldFolder(each).replace(/^\d+/, `2026010100000${at}`),
      sql: '',
    }));
    expect(standingMigrations(reverted)).toEqual([]);
  });

  test('of two transitions with one slug belongs to the one that it was written for', () => {
    const migration = {
      folder: '20260101000000_pec_1_expand_user_profile_name',
      sql: '-- User.profileName, release 1 (expand)\n-- Adds the column profileName\n',
    };
    expect(isOf(parseMigration(migration)!, 'User.profileName')).toBe(true);
    expect(isOf(parseMigration(migration)!, 'UserProfile.name')).toBe(false);
  });
});

test('migrations of others are none of ours', () => {
  for (const folder of [
    '20260101000000_init',
    '20260101000000_pecan_pie',
    'pec_expand_x_y',
    '20260101000000_pec_',
  ])
    expect(parseMigration({ folder, sql: '-- User.displayName, stage expand\n' })).toBeUndefined();
});
