import { expect } from 'vitest';
import { withClient } from '../support/postgres.js';
import { type Application, type Applications, must } from './application.js';
import { killAtRandom } from './kills.js';

/** So many files that a run takes its time over them. */
const manyFiles = 40;

async function withManyFiles(app: Application): Promise<void> {
  for (let index = 0; index < manyFiles; index += 1) {
    await app.write(
      `src/many/names-${index}.ts`,
      `import { prisma } from '../db.js';

export async function named${index}(id: number): Promise<string> {
  await prisma.user.update({ where: { id }, data: { userName: 'x' } });
  const user = await prisma.user.findUniqueOrThrow({ where: { id } });
  return user.userName;
}
`,
    );
  }
  await app.commit('Many files');
}

/** Stage expand is deployed on a database, and its rows are copied. */
async function afterRelease1(applications: Applications, databaseUrl: string) {
  const made = await applications.derive('many files after stage expand', 'trigger', async (app) => {
    await withManyFiles(app);
    await must(app.pec(['next']));
    await app.commit('Stage expand');
  });
  if (filled.has(databaseUrl)) return made;
  filled.add(databaseUrl);
  await made.deploy(databaseUrl);
  await withClient(databaseUrl, (client) =>
    client.query(`INSERT INTO "User" ("email", "userName") VALUES ('a@b', 'Ada')`),
  );
  await must(made.pec(['backfill'], databaseUrl));
  return made;
}
const filled = new Set<string>();

export interface KillCase {
  readonly name: string;
  /** @returns how many kills hit a tree that was half-done */
  run(applications: Applications, databaseUrl: string, kills: number): Promise<number>;
}

const next = ['next', '--drained'];

export const killCases: readonly KillCase[] = [
  {
    name: 'pec next',
    run: (applications, databaseUrl, kills) =>
      killAtRandom(
        {
          applications,
          create: () => afterRelease1(applications, databaseUrl),
          program: 'pec',
          args: next,
          databaseUrl,
        },
        kills,
        async (app, changed) => {
          const { stdout } = await app.pec(['status'], databaseUrl);
          expect(stdout).not.toContain('stage migrate is prepared');
          if (!changed) return;
          // The client is generated at the end of the files, and may be all that has changed.
          expect((await app.pec(['status'], databaseUrl)).stderr).toMatch(/^$|unfinished-run|locked/m);
        },
      ),
  },
  {
    name: 'pec revert',
    run: (applications, databaseUrl, kills) =>
      killAtRandom(
        {
          applications,
          create: async () => {
            await afterRelease1(applications, databaseUrl);
            return applications.derive(
              'many files after stage migrate',
              'trigger',
              async (app) => {
                await must(app.pec(next, databaseUrl));
                await app.commit('Stage migrate');
                await app.deploy(databaseUrl);
              },
              'many files after stage expand',
            );
          },
          program: 'pec',
          args: ['revert', '--drained'],
          databaseUrl,
        },
        kills,
      ),
  },
  {
    name: 'pec-codemod --write',
    run: (applications, _, kills) =>
      killAtRandom(
        {
          applications,
          create: () =>
            applications.derive('many files', 'trigger', async (app) => {
              await withManyFiles(app);
              // The annotation brought a field into the schema.
              await must(app.run('prisma', ['generate']));
            }),
          program: 'pec-codemod',
          args: ['rename-field', 'User.email', 'address', '--write'],
        },
        kills,
      ),
  },
  {
    name: 'pec init',
    run: (applications, _, kills) =>
      killAtRandom(
        { applications, create: () => applications.create(), program: 'pec', args: ['init'] },
        kills,
      ),
  },
];
