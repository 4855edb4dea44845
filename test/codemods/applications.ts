import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import internals from '@prisma/internals';
import { clientShapes } from '../../src/schema/client-shapes.js';
import type { TransitionEntry, TransitionsFile } from '../../src/schema/transitions-file.js';
import { printTransitions } from '../../src/schema/transitions-text.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../__fixtures__');

/** Cases of the codemods that go by transitions. */
export const fixtures = path.join(root, 'codemods');
/** Cases at the boundaries of a program: what leaves it, and libraries that take names. */
export const boundaryFixtures = path.join(root, 'boundaries');
/** Cases of the renames in the code alone. */
export const renameFixtures = path.join(root, 'renames');

export type ClientProvider = TransitionsFile['client']['provider'];

/**
 * A workspace with one application for each client generator, all with the same schema.
 *
 * @param names the cases whose files it has; all of them without it
 * @param from the folder of the cases and of their schema
 */
export async function createApplications(
  providers: readonly ClientProvider[] = ['prisma-client', 'prisma-client-js'],
  names?: readonly string[],
  from = fixtures,
): Promise<{
  readonly folders: Readonly<Record<ClientProvider, string>>;
  readonly workspace: Workspace;
}> {
  const workspace = await createWorkspace();
  const folders = {
    'prisma-client': path.join(workspace.directory, 'esm'),
    'prisma-client-js': path.join(workspace.directory, 'js'),
  };
  await Promise.all(
    providers.map(async (provider) =>
      createApplication(workspace, provider, folders[provider], from, names ?? (await cases(from))),
    ),
  );
  return { folders, workspace };
}

async function createApplication(
  workspace: Workspace,
  provider: ClientProvider,
  folder: string,
  from: string,
  names: readonly string[],
): Promise<void> {
  const models = await readFile(path.join(from, 'schema.prisma'), 'utf8');
  const generator = `generator client {
  provider        = "${provider}"
  output          = "../generated/prisma"
  previewFeatures = ["fullTextSearchPostgres", "relationJoins"]
}
`;
  await mkdir(path.join(folder, 'prisma'), { recursive: true });
  await writeFile(path.join(folder, 'prisma/schema.prisma'), generator + models);
  await writeFile(
    path.join(folder, 'prisma.config.ts'),
    "import { defineConfig } from 'prisma/config';\nexport default defineConfig({ schema: 'prisma/schema.prisma' });\n",
  );
  const generated = await workspace.run(folder, 'prisma', ['generate']);
  if (generated.code !== 0) throw new Error(generated.stderr);
  if (models.includes('@transition')) {
    await mkdir(path.join(folder, 'generated/pec'));
    const transitions = await describe(models, provider);
    await writeFile(path.join(folder, 'generated/pec/transitions.json'), printTransitions(transitions));
  }
  const client = provider === 'prisma-client' ? 'client.ts' : 'index.d.ts';
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        module: 'esnext',
        moduleResolution: 'bundler',
        strict: true,
        noEmit: true,
        jsx: 'preserve',
        noUncheckedIndexedAccess: true,
        skipLibCheck: true,
        lib: ['es2023'],
        types: [],
        paths: { '@client': [`./generated/prisma/${client}`] },
      },
      include: ['src'],
    }),
  );
  await mkdir(path.join(folder, 'src'));
  await writeFile(
    path.join(folder, 'src/db.ts'),
    "import type { PrismaClient } from '@client';\n\nexport declare const prisma: PrismaClient;\n\ndeclare global {\n  const console: { log(...values: unknown[]): void };\n}\n",
  );
  const fitting = await cases(from, provider);
  for (const name of names.filter((each) => fitting.includes(each))) {
    await cp(path.join(from, name, 'before'), path.join(folder, 'src', name), { recursive: true });
  }
}

/** Cases about what only one of the generators has. */
const ONLY_FOR: Readonly<Record<string, ClientProvider>> = { validator: 'prisma-client-js' };

/** The cases in a folder, or those of them that go for one generator. */
export async function cases(from = fixtures, provider?: ClientProvider): Promise<string[]> {
  const entries = await readdir(from, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.filter((name) => !provider || (ONLY_FOR[name] ?? provider) === provider);
}

async function describe(models: string, provider: ClientProvider): Promise<TransitionsFile> {
  const dmmf = await internals.getDMMF({ datamodel: models });
  const entry: TransitionEntry = {
    id: 'User.displayName',
    scenario: 'rename-column',
    phase: 'migrate',
    model: 'User',
    table: 'User',
    helper: 'userDisplayName',
    source: { field: 'userName', column: 'user_name', type: 'String' },
    target: { field: 'displayName', column: 'display_name', type: 'String' },
    uniqueKeys: [
      { source: 'userName_tenantId', target: 'displayName_tenantId' },
      { source: 'login', target: 'signIn' },
      { source: 'userName_managerId' },
    ],
  };
  return {
    provider: 'postgresql',
    sync: 'trigger',
    client: { provider, output: '../prisma' },
    transitions: [entry],
    ...clientShapes(dmmf),
  };
}
