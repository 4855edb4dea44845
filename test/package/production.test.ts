import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { Project } from 'ts-morph';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from '../support/workspace.js';

// The package is a development dependency: an application that was built with it runs where only its own
// dependencies are installed.

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

// The last one comes with the first.
const dependencies = ['@prisma/client', '@prisma/adapter-better-sqlite3', '@prisma/client-runtime-utils'];

let workspace: Workspace;
let production: string;
beforeAll(async () => {
  workspace = await createWorkspace();
  // Node looks for packages in the folders above: this is no folder of the workspace, which has them all.
  production = await mkdtemp(path.join(tmpdir(), 'pec-production-'));
});
afterAll(async () => {
  await workspace.remove();
  await rm(production, { recursive: true, force: true });
});

const schema = (provider: string) => `generator client {
  provider = "${provider}"
  output   = "./src/client"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "./src/transitions"
  sync     = "client"
}
datasource db {
  provider = "sqlite"
}
model User {
  id          Int     @id @default(autoincrement())
  userName    String
  /// @transition from:userName
  displayName String?
}
`;

const application = (client: string, transitions: string) => `
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaClient } from '${client}';
import { TransitionError, type TransitionCounters, userDisplayName, withTransitions } from '${transitions}';

const counters: TransitionCounters = {};
const prisma = withTransitions(new PrismaClient({ adapter: new PrismaBetterSqlite3({ url: 'app.db' }) }), { counters });

async function main(): Promise<void> {
  await prisma.user.create({ data: { ...userDisplayName.write('ada') } });
  await prisma.user.updateMany({ where: { displayName: 'ada' }, data: { displayName: 'bob' } });
  const user = await prisma.user.findFirstOrThrow({ select: userDisplayName.select });
  const refused = await prisma.user.updateMany({ data: { displayName: null } }).catch((error: unknown) => error);
  console.log(JSON.stringify([userDisplayName.read(user), refused instanceof TransitionError, counters]));
  await prisma.$disconnect();
}
void main();
`;

/** Every option by which a compiler finds more to complain about in files that its user did not write. */
const strictest = {
  target: 'es2020',
  lib: ['es2020'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
  skipLibCheck: true,
  esModuleInterop: true,
  types: ['node'],
  typeRoots: [path.join(root, 'node_modules/@types')],
};

const formats = [
  {
    name: 'ES modules',
    provider: 'prisma-client',
    type: 'module',
    imports: ['./client/client.js', './transitions/index.js'],
    options: {
      module: 'nodenext',
      moduleResolution: 'nodenext',
      verbatimModuleSyntax: true,
    },
  },
  {
    name: 'classic CommonJS',
    provider: 'prisma-client-js',
    type: 'commonjs',
    imports: ['./client/index', './transitions/index'],
    options: { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
  },
] as const;

it.each(formats)(
  'an application of $name runs without the package',
  async ({ provider, type, imports, options, name }) => {
    const folder = path.join(workspace.directory, name.replaceAll(' ', '-'));
    await mkdir(path.join(folder, 'src'), { recursive: true });
    const [client, transitions] = imports;
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type }));
    await writeFile(path.join(folder, 'schema.prisma'), schema(provider));
    await writeFile(path.join(folder, 'src/main.ts'), application(client, transitions));
    const compilerOptions = { ...strictest, ...options, rootDir: 'src', outDir: 'dist' };
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['src/main.ts', 'src/transitions/backfill.ts'] }),
    );
    const generated = await workspace.run(folder, 'prisma', ['generate', '--schema', 'schema.prisma']);
    expect(generated).toMatchObject({ code: 0 });

    await compile(folder, options.moduleResolution === 'node10');

    const image = path.join(production, path.basename(folder));
    await cp(path.join(folder, 'dist'), path.join(image, 'dist'), { recursive: true });
    if (provider === 'prisma-client-js') {
      await cp(path.join(folder, 'src/client'), path.join(image, 'dist/client'), { recursive: true });
    }
    await cp(path.join(folder, 'package.json'), path.join(image, 'package.json'));
    for (const dependency of dependencies) await install(image, dependency);
    const { resolve } = createRequire(path.join(image, 'dist/main.js'));
    expect(() => resolve('prisma-expand-contract/package.json')).toThrow('Cannot find module');
    const database = new Database(path.join(image, 'app.db'));
    database.exec(
      'CREATE TABLE "User" (id INTEGER PRIMARY KEY, "userName" TEXT NOT NULL, "displayName" TEXT)',
    );
    const { stdout } = await run(process.execPath, ['dist/main.js'], { cwd: image });
    expect(JSON.parse(stdout)).toEqual([
      'bob',
      true,
      { 'User.displayName': { drift: 0, mirrored: 1, refused: 1 } },
    ]);
    expect(database.prepare('SELECT "userName", "displayName" FROM "User"').all()).toEqual([
      { userName: 'bob', displayName: 'bob' },
    ]);
    database.close();
  },
);

/** Builds an application. What Prisma's own generator writes is compiled as it is: only complaints about other files count. */
async function compile(folder: string, isClassic: boolean): Promise<void> {
  if (isClassic) {
    // TypeScript 7 has no classic resolution any more.
    const project = new Project({ tsConfigFilePath: path.join(folder, 'tsconfig.json') });
    const diagnostics = project
      .getPreEmitDiagnostics()
      .filter((each) => !each.getSourceFile()?.getFilePath().includes('/src/client/'));
    expect(project.formatDiagnosticsWithColorAndContext(diagnostics)).toBe('');
    await project.emit();
  }
  // The same files, as Node itself resolves CommonJS.
  const asNode = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--ignoreDeprecations', 'null'];
  const { stdout } = await workspace.run(folder, 'tsc', [
    '-p',
    '.',
    ...(isClassic ? [...asNode, '--noEmit'] : []),
  ]);
  expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('src/client/'))).toEqual([]);
}

/** As `npm ci --omit=dev` leaves it: what is linked here finds its own dependencies beside itself. */
async function install(image: string, dependency: string): Promise<void> {
  const link = path.join(image, 'node_modules', dependency);
  await mkdir(path.dirname(link), { recursive: true });
  await symlink(path.join(root, 'node_modules', dependency), link);
}
