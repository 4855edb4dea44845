import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { type Application, type Applications, openApplications, schema } from './application.js';

let server: TestPostgres;
let applications: Applications;
/** Its annotation is there, stage expand is prepared. */
let app: Application;
beforeAll(async () => {
  [server, applications] = await Promise.all([startPostgres(), openApplications()]);
  app = await applications.createInitialised();
  const { code, stderr } = await app.pec(['next']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await app.commit();
}, 180_000);
afterAll(async () => {
  await applications?.remove();
  await server?.stop();
});

const every = [['init'], ['plan'], ['status'], ['next'], ['revert', '--drained']];

/** The message on stderr; the command has ended with exit code 2 and written nothing. */
async function refused(args: readonly string[], databaseUrl?: string): Promise<string> {
  const before = await app.changes();
  const { code, stdout, stderr } = await app.pec(args, databaseUrl);
  expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at |bug in prisma-expand-contract/m);
  expect(await app.changes()).toEqual(before);
  return stderr;
}

/** Runs `work` with another schema in place. */
async function withSchema<T>(change: (text: string) => string, work: () => Promise<T>): Promise<T> {
  const text = await app.read('prisma/schema.prisma');
  const changed = change(text);
  expect(changed).not.toBe(text);
  await app.write('prisma/schema.prisma', changed);
  try {
    return await work();
  } finally {
    await app.write('prisma/schema.prisma', text);
  }
}

describe('the schema', { timeout: 180_000 }, () => {
  it('that does not validate stops every command, with all of its errors in their places', async () => {
    await withSchema(
      (text) => text.replace('String @unique', 'Strng @unique').replace('Int    @id', 'Int    @idd'),
      async () => {
        for (const args of every) {
          const stderr = await refused(args);
          expect(stderr).toContain('prisma/schema.prisma:17:');
          expect(stderr).toContain('prisma/schema.prisma:18:');
          expect(stderr).toContain('[schema-invalid]\n');
          expect(stderr).toContain('  hint: run `npx prisma validate`');
        }
      },
    );
  });

  it.each([
    ['from:userNam', ':20:24: ', 'did you mean `userName`?'],
    ['form:userName', ':20:19: ', 'did you mean `from`?'],
    ['from:email from:userName', ':20:', 'hint: '],
    ['from:id', ':20:24: ', 'hint: a change of the primary key'],
    ['from:userName phase:contract', ':19:3: ', 'hint: write `@ignore`'],
    ['from:', ':20:24: ', 'hint: write key:value pairs'],
  ])('with the annotation `%s` has a place and a hint', async (annotation, place, hint) => {
    await withSchema(
      (text) => text.replace('@transition from:userName', `@transition ${annotation}`),
      async () => {
        const stderr = await refused(['next']);
        expect(stderr).toMatch(/^prisma\/schema\.prisma:\d+:\d+: .* \[[a-z-]+\]\n/);
        expect(stderr).toContain(`prisma/schema.prisma${place}`);
        expect(stderr).toContain(hint);
      },
    );
  });

  it('with an annotation that a blank line detached is told by every command, and keeps no other from going on', async () => {
    await withSchema(
      (text) => text.replace('/// Who may log in.', '/// @transition from:Account\n'),
      async () => {
        expect(await refused(['next'])).toMatch(/^prisma\/schema\.prisma:15:\d+: /);
        const { code, stdout, stderr } = await app.pec(['status']);
        expect({ code, stdout }).toEqual({
          code: 2,
          stdout: expect.stringContaining('User.displayName from userName: '),
        });
        expect(stderr).toMatch(/^prisma\/schema\.prisma:15:\d+: /);
      },
    );
  });

  it('with a scenario that is not supported yet says so', async () => {
    await withSchema(
      (text) =>
        text
          .replace('from:userName', 'from:userName up:"length(user_name)" down:"x"')
          .replace('displayName String?', 'displayName Int?'),
      async () => {
        for (const args of [['plan'], ['next']]) {
          expect(await refused(args)).toMatch(/^prisma\/schema\.prisma:20:.* \[[a-z-]+\]\n/);
        }
      },
    );
  });

  it('without a generator block of ours names pec init', async () => {
    await withSchema(
      (text) => text.replace(/generator transitions [^}]*}/, ''),
      async () => {
        expect(await refused(['next'])).toContain('[no-generator]\n  hint: run `npx pec init` once\n');
      },
    );
  });

  it('whose phase is ahead of its migrations is refused', async () => {
    await withSchema(
      (text) =>
        text
          .replace('from:userName', 'from:userName phase:migrate')
          .replace('displayName String? @ignore', 'displayName String')
          .replace('userName String ', 'userName String? '),
      async () => {
        for (const args of [['status'], ['next']]) {
          expect(await refused(args)).toMatch(/^prisma\/schema\.prisma:20:.* \[migration-missing\]\n/);
        }
      },
    );
  });
});

describe('the database', { timeout: 180_000 }, () => {
  const unreachable = 'postgresql://me:s3cret@127.0.0.1:1/app';

  it('that cannot be reached stops next; status answers from the files', async () => {
    const open = await refused(['next', '--drained'], unreachable);
    expect(open).toMatch(
      /^No database answers at 127\.0\.0\.1:1 \(ECONNREFUSED\) \[database-unreachable\]\n/,
    );
    const status = await app.pec(['status'], unreachable);
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(status.stdout).toContain('  database: not looked at (No database answers at 127.0.0.1:1');
    expect(status.stdout + open).not.toContain('s3cret');
  });

  it('that nobody named stops next', async () => {
    expect(await refused(['next', '--drained'])).toContain('[no-database-url]');
  });

  it('whose password is wrong never prints it', async () => {
    const url = server.url(await server.createDatabase()).replace('postgres:postgres@', 'postgres:s3cret@');
    for (const args of [
      ['next', '--drained'],
      ['status'],
      ['next', '--drained', '--json'],
      ['status', '--json'],
    ]) {
      const { code, stdout, stderr } = await app.pec(args, url);
      expect(code).toBe(args[0] === 'status' ? 0 : 2);
      expect(stdout + stderr).toContain('refuses the login');
      expect(stdout + stderr).not.toContain('s3cret');
    }
  });

  it('that lacks the migration is named so', async () => {
    const url = server.url(await server.createDatabase());
    expect(await refused(['next', '--drained'], url)).toContain('[not-migrated]');
  });
});

describe('the project', { timeout: 180_000 }, () => {
  it.each(['trigger', 'client'] as const)(
    'without a client, transitions.json or a generator run is generated by next itself, sync %s',
    async (sync) => {
      const fresh = await applications.createInitialised(sync);
      await rm(path.join(fresh.folder, 'src/generated'), { recursive: true });
      expect(await fresh.pec(['next'])).toMatchObject({ code: 0, stderr: '' });
      expect(await fresh.read('src/generated/transitions/transitions.json')).toContain('User.displayName');
    },
  );

  it('with Prisma 8 is refused by every command', async () => {
    const folder = path.join(app.folder, 'node_modules/prisma');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'package.json'), '{ "name": "prisma", "version": "8.0.1" }');
    try {
      for (const args of every) {
        expect(await refused(args)).toMatch(
          /^Prisma 8\.0\.1 is not supported: .*\[prisma-unsupported\]\n {2}hint: /,
        );
      }
    } finally {
      await rm(path.join(app.folder, 'node_modules'), { recursive: true });
    }
  });

  it('a table without a key can be expanded; it is the backfill that refuses it', async () => {
    const fresh = await applications.createInitialised();
    const text = await fresh.read('prisma/schema.prisma');
    await fresh.write(
      'prisma/schema.prisma',
      `${text}\nmodel Note {\n  text String?\n  /// @transition from:text\n  body String?\n  @@ignore\n}\n`,
    );
    const { code, stderr } = await fresh.pec(['next', '--transition', 'Note.body']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('an empty folder, without a package.json, is told apart from a project', async () => {
    const folder = path.join(applications.workspace.directory, 'empty');
    await mkdir(folder);
    const bare = (args: readonly string[]) => applications.workspace.run(folder, 'pec', args);
    for (const args of every) {
      expect(await bare(args)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(
          /\[schema-not-found\]\n {2}hint: run this in the folder of your package\.json/,
        ),
      });
    }
    await writeFile(path.join(folder, 'schema.prisma'), schema);
    const next = await bare(['next']);
    expect(next).toMatchObject({ code: 2, stderr: expect.stringMatching(/\[no-generator\]/) });
  });

  it('wrong usage has exit code 2 too', async () => {
    expect(await refused(['next', '--draind'])).toMatch(
      /^error: unknown option '--draind'\n\(Did you mean --drained\?\)/,
    );
    expect(await refused(['init', '--sync', 'magic'])).toMatch(/Allowed choices are trigger, client, code/);
    expect(await refused(['next', '--transition', 'User.displayNam'])).toContain(
      'did you mean `User.displayName`?',
    );
  });
});
