import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialectOf } from '../../src/database/dialects.js';
import { copied } from '../../src/model/conversion.js';
import { hasMariaDb, startMariaDb, type TestMariaDb, withMariaDb } from '../support/mariadb.js';
import { createPecProject, type PecProject, renameSchema } from './pec.js';

const rows = 3_000;
const slow = ['--json', '--batch-size', '50', '--target-ms', '0', '--pause-ms', '1500'];
const json = (lines: readonly string[]) => lines.map((line) => JSON.parse(line));

/** How to reach one database of a kind, and to run SQL in it. */
interface Place {
  fresh(project: PecProject): Promise<{ url: string; run(sql: string): Promise<unknown> }>;
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

let server: TestMariaDb | undefined;
let files = 0;
const places: Readonly<Record<'mysql' | 'sqlite', Place>> = {
  mysql: {
    async start() {
      server = await startMariaDb();
    },
    async stop() {
      await server?.stop();
    },
    async fresh() {
      const url = server!.url(await server!.createDatabase());
      return { url, run: (sql) => withMariaDb(url, (client) => client.query(sql)) };
    },
  },
  sqlite: {
    async fresh(project) {
      files += 1;
      const name = `people-${files}.db`;
      const run = async (sql: string) => {
        const database = new Database(path.join(project.directory, name));
        database.exec(sql);
        database.close();
      };
      return { url: `file:./${name}`, run };
    },
  },
};

describe.each(['mysql', 'sqlite'] as const)('pec on %s', (provider) => {
  const place = places[provider];
  const dialect = dialectOf(provider);
  const type = provider === 'mysql' ? 'VARCHAR(191)' : 'TEXT';
  const column = (name: string) => ({ column: name, sqlType: type });
  const sync = {
    table: { name: 'User' },
    source: column('userName'),
    target: column('displayName'),
    ...copied,
  } as const;
  const q = dialect.quote;
  let project: PecProject;

  describe.skipIf(provider === 'mysql' && !hasMariaDb)('', () => {
    beforeAll(async () => {
      await place.start?.();
      project = await createPecProject(renameSchema().replace('"postgresql"', `"${provider}"`));
    }, 60_000);
    afterAll(async () => {
      await project?.remove();
      await place.stop?.();
    });

    /** A table of people right after the expand migration: nothing is copied yet. */
    async function people(check = '') {
      const { url, run } = await place.fresh(project);
      await run(
        `CREATE TABLE ${q('User')} (${q('id')} INTEGER PRIMARY KEY, ${q('userName')} ${type}, ${q('displayName')} ${type}${check})`,
      );
      const values = Array.from({ length: rows }, (_, i) => `(${i + 1}, 'name ${i + 1}')`);
      await run(`INSERT INTO ${q('User')} (${q('id')}, ${q('userName')}) VALUES ${values.join(', ')}`);
      const env = { DATABASE_URL: url };
      return { env, run };
    }
    const withTrigger = async (check?: string) => {
      const { env, run } = await people(check);
      await run(dialect.script([{ kind: 'create-sync', sync }], true));
      return env;
    };

    it('refuses before the expand migration', async () => {
      const { env } = await people();
      const { code, stderr } = await project.run(['backfill'], env);
      expect(code).toBe(2);
      expect(stderr).toContain('lacks the trigger');
    });

    it('finds the drift, copies, and finds none', async () => {
      const env = await withTrigger();
      const before = await project.run(['verify', '--sample', '2'], env);
      expect(before).toMatchObject({ code: 1 });
      expect(before.stdout.split('\n').slice(0, 3)).toEqual([
        'User.displayName: 3,000 of 3,000 rows drift',
        '  id = 1',
        '  id = 2',
      ]);
      const copied = await project.run(['backfill'], env);
      expect(copied).toMatchObject({ code: 0, stderr: '' });
      expect(copied.stdout).toContain('done, 3,000 rows seen, 3,000 copied');
      expect(await project.run(['verify'], env)).toMatchObject({
        code: 0,
        stdout: 'User.displayName: 3,000 rows, 0 drift',
      });
      const status = await project.run(['backfill', '--status'], env);
      expect(status.stdout).toContain('User.displayName: done, 3,000');
    });

    it('names the row that cannot be copied', async () => {
      const env = await withTrigger(`, CONSTRAINT not_seven CHECK (${q('displayName')} <> 'name 7')`);
      const { code, stdout } = await project.run(['backfill'], env);
      expect(code).toBe(1);
      expect(stdout).toMatch(/2,999 copied, 1 could not be copied\n {2}not copied: id = 7: .*not_seven/);
    });

    it('lets one process work at a time, obeys another, and goes on after a kill', async () => {
      const env = await withTrigger();
      const first = project.start(['backfill', ...slow], env);
      await first.line('"event":"batch"');
      const second = await project.run(['backfill'], env);
      expect(second.code).toBe(2);
      expect(second.stderr).toContain('is running in another process');
      expect((await project.run(['backfill', '--pause'], env)).stdout).toContain('asked to pause');
      await first.line('"event":"paused"');
      first.child.kill('SIGKILL');
      await first.ended;
      const status = await project.run(['backfill', '--status'], env);
      expect(status.stdout).toContain('no process works on it');
      const third = await project.run(['backfill', '--json'], env);
      const [start, ...rest] = json(third.stdout.split('\n'));
      expect(start).toMatchObject({ event: 'start', resumed: true });
      expect(start.rowsScanned).toBeGreaterThan(0);
      expect(rest.at(-1)).toMatchObject({ outcome: 'done', rowsScanned: rows, rowsCopied: rows });
      expect((await project.run(['verify'], env)).code).toBe(0);
    }, 120_000);
  });
});
