import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { type Application, type Applications, files, must, openApplications } from './application.js';

let server: TestPostgres;
let applications: Applications;
beforeAll(async () => {
  [server, applications] = await Promise.all([startPostgres(), openApplications()]);
});
afterAll(async () => {
  await applications?.remove();
  await server?.stop();
});

const minutes = { timeout: 300_000 };

/** The application with stage expand deployed on a database with one row, which is copied. Gates only read it. */
async function afterRelease1(sync: 'trigger' | 'client' = 'trigger') {
  const made = await applications.derive(`${sync} after stage expand`, sync, async (app) => {
    await must(app.pec(['next']));
    await app.commit('Stage expand');
  });
  const known = databases.get(sync);
  if (known) return { app: made, url: known };
  const url = server.url(await server.createDatabase());
  await made.deploy(url);
  await withClient(url, (client) =>
    client.query(`INSERT INTO "User" ("email", "userName", "displayName") VALUES ('a@b', 'Ada', 'Ada')`),
  );
  await must(made.pec(['backfill'], url));
  databases.set(sync, url);
  return { app: made, url };
}
const databases = new Map<string, string>();

/** `pec` as a process in a group of its own, which gets a signal as a terminal would send it: to all of its processes. */
function start(app: Application, url: string, args: readonly string[] = ['next', '--drained']) {
  const files = ['prisma/schema.prisma', 'src/generated/transitions/transitions.json'];
  const texts = new Map(files.map((file) => [file, app.read(file)]));
  const before = (file: string) => texts.get(file);
  const pec = spawn('pec', args, {
    cwd: app.folder,
    detached: true,
    env: {
      ...process.env,
      PATH: `${path.join(applications.workspace.directory, 'node_modules/.bin')}:${process.env.PATH}`,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      DATABASE_URL: url,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  pec.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  pec.stdout.resume();
  return {
    ended: once(pec, 'close'),
    stderr: () => stderr,
    send: (signal: NodeJS.Signals) => process.kill(-pec.pid!, signal),
    leave: () => pec.stdout.destroy(),
    /** The schema, or another file, is written. */
    isUnderWay: async (file = 'prisma/schema.prisma') => {
      while ((await app.read(file)) === (await before(file))) {
        if (pec.exitCode !== null) throw new Error(`it has ended: ${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

const json = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Everything that a command might change, generated code too. */
async function tree(app: Application): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(app.folder, { recursive: true, withFileTypes: true });
  const paths = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(app.folder, path.join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith('.git/'));
  return Object.fromEntries(
    await Promise.all(paths.map(async (name) => [name, await app.read(name)] as const)),
  );
}

describe('pec next', minutes, () => {
  it('says which gate is open and changes nothing; then each event is a line of JSON', async () => {
    const { app, url } = await afterRelease1();
    await withClient(url, (client) =>
      client.query(
        `ALTER TABLE "User" DISABLE TRIGGER USER; UPDATE "User" SET "displayName" = NULL; ALTER TABLE "User" ENABLE TRIGGER USER`,
      ),
    );
    const waits = await app.pec(['next', '--json'], url);
    expect(waits.code).toBe(3);
    expect(waits.stderr).toBe(
      'User.displayName: stage migrate has to wait; nothing was changed [gate-open]\n' +
        '  hint: it can go on once this is true: `pec backfill --transition User.displayName` has copied every row. `pec verify --transition User.displayName` finds no row that drifts.\n',
    );
    const { port, pathname } = new URL(url);
    const where = `${pathname.slice(1)} at ${new URL(url).hostname}:${port}`;
    expect(json(waits.stdout)).toMatchObject([
      { event: 'gate', gate: { kind: 'committed' }, holds: true },
      { event: 'gate', gate: { kind: 'deployed' }, holds: true, evidence: where },
      { event: 'gate', gate: { kind: 'backfilled' }, holds: false, evidence: `1 rows, 1 drift in ${where}` },
      { event: 'gate', gate: { kind: 'verified' }, holds: false },
      { event: 'error', code: 'gate-open' },
    ]);
    expect(await app.changes()).toEqual([]);

    await must(app.pec(['backfill'], url));
    await must(app.run('prisma', ['format']));
    await app.commit('Format');
    const prepared = await must(app.pec(['next', '--drained', '--json'], url));
    await must(app.run('prisma', ['format', '--check']));
    expect(json(prepared.stdout).at(-1)).toMatchObject({
      event: 'prepared',
      transition: 'User.displayName',
      stage: 'migrate',
      schema: ['prisma/schema.prisma'],
      migrations: [expect.stringMatching(/^prisma\/migrations\/\d{14}_pec_migrate_User\.displayName$/)],
      codemods: [
        { codemod: 'switch-writes', filesChanged: 1 },
        { codemod: 'switch-reads', filesChanged: 2 },
        { codemod: 'contract', filesChanged: 0 },
      ],
    });
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
  });

  it('takes everything back where `prisma generate` fails', async () => {
    const app = await applications.createInitialised();
    await app.write('fail.mjs', `console.error('no disk left'); process.exit(3);\n`);
    await app.write(
      'prisma/schema.prisma',
      `${await app.read('prisma/schema.prisma')}\ngenerator failing {\n  provider = "node ./fail.mjs"\n}\n`,
    );
    await rm(path.join(app.folder, 'prisma/migrations'), { recursive: true });
    await app.commit();
    const before = await tree(app);
    const { code, stdout, stderr } = await app.pec(['next']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^note: the database was not looked at .*\n {2}hint: .*\n$/);
    expect(stderr).toMatch(
      /^prisma generate failed:\n[\s\S]*no disk left[\s\S]*\[generate-failed\]\n {2}hint: /,
    );
    expect(await tree(app)).toEqual(before);
  });

  it('takes everything back where a file must not be written', async () => {
    const { app, url } = await afterRelease1();
    const before = await tree(app);
    const refused = async (code: string) => {
      const ran = await app.pec(['next', '--drained'], url);
      expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(`[${code}]`) });
      expect(ran.stderr).not.toMatch(/^\s+at /m);
      return ran.stderr;
    };
    const greeting = path.join(app.folder, 'src/greeting.ts');
    await chmod(greeting, 0o444);
    expect(await refused('read-only')).toMatch(/^src\/greeting\.ts is read-only/);
    await chmod(greeting, 0o644);
    expect(await tree(app)).toEqual(before);

    await app.write('src/greeting.ts', `${files['src/greeting.ts']}\n// mine\n`);
    expect(await refused('dirty-tree')).toMatch(/^src\/greeting\.ts would be written and has changes/);
    expect(await app.changes()).toEqual([' M src/greeting.ts']);
    await app.run('git', ['checkout', '--quiet', '.']);
  });

  it.each([
    ['Ctrl-C', 'SIGINT', 130],
    ['a terminal that is closed', 'SIGHUP', 129],
  ] as const)('takes everything back after %s', async (_, signal, code) => {
    const { app, url } = await afterRelease1();
    const before = await tree(app);
    const run = start(app, url);
    await run.isUnderWay();
    run.send(signal);
    expect(await run.ended).toEqual([code, null]);
    expect(run.stderr()).toBe('Interrupted: taking everything back …\nNothing was changed.\n');
    expect(await tree(app)).toEqual(before);
  });

  it('takes everything back in the middle of a source of 5 MB', async () => {
    const { app, url } = await afterRelease1();
    const one = (index: number) =>
      `export const n${index} = async (id: number) => (await prisma.user.findFirst({ where: { id } }))?.userName; // ${'x'.repeat(400)}\n`;
    const text = Array.from({ length: 10_000 }, (__, index) => one(index)).join('');
    await app.write('src/large.ts', `import { prisma } from './db.js';\n${text}`);
    expect(text.length).toBeGreaterThan(5_000_000);
    await app.commit('Large');
    const before = await tree(app);
    const run = start(app, url);
    await run.isUnderWay('src/generated/transitions/transitions.json');
    // Now the codemods read the sources.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    run.send('SIGTERM');
    expect(await run.ended).toEqual([143, null]);
    expect(run.stderr()).toBe('Interrupted: taking everything back …\nNothing was changed.\n');
    expect(await tree(app)).toEqual(before);
  });

  it('refuses a second run at once, and the first one ends as it would have', async () => {
    const { app, url } = await afterRelease1();
    const run = start(app, url);
    await run.isUnderWay();
    const second = await app.pec(['next', '--drained'], url);
    expect(second).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('[locked]') });
    expect(await run.ended).toEqual([0, null]);
    expect(run.stderr()).toBe('');
    expect((await app.pec(['status'], url)).stdout).toContain('stage migrate is prepared');
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
  });

  it.each([['status', '--left'], ['plan'], ['next', '--drained']])(
    'ends well where its reader leaves: %s',
    async (...args) => {
      const { app, url } = await afterRelease1();
      const run = start(app, url, args);
      run.leave();
      expect(await run.ended).toEqual([0, null]);
      expect(run.stderr()).toBe('');
      if (args[0] === 'next') expect(await app.read('src/greeting.ts')).toContain('user.displayName');
      // A real pipe.
      const head = await app.run('sh', ['-c', `pec ${args.join(' ')} | head -1`], { DATABASE_URL: url });
      expect(head.stderr).not.toMatch(/^\s+at |EPIPE/m);
    },
  );

  it('outside of git it wants to be told; a file with a syntax error is no obstacle', async () => {
    const { app, url } = await afterRelease1();
    const broken = `import { prisma } from './db.js';\nexport const a = prisma.user.findFirst({ where: { userName: 'a' ;\n`;
    await app.write('src/broken.ts', broken);
    await rm(path.join(app.folder, '.git'), { recursive: true });
    const before = await tree(app);
    expect(await app.pec(['next', '--drained'], url)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/in no git repository \[not-a-repository\]\n.*--allow-dirty/),
    });
    expect(await tree(app)).toEqual(before);
    const { code, stderr } = await app.pec(['next', '--drained', '--allow-dirty'], url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await app.read('src/broken.ts')).toBe(broken.replace('userName', 'displayName'));
    expect(await app.read('src/greeting.ts')).toContain('user.displayName');
  });

  it('says what partitions mean, and begins nothing where the source divides the rows', async () => {
    const app = await applications.createInitialised();
    const url = server.url(await server.createDatabase());
    const partitioned = (by: string) =>
      withClient(url, (client) =>
        client.query(
          `DROP TABLE IF EXISTS "User"; CREATE TABLE "User" ("id" int, "email" text, "userName" text) PARTITION BY HASH ("${by}")`,
        ),
      );
    await partitioned('userName');
    const refused = await app.pec(['next'], url);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(
      /^"User" is partitioned by "userName" \(partition key HASH \("userName"\)\), a column that .* \[obstacles\]\n {2}hint: rename it with @map/,
    );
    expect(await app.changes()).toEqual([]);

    await partitioned('id');
    const { stdout } = await must(app.pec(['next'], url));
    expect(stdout).toMatch(
      /^note: "User" is partitioned \(partition key HASH \(id\)\), .* CREATE INDEX CONCURRENTLY on it\n {2}hint: the comment in each index migration/,
    );
  });

  it('wants one transition named where there are several', async () => {
    const app = await applications.createInitialised();
    const schema = await app.read('prisma/schema.prisma');
    await app.write(
      'prisma/schema.prisma',
      schema.replace('@unique', '@unique\n  /// @transition from:email\n  mail String?'),
    );
    expect(await app.pec(['next'])).toMatchObject({
      code: 2,
      stderr:
        'There are several transitions: User.mail, User.displayName [several-transitions]\n  hint: name one with --transition User.mail\n',
    });
    const named = await must(app.pec(['next', '--transition', 'User.displayName']));
    expect(named.stdout).toContain('User.displayName: stage expand is prepared.');
    const status = await must(app.pec(['status']));
    expect(status.stdout).toContain(
      'User.mail from email: phase expand, no stage is prepared yet\n  next: npx pec next --transition User.mail\n',
    );
  });
});

describe('pec revert', minutes, () => {
  it('takes back stage by stage, and next goes on again', async () => {
    const { app, url } = await afterRelease1('client');
    const schemas = [await app.read('prisma/schema.prisma')];
    await must(app.pec(['next', '--drained'], url));
    await app.commit('Stage migrate');
    await app.deploy(url);
    schemas.push(await app.read('prisma/schema.prisma'));
    await must(app.pec(['next', '--drained'], url));
    await app.commit('Stage contract');

    // Stage contract has no migration, so there is nothing that its instances could miss.
    const third = await must(app.pec(['revert', '--json'], url));
    expect(json(third.stdout).at(-1)).toEqual({
      event: 'reverted',
      transition: 'User.displayName',
      stage: 'contract',
      schema: ['prisma/schema.prisma'],
      migrations: [],
    });
    expect(await app.read('prisma/schema.prisma')).toBe(schemas[1]);
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');

    // One way back that is not out must not take a second stage back.
    const twice = await app.pec(['revert', '--drained'], url);
    expect(twice).toMatchObject({ code: 3, stdout: '' });
    expect(twice.stderr).toMatch(
      /is not out; nothing was changed: \[ \] Stage migrate is committed\. \(not in git: prisma\/schema\.prisma\)/,
    );
    await app.commit('Back to stage migrate');

    const early = await app.pec(['revert'], url);
    expect(early).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('[gate-open]') });
    expect(await app.read('prisma/schema.prisma')).toBe(schemas[1]);
    await chmod(path.join(app.folder, 'prisma/schema.prisma'), 0o444);
    const before = await tree(app);
    expect(await app.pec(['revert', '--drained'], url)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^prisma\/schema\.prisma is read-only.* \[read-only\]\n/),
    });
    expect(await tree(app)).toEqual(before);
    await chmod(path.join(app.folder, 'prisma/schema.prisma'), 0o644);
    const second = await must(app.pec(['revert', '--drained'], url));
    expect(second.stdout).toMatch(
      /migration {2}prisma\/migrations\/\d+_pec_migrate_User\.displayName\.revert\n/,
    );
    expect(await app.read('prisma/schema.prisma')).toBe(schemas[0]);
    await app.deploy(url);
    await app.run('git', ['checkout', '--quiet', 'HEAD~3', '--', 'src']);
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
    await app.commit('Back to stage expand');

    const again = await must(app.pec(['next', '--drained'], url));
    expect(again.stdout).toContain('stage migrate is prepared');
    await app.run('git', ['checkout', '--quiet', '.']);
    await app.run('git', ['clean', '--quiet', '--force', '-d']);

    const first = await must(app.pec(['revert', '--drained'], url));
    expect(first.stdout).toContain('To give the transition up, delete its annotation and its field as well.');
    await app.deploy(url);
    const { rows } = await withClient(url, (client) =>
      client.query(`SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'User'`),
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(['email', 'id', 'userName']);
    expect(await app.pec(['revert'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('User.displayName: no stage is prepared yet [nothing-to-revert]'),
    });
  });
});
