import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installPrisma6 } from '../support/prisma-6.js';

const run = promisify(execFile);
const codemods = path.resolve(import.meta.dirname, '../../dist/codemods/bin.js');

const schema = `generator client {
  provider        = "prisma-client-js"
  output          = "../src/client"
  previewFeatures = ["metrics"]
}

datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model User {
  id       Int    @id
  userName String
}
`;
const code = `import type { User } from './client/index.js';
export const greet = (user: User) => user.userName;
`;

/** A workspace of which one package alone has Prisma: 6.19, which knows preview features that Prisma 7 does not. */
let root: string;
const shared = () => path.join(root, 'packages/shared');

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'pec-own-prisma-'));
  const files = {
    'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
    'node_modules/.keep': '',
    'packages/shared/package.json': '{ "name": "shared", "type": "module" }',
    'packages/shared/prisma/schema.prisma': schema,
    'packages/shared/src/greet.ts': code,
    'packages/shared/tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'nodenext', strict: true, skipLibCheck: true, noEmit: true },
      include: ['src/greet.ts'],
    }),
    // Whoever would install something is caught.
    ...Object.fromEntries(
      ['npm', 'pnpm', 'yarn', 'bun'].map((name) => [`bin/${name}`, `#!/bin/sh\ntouch '${root}/installed'\n`]),
    ),
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  for (const name of await readdir(path.join(root, 'bin'))) await chmod(path.join(root, 'bin', name), 0o755);
  const prisma = await installPrisma6(shared());
  await run(process.execPath, [prisma, 'generate'], {
    cwd: shared(),
    env: { ...env(), PRISMA_QUERY_ENGINE_LIBRARY: codemods, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const env = () => ({
  PATH: `${path.join(root, 'bin')}${path.delimiter}${process.env.PATH}`,
  HOME: process.env.HOME,
  CHECKPOINT_DISABLE: '1',
  NO_COLOR: '1',
});

test('rename-field from the root of a workspace asks the Prisma of the package that holds the schema', async () => {
  const args = ['rename-field', 'User.userName', 'displayName', '--write', '--allow-dirty'];
  const schemaFile = 'packages/shared/prisma/schema.prisma';
  await run(process.execPath, [codemods, ...args, '--schema', schemaFile], { cwd: root, env: env() });
  expect(await readFile(path.join(root, schemaFile), 'utf8')).toContain(
    '  displayName String @map("userName")',
  );
  expect(await readFile(path.join(shared(), 'src/greet.ts'), 'utf8')).toContain('=> user.displayName;');
  expect(await readdir(root)).not.toContain('installed');
  for (const folder of [root, shared()]) {
    expect((await readdir(path.join(folder, 'node_modules'))).join()).not.toContain('.pec');
  }
});
