import { afterEach, expect, it } from 'vitest';
import { createPecProject, type PecProject } from './pec.js';

const schema = `datasource db {
  provider = "postgresql"
}

model User {
  id          Int     @id
  userName    String
  /// @transition from:userName
  displayName String?
}
`;
let project: PecProject;
afterEach(() => project.remove());

const install = (folder: string, name: string, version: string) =>
  project.write(`${folder}/package.json`, JSON.stringify({ name, version }));

it('Prisma 8 alone is refused', async () => {
  project = await createPecProject(schema);
  await install('node_modules/prisma', 'prisma', '8.0.0-rc.19');
  const { code, stderr } = await project.run(['plan']);
  expect(code).toBe(2);
  expect(stderr).toContain('[prisma-unsupported]');
  expect(stderr).toContain('@prisma/prisma7');
});

it('Prisma 7 beside Prisma 8 works, by its own config file, with a word about the transition that is open', async () => {
  project = await createPecProject(schema.replace('User {', 'Person {'));
  await install('node_modules/prisma', 'prisma', '8.0.0-rc.19');
  await install('node_modules/@prisma/prisma7', '@prisma/prisma7', '7.10.0');
  await install('node_modules/@prisma/prisma7/node_modules/prisma', 'prisma', '7.10.0');
  await project.write('db/schema.prisma', schema);
  await project.write('prisma7.config.ts', `export default { schema: 'db/schema.prisma' };`);
  await project.write('prisma.config.ts', 'throw new Error("of Prisma 8");');
  const { code, stdout, stderr } = await project.run(['plan']);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^Prisma 8 is installed too: .* until User\.displayName is finished/),
  });
  expect(stdout).toContain('## User.displayName');
});
