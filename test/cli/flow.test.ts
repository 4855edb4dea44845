import { mkdir, readdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import {
  type Application,
  type Applications,
  annotated,
  must,
  openApplications,
  schema,
} from './application.js';

let server: TestPostgres;
let applications: Applications;
beforeAll(async () => {
  [server, applications] = await Promise.all([startPostgres(), openApplications()]);
});
afterAll(async () => {
  await applications?.remove();
  await server?.stop();
});

const orderByKey = `import { prisma } from './db.js';
// a list that its caller sorts: the key goes to the query as a computed property
export type SortKey = 'userName' | 'email';
export const sortKeys = ['userName', 'email'] as const;
export function list(sort: SortKey = 'userName', dir: 'asc' | 'desc' = 'asc') {
  return prisma.user.findMany({ orderBy: { [sort]: dir } });
}
export function first(key: (typeof sortKeys)[number]) {
  return prisma.user.findFirst({ select: { id: true, [key]: true } });
}
`;
const orderByZod = `import { z } from 'zod';
import { prisma } from './db.js';
export const query = z.object({ sort: z.enum(['userName', 'email']).default('userName') });
export const list = (q: z.infer<typeof query>) => prisma.user.findMany({ orderBy: { [q.sort]: 'asc' } });
export const pick = (q: z.infer<typeof query>) => prisma.user.findMany({ where: { [q.sort]: { not: '' } } });
`;
/** Several chains, with a query in raw SQL before a route of the same name. */
const routes = `import { Hono } from 'hono';
import { prisma } from './db.js';

export const users = new Hono()
  .get('/', async (c) => c.json(await prisma.$queryRaw\`SELECT "id" FROM "User" ORDER BY "id"\`))
  .get('/:id', async (c) => c.json(await prisma.user.findUnique({ where: { id: Number(c.req.param('id')) } })))
  .delete('/:id', async (c) => c.json(await prisma.$executeRaw\`DELETE FROM "User" WHERE "id" = 1\`))
  .put('/:id/userName', async (c) => c.json(await prisma.user.count()));
export const admin = new Hono()
  .post('/query', async (c) => c.json(await prisma.$queryRawUnsafe('SELECT 1')))
  .put('/users/:id/userName', async (c) => c.json({ updated: c.req.param('id') }));
admin.route('/users', users).put('/all/userName', (c) => c.text('update'));
`;

/**
 * Whole runs that went wrong once. Others of their kind are in `left.test.ts` (raw SQL, spreads, whole records),
 * `change-type.test.ts` (values that are still written), `migrate-dev.test.ts`, `killed.test.ts`, and in `gates.test.ts`
 * and `../migrations/guards.test.ts` (rows that were never copied where it counts).
 */
describe('whole runs', { timeout: 600_000 }, () => {
  it('keys that a caller gives stop stage contract until they are mapped, and are right in the end', async () => {
    const app = await applications.createInitialised();
    await app.write('src/orderby-key.ts', orderByKey);
    await app.write('src/orderby-zod.ts', orderByZod);
    await app.write('src/routes.ts', routes);
    await app.commit('More code');
    const url = server.url(await server.createDatabase());
    await must(app.pec(['next']));
    await app.commit('Stage expand');
    await app.deploy(url);
    await withClient(url, (client) =>
      client.query(`INSERT INTO "User" ("email", "userName") VALUES ('a@x', 'Bob'), ('b@x', 'Ada')`),
    );
    await must(app.pec(['backfill'], url));
    const second = await must(app.pec(['next'], url));
    const left = [
      'src/orderby-key.ts:3:24',
      'src/orderby-key.ts:4:27',
      'src/orderby-key.ts:5:39',
      'src/orderby-zod.ts:3:48',
      'src/orderby-zod.ts:3:78',
    ];
    for (const place of left) expect(second.stdout).toContain(place);
    expect(second.stdout).not.toContain('src/routes.ts');
    await must(app.run('tsc', ['-p', '.']));
    await app.commit('Stage migrate');
    await app.deploy(url);

    const waits = await app.pec(['next', '--drained'], url);
    expect(waits).toMatchObject({ code: 2, stderr: expect.stringContaining('[places-left]') });
    expect(waits.stdout).toContain('name-as-key, 3 places: ');
    for (const file of ['src/orderby-key.ts', 'src/orderby-zod.ts']) {
      await app.write(file, (await app.read(file)).replaceAll('userName', 'displayName'));
    }
    await app.commit('Keys');
    await must(app.pec(['next', '--drained'], url));
    await app.commit('Stage contract');
    await must(app.pec(['next', '--drained'], url));
    await app.commit('Stage finish');
    await app.deploy(url);
    await must(app.run('tsc', ['-p', '.']));
    await app.write(
      'run.ts',
      `import { first, list } from './src/orderby-key.js';
import { list as listed, pick, query } from './src/orderby-zod.js';
const names = (users: readonly { displayName: string | null }[]) => users.map((user) => user.displayName);
const given = query.parse({});
console.log(JSON.stringify([names(await list()), await first('displayName'), names(await listed(given)), (await pick(given)).length]));
`,
    );
    const { stdout } = await must(app.run('tsx', ['run.ts'], { DATABASE_URL: url }));
    const names = ['Ada', 'Bob'];
    expect(JSON.parse(stdout)).toEqual([names, { id: 1, displayName: 'Bob' }, names, 2]);
    expect(await app.read('src/routes.ts')).toBe(routes);
  });

  it('beside a client in a package of its own: the applications of the workspace are rewritten from there', async () => {
    const app = await monorepo();
    const url = server.url(await server.createDatabase());
    const pec = (args: string) =>
      app.run('sh', ['-c', `cd packages/db && pec ${args}`], { DATABASE_URL: url });
    await must(pec('init'));
    const at = 'packages/db/prisma/schema.prisma';
    await app.write(at, annotated(await app.read(at)));
    await app.commit('Annotation');
    await must(pec('next'));
    await app.commit('Stage expand');
    await deploy(app, url);
    await withClient(url, (client) =>
      client.query(`INSERT INTO "User" ("email", "userName") VALUES ('a', 'A')`),
    );
    await must(pec('backfill'));
    const { stdout } = await must(pec('next'));
    expect(await app.read('apps/api/src/name.ts')).toContain('person.displayName');
    expect(await app.read('apps/worker/src/name.ts')).toContain('person.displayName');
    expect(stdout).toMatch(/switch-reads {2}\d+ places in 2 files rewritten, 0 left to you/);
    for (const name of ['api', 'worker']) await must(app.run('tsc', ['-p', `apps/${name}`]));
  });

  it('compiles in classic CommonJS, under node10', async () => {
    const app = await applications.create();
    await app.write('package.json', '{ "name": "app", "private": true }\n');
    await app.write('prisma/schema.prisma', schema.replace('"prisma-client"', '"prisma-client-js"'));
    await app.run('git', ['rm', '-q', '--cached', 'src/users.ts', 'src/greeting.ts']);
    await app.write(
      'src/db.ts',
      (await app.read('src/db.ts'))
        .replace('client.js', 'index')
        .replace("'./generated/prisma/index'", "'./generated/prisma'"),
    );
    for (const file of ['src/users.ts', 'src/greeting.ts']) {
      await app.write(file, (await app.read(file)).replace("'./db.js'", "'./db'"));
    }
    await app.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          module: 'commonjs',
          moduleResolution: 'node10',
          strict: true,
          skipLibCheck: true,
          noEmit: true,
          types: ['node'],
        },
        include: ['src'],
      }),
    );
    await must(app.run('prisma', ['generate']));
    await app.commit('CommonJS');
    await must(app.pec(['init', '--sync', 'client']));
    await app.annotate();
    await app.commit('Annotation');
    await must(app.pec(['next']));
    await app.write(
      'src/use.ts',
      `import { userDisplayName } from './generated/transitions';\nimport { prisma } from './db';\nexport const all = () => prisma.user.findMany({ select: userDisplayName.select });\n`,
    );
    expect(await app.read('src/db.ts')).toContain('withTransitions(new PrismaClient(');
    expect((await app.run('node', [classicCompiler(), '-p', '.'])).stdout).toBe('');
  });
});

/** TypeScript 7 resolves this way no more. */
function classicCompiler(): string {
  const core = createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json');
  const nested = createRequire(createRequire(core).resolve('@arethetypeswrong/core'));
  return path.join(path.dirname(nested.resolve('typescript/package.json')), 'bin/tsc');
}

/** The application as two that share a package with the client. */
async function monorepo(): Promise<Application> {
  const app = await applications.create();
  for (const folder of ['prisma', 'src', 'tsconfig.json', 'package.json'])
    await must(app.run('rm', ['-r', folder]));
  const compiler = (include: readonly string[]) =>
    JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        module: 'nodenext',
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        types: ['node'],
      },
      include,
    });
  await app.write(
    'package.json',
    '{ "name": "shop", "private": true, "workspaces": ["packages/*", "apps/*"] }\n',
  );
  await app.write('.gitignore', 'generated\nnode_modules\n');
  await app.write(
    'packages/db/package.json',
    '{ "name": "@acme/db", "type": "module", "exports": "./src/index.ts" }\n',
  );
  await app.write('packages/db/tsconfig.json', compiler(['src']));
  await app.write('packages/db/prisma/schema.prisma', schema);
  await app.write('packages/db/prisma/migrations/migration_lock.toml', 'provider = "postgresql"\n');
  await app.write(
    'packages/db/prisma/migrations/20260101000000_init/migration.sql',
    'CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL UNIQUE, "userName" TEXT NOT NULL);\n',
  );
  await app.write(
    'packages/db/src/index.ts',
    `import { PrismaClient } from './generated/prisma/client.js';\nexport * from './generated/prisma/client.js';\nexport const makeClient = () => new PrismaClient({} as never);\n`,
  );
  for (const name of ['api', 'worker']) {
    await app.write(
      `apps/${name}/package.json`,
      `{ "name": "@acme/${name}", "type": "module", "dependencies": { "@acme/db": "*" } }\n`,
    );
    await app.write(`apps/${name}/tsconfig.json`, compiler(['src']));
    await app.write(
      `apps/${name}/src/name.ts`,
      `import { makeClient } from '@acme/db';\nexport async function name() {\n  const person = await makeClient().user.findFirstOrThrow();\n  return person.userName;\n}\n`,
    );
  }
  await mkdir(path.join(app.folder, 'node_modules/@acme'), { recursive: true });
  await symlink('../../packages/db', path.join(app.folder, 'node_modules/@acme/db'));
  await must(app.run('sh', ['-c', 'cd packages/db && prisma generate']));
  await app.commit('Monorepo');
  return app;
}

/** What `prisma migrate deploy` does in the package. */
async function deploy(app: Application, url: string): Promise<void> {
  const { applyMigrations } = await import('../../src/rehearsal/schema-engine.js');
  const { postgresAdapter } = await import('../../src/rehearsal/postgres-adapter.js');
  expect(await readdir(path.join(app.folder, 'packages/db/prisma/migrations'))).toContain(
    'migration_lock.toml',
  );
  await applyMigrations(path.join(app.folder, 'packages/db/prisma/migrations'), postgresAdapter(url));
}
