import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCodemod } from '../../codemods/run.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace?.remove());

const files = {
  'package.json': '{ "name": "app", "type": "module", "private": true }\n',
  'tsconfig.json':
    '{ "compilerOptions": { "target": "es2023", "module": "nodenext", "strict": true, "skipLibCheck": true, "noEmit": true, "types": [], "paths": { "@/*": ["./src/*"] } }, "include": ["src"] }\n',
  'prisma/schema.prisma': `generator client {
  provider = "prisma-client"
  output   = "../src/client"
}
datasource db {
  provider = "postgresql"
}
model User {
  id   Int    @id
  name String
}
`,
  'src/other/models/User.ts': 'export const other = 1;\n',
  'src/models.ts': `export * from './client/models/User.js';
export type { UserModel } from '@/client/models/User.js';
export const load = () => import('./client/models/User.js');
export type Where = import('./client/models/User.js').UserWhereInput;
export { other } from './other/models/User.js';
`,
};

test('specifiers follow the module of a model that is renamed', async () => {
  const folder = path.join(workspace.directory, 'app');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const generate = async () => {
    const { code, stdout, stderr } = await workspace.run(folder, 'prisma', ['generate']);
    expect(code, stdout + stderr).toBe(0);
  };
  await generate();
  const result = await runCodemod({
    codemod: 'rename-model',
    rename: { kind: 'model', from: 'User', to: 'Person' },
    cwd: folder,
  });
  for (const { file, after } of result.files) await writeFile(path.join(folder, file), after);
  expect(
    result.files.find(({ file }) => file === 'src/models.ts')?.after,
  ).toBe(`export * from './client/models/Person.js';
export type { PersonModel as UserModel } from '@/client/models/Person.js';
export const load = () => import('./client/models/Person.js');
export type Where = import('./client/models/Person.js').PersonWhereInput;
export { other } from './other/models/User.js';
`);
  await generate();
  expect((await workspace.run(folder, 'tsc', ['-p', '.'])).stdout).toBe('');
});
