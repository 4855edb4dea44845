import { cp, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCodemod } from '../../codemods/run.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

const installed = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../node_modules/@prisma/client',
);

const schema = `generator client {
  provider = "prisma-client-js"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "../src/transitions"
}
datasource db {
  provider = "postgresql"
}
model User {
  id          Int     @id
  userName    String?
  /// @transition from:userName phase:migrate
  displayName String
}
`;

const source = `import { PrismaClient, type User } from '@prisma/client';

const prisma = new PrismaClient({} as never);
export const nameOf = (user: User) => user.userName;
export const byName = (userName: string) => prisma.user.findMany({ where: { userName } });
`;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace?.remove());

// The client is then in `node_modules/.prisma/client`, and the package `@prisma/client` only points there.
test.each(['native', 'ts-morph'] as const)('a client without an output of its own: %s', async (checker) => {
  const folder = path.join(workspace.directory, checker);
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  await cp(installed, path.join(folder, 'node_modules/@prisma/client'), {
    recursive: true,
    dereference: true,
    filter: (file) => !/\.map$|_small_|mysql|sqlite|sqlserver|cockroachdb/.test(path.basename(file)),
  });
  // Prisma takes only a client that is installed beside itself.
  await symlink(path.join(installed, '../../prisma'), path.join(folder, 'node_modules/prisma'));
  await write('package.json', '{ "name": "app", "type": "module", "private": true }\n');
  await write(
    'prisma.config.ts',
    "import { defineConfig } from 'prisma/config';\nexport default defineConfig({ schema: 'prisma/schema.prisma' });\n",
  );
  await write('prisma/schema.prisma', schema);
  const options = { module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true, types: [] };
  await write('tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['src'] }));
  await write('src/users.ts', source);
  const generated = await workspace.run(folder, 'prisma', ['generate']);
  expect(generated.code, generated.stderr).toBe(0);

  const isRewritten = async () => {
    const { report, files } = await runCodemod({ codemod: 'switch-reads', checker, cwd: folder });
    expect(report.unresolvedImports).toEqual([]);
    expect(files.map(({ after }) => after)).toEqual([
      source
        .replace('user.userName', 'user.displayName')
        .replace('{ userName } }', '{ displayName: userName } }'),
    ]);
  };
  await isRewritten();

  // As pnpm lays it out: package and client side by side in its store, and a link where the package is looked for.
  const modules = path.join(folder, 'node_modules');
  const store = path.join(modules, '.pnpm/@prisma+client@7.0.0/node_modules');
  await mkdir(path.join(store, '@prisma'), { recursive: true });
  await rename(path.join(modules, '@prisma/client'), path.join(store, '@prisma/client'));
  await rename(path.join(modules, '.prisma'), path.join(store, '.prisma'));
  await symlink(
    '../.pnpm/@prisma+client@7.0.0/node_modules/@prisma/client',
    path.join(modules, '@prisma/client'),
  );
  await isRewritten();
});
