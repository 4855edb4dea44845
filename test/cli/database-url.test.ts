import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findDatabaseUrl } from '../../src/cli/database-url.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pec-env-'));
});
afterAll(() => rm(directory, { recursive: true }));

const none = { flag: undefined, environment: undefined, config: undefined };

it('the flag wins over DATABASE_URL, that over prisma.config.ts, and .env comes last', async () => {
  await expect(findDatabaseUrl({ ...none, directory })).rejects.toMatchObject({ code: 'no-database-url' });
  await writeFile(path.join(directory, '.env'), '# comment\nexport DATABASE_URL="dotenv" # one more\n');
  expect(await findDatabaseUrl({ ...none, directory })).toBe('dotenv');
  expect(await findDatabaseUrl({ ...none, config: 'config', directory })).toBe('config');
  expect(await findDatabaseUrl({ ...none, config: 'config', environment: 'env', directory })).toBe('env');
  expect(await findDatabaseUrl({ flag: 'flag', config: 'config', environment: 'env', directory })).toBe(
    'flag',
  );
  expect(await findDatabaseUrl({ ...none, environment: '', config: 'config', directory })).toBe('config');
});
