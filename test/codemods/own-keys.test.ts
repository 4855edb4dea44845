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
    '{ "compilerOptions": { "target": "es2023", "module": "nodenext", "strict": true, "skipLibCheck": true, "noEmit": true, "types": [] }, "include": ["src"] }\n',
  'prisma/schema.prisma': `generator client {
  provider = "prisma-client"
  output   = "../src/client"
}
datasource db {
  provider = "postgresql"
}
model User {
  id       Int    @id
  userName String
}
`,
  'src/send.ts': `import type { PrismaClient, User } from './client/client.js';

interface Response {
  status(code: number): this;
  json(body: unknown): this;
}
interface Dto {
  userName: User['userName'];
}

const toDto = (user: User) => ({ id: user.id, userName: user.userName });
const toOther = (user: User): Dto => ({ userName: user.userName });

export const own = (response: Response, user: User) => response.json(toDto(user));
export const list = (response: Response, users: User[]) => response.json(users.map((user) => ({ userName: user.userName })));
export const declared = (response: Response, user: User) => response.json(toOther(user));
export const whole = (response: Response, user: User) => response.json(user);
export const spread = (response: Response, user: User) => response.json({ ...user, more: 1 });
export const selected = async (response: Response, prisma: PrismaClient) => response.json(await prisma.user.findMany({ select: { userName: true } }));
export const picked = (response: Response, user: Pick<User, 'userName'>) => response.json(user);
`,
};

test('a key that the application declares itself stays, and is no change of shape', async () => {
  const folder = path.join(workspace.directory, 'app');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const { code, stdout, stderr } = await workspace.run(folder, 'prisma', ['generate']);
  expect(code, stdout + stderr).toBe(0);
  const { report } = await runCodemod({
    codemod: 'rename-field',
    rename: { kind: 'field', model: 'User', from: 'userName', to: 'displayName' },
    cwd: folder,
  });
  const lines = files['src/send.ts'].split('\n');
  const told = report.transitions[0]!.shapeChanges.map(
    ({ line }) => /export const (\w+)/.exec(lines[line - 1]!)?.[1],
  );
  expect(told).toEqual(['whole', 'spread', 'selected', 'picked']);
});
