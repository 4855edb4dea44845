import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ts } from '@ts-morph/common';
import { describe, expect, test } from 'vitest';
import { reachesOtherFiles } from '../../codemods/locate/reach.js';
import { nodeAt, parseSource } from '../../codemods/source.js';
import { dependentsAmong } from '../../codemods/verify/dependents.js';
import { makeFolder } from './cli/project.js';

describe('what a place says reaches other files', () => {
  const reaches = (text: string, file = 'a.tsx') => {
    const { tree } = parseSource(`/${file}`, file, text);
    return reachesOtherFiles(nodeAt(tree, text.indexOf('userName'))!);
  };

  test.each([
    ['an exported constant', 'export const a = user.userName;'],
    ['a constant that another one may take on', 'const a = user.userName;'],
    ['what a function returns', 'export function f() { return user.userName; }'],
    ['what it returns by another name', 'export function f() { const a = user.userName; return a; }'],
    ['an expression as a body', 'export const f = () => user.userName;'],
    ['a query whose result is returned', 'export const f = () => find({ select: { userName: true } });'],
    ['a callback whose result goes on', 'export const a = users.map((user) => { return user.userName; });'],
    ['a condition between two of its own', 'export const f = () => (user.userName ? user : null);'],
    ['a member of a class', 'export class A { a = user.userName; }'],
    ['what a constructor assigns', 'export class A { a; constructor() { this.a = user.userName; } }'],
    ['a parameter', 'export const f = ({ userName }) => { save(); };'],
    ['a type', "export type A = User['userName'];"],
    ['an assignment at the top', 'let a; a = user.userName;'],
    ['as const', 'export const a = { userName: 1 } as const;'],
    ['satisfies', 'export const a = { userName: 1 } satisfies Select;'],
    ['what is declared to be anything', 'export const f = (): any => user.userName;'],
    ['what a generator yields', 'export function* f() { yield user.userName; }'],
  ])('%s', (_, text) => expect(reaches(text)).toBe(true));

  test('in JavaScript always', () => expect(reaches('f(user.userName);', 'a.js')).toBe(true));

  test.each([
    ['a call as a statement', 'test("a", async () => { await save(user.userName); });'],
    ['a declared constant', 'export const a: string = user.userName;'],
    ['a declared return type', 'export function f(): string { const a = user.userName; return a; }'],
    ['a declared type of an arrow function', 'export const f = (): string => user.userName;'],
    ['a declared member', 'export class A { a: string = user.userName; }'],
    ['JSX', 'export const A = () => <p title={user.userName}>{users.map((u) => u)}</p>;'],
    [
      'a component',
      'export function A() { const a = user.userName; if (!a) return null; return <p>{a}</p>; }',
    ],
    [
      'a function that returns nothing',
      'export async function f() { if (user.userName) return; send(user); }',
    ],
    ['a comparison', 'export const f = () => user.userName === "a";'],
    ['an assertion', 'export const a = user.userName as string;'],
  ])('not: %s', (_, text) => expect(reaches(text)).toBe(false));
});

test('who depends on a file: through re-exports, aliases, packages and built declarations, over any number of steps', async () => {
  const files = {
    'packages/db/package.json': '{ "name": "@acme/db", "exports": { ".": { "types": "./src/index.ts" } } }',
    'packages/db/src/users.ts': 'export const users = 1;',
    'packages/db/src/index.ts': "export * from './users.js';",
    'packages/db/src/other.ts': 'export const other = 1;',
    'app/package.json': '{ "name": "app" }',
    'app/alias.ts': "import { load } from '@/lib/load';\nexport const a = load;",
    'app/src/lib/load.ts': "import { users } from '@acme/db';\nexport const load = () => users;",
    'app/src/lib/index.ts': "export { load } from './load.js';",
    'app/src/page.tsx': "const { load } = await import('./lib.js');\nexport { load };",
    'app/src/types.d.ts': "export type A = import('./lib/load.js').B;",
    'app/src/typed.ts': "import type { A } from './types.js';\nexport type C = A;",
    'app/src/alone.ts': "import { other } from '../../packages/db/src/other.js';\nexport { other };",
    'app/src/global.ts': 'declare global { interface Window {} }\nexport {};',
  };
  const folder = await makeFolder(files);
  await mkdir(path.join(folder, 'node_modules/@acme'), { recursive: true });
  await symlink('../../packages/db', path.join(folder, 'node_modules/@acme/db'));
  const scripts = Object.keys(files).filter((file) => /\.tsx?$/.test(file));
  const built = path.join(folder, 'packages/db/dist/index.d.ts');
  await mkdir(path.dirname(built));
  await writeFile(built, '');
  const dependentsOf = dependentsAmong(
    scripts.map((file) => path.join(folder, file)),
    new Map(),
    new Map([[built, 'export * from "../src/index.js";\n']]),
    [
      {
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        paths: { '@/*': ['./app/src/*'] },
        pathsBasePath: folder,
      },
    ],
  );
  const of = (file: string) => {
    const found = dependentsOf([path.join(folder, file)]);
    return found === 'all' ? found : [...found].map((each) => path.relative(folder, each)).sort();
  };
  expect(of('packages/db/src/users.ts')).toEqual([
    'app/alias.ts',
    'app/src/lib/index.ts',
    'app/src/lib/load.ts',
    'app/src/page.tsx',
    'app/src/typed.ts',
    'app/src/types.d.ts',
    'packages/db/dist/index.d.ts',
    'packages/db/src/index.ts',
  ]);
  expect(of('packages/db/src/other.ts')).toEqual(['app/src/alone.ts']);
  expect(of('app/src/page.tsx')).toEqual([]);
  expect(of('app/src/global.ts')).toBe('all');
});
