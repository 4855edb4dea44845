import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { listMigrations, writeMigrations } from '../../src/migrations/write-migrations.js';

let root: string;
let directory: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'pec-write-'));
  directory = path.join(root, 'prisma', 'migrations');
});

const now = new Date('2026-01-31T23:59:59Z');
const files = [
  { name: 'pec_1_expand_user_display_name', sql: 'SELECT 1;\n' },
  { name: 'pec_1_expand_user_display_name_index_1', sql: 'SELECT 2;\n' },
];

test('one folder each, a second apart, with the lock file', async () => {
  const written = await writeMigrations(directory, 'postgresql', files, now);
  expect(written.map((folder) => path.basename(folder))).toEqual([
    '20260131235959_pec_1_expand_user_display_name',
    '20260201000000_pec_1_expand_user_display_name_index_1',
  ]);
  expect(await readFile(path.join(written[1]!, 'migration.sql'), 'utf8')).toBe('SELECT 2;\n');
  expect(await readFile(path.join(directory, 'migration_lock.toml'), 'utf8')).toContain(
    'provider = "postgresql"',
  );
  expect(await readdir(path.join(root, 'prisma'))).toEqual(['migrations']);
});

test('after the last one, also where that lies in the future', async () => {
  await mkdir(path.join(directory, '20991231235959_theirs'), { recursive: true });
  await mkdir(path.join(directory, 'not_a_migration'));
  await writeMigrations(directory, 'postgresql', files, now);
  expect((await listMigrations(directory)).slice(0, 3)).toEqual([
    '20991231235959_theirs',
    '21000101000000_pec_1_expand_user_display_name',
    '21000101000001_pec_1_expand_user_display_name_index_1',
  ]);
});

test('refuses one that stands already, and writes none', async () => {
  await writeMigrations(directory, 'postgresql', files.slice(1), now);
  const before = await listMigrations(directory);
  await expect(writeMigrations(directory, 'postgresql', files)).rejects.toMatchObject({
    code: 'migration-exists',
  });
  expect(await listMigrations(directory)).toEqual(before);
});

test('all or none: a folder that cannot be made takes the others back', async () => {
  const broken = [...files, { name: `pec_1_${'x'.repeat(300)}`, sql: '' }];
  await expect(writeMigrations(directory, 'postgresql', broken, now)).rejects.toMatchObject({
    code: 'ENAMETOOLONG',
  });
  expect(await listMigrations(directory)).toEqual([]);
  // What was made for them is gone too.
  expect(await readdir(root, { recursive: true })).toEqual([]);
});

test('refuses the folder of another database', async () => {
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'migration_lock.toml'), 'provider = "mysql"\n');
  await expect(writeMigrations(directory, 'postgresql', files)).rejects.toMatchObject({
    code: 'wrong-provider',
  });
});
