import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openNativeChecker } from '../../codemods/checker/native.js';
import { type CodemodRequest, runCodemod } from '../../codemods/run.js';
import { parseTransitions, printTransitions } from '../../src/schema/transitions-text.js';
import type { Workspace } from '../support/workspace.js';
import { createApplications } from './applications.js';

// What real projects hold that once broke a run or lost places in silence.
let workspace: Workspace;
let application: string;
let count = 0;

beforeAll(async () => {
  const created = await createApplications(['prisma-client'], []);
  workspace = created.workspace;
  application = created.folders['prisma-client'];
});
afterAll(() => workspace?.remove());

async function withFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(workspace.directory, `trap-${count++}`);
  await cp(application, folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return folder;
}

const run = (cwd: string, request: Partial<CodemodRequest> = {}) =>
  runCodemod({ codemod: 'switch-reads', cwd, transitions: ['User.displayName'], ...request });

test('fields that are named like the keys of the type that lists them', async () => {
  const folder = path.join(workspace.directory, 'payload-keys');
  const names = ['name', 'objects', 'scalars', 'composites'];
  const fields = names.flatMap((name) => [`${name} String`, `new_${name} String`]);
  await mkdir(path.join(folder, 'prisma'), { recursive: true });
  await writeFile(
    path.join(folder, 'prisma/schema.prisma'),
    `generator client {\n  provider = "prisma-client"\n  output = "../generated/prisma"\n}\ndatasource db {\n  provider = "sqlite"\n}\nmodel Document {\n  id Int @id\n  ${fields.join('\n  ')}\n}\n`,
  );
  await cp(path.join(application, 'prisma.config.ts'), path.join(folder, 'prisma.config.ts'));
  await cp(path.join(application, 'tsconfig.json'), path.join(folder, 'tsconfig.json'));
  expect(await workspace.run(folder, 'prisma', ['generate'])).toMatchObject({ code: 0 });
  const entries = names.map((name) => ({
    id: `Document.new_${name}`,
    scenario: 'rename-column',
    phase: 'migrate',
    model: 'Document',
    table: 'Document',
    helper: name,
    source: { field: name, column: name, type: 'String' },
    target: { field: `new_${name}`, column: `new_${name}`, type: 'String' },
    uniqueKeys: [],
  }));
  const scalar = { kind: 'scalar', type: 'String', isList: false, isRequired: true };
  const targets = entries.map(({ target }) => [target.field, scalar]);
  const content = {
    version: 1,
    provider: 'sqlite',
    sync: 'trigger',
    client: { provider: 'prisma-client', output: '../prisma' },
    transitions: entries,
    models: { Document: { delegate: 'document', fields: Object.fromEntries(targets), compoundKeys: {} } },
    types: {},
  };
  await mkdir(path.join(folder, 'generated/pec'));
  await writeFile(path.join(folder, 'generated/pec/transitions.json'), JSON.stringify(content));
  await mkdir(path.join(folder, 'src'));
  const text = `import type { PrismaClient } from '@client';
declare const prisma: PrismaClient;
const found = await prisma.document.findFirstOrThrow({ select: { ${names.map((name) => `${name}: true`).join(', ')} } });
export const all = [${names.map((name) => `found.${name}`).join(', ')}];
`;
  await writeFile(path.join(folder, 'src/a.ts'), text);
  const { files } = await run(folder, { transitions: entries.map(({ id }) => id) });
  expect(files[0]?.after).toBe(
    names.reduce(
      (after, name) =>
        after.replace(`${name}: true`, `new_${name}: true`).replace(`found.${name}`, `found.new_${name}`),
      text,
    ),
  );
});

test('a text of megabytes that holds the name thousands of times', async () => {
  const json = JSON.stringify(
    Array.from({ length: 3_000 }, (_, id) => ({ id, userName: 'x'.repeat(1_000) })),
  );
  const folder = await withFiles({
    'src/data.ts': `export const data = ${JSON.stringify(json)} as const;\n`,
    'src/use.ts':
      "import type { User } from '@client';\nimport { data } from './data';\nexport const f = (user: User) => [user.userName, data];\n",
  });
  const { report, files } = await run(folder);
  expect(report.transitions[0]!.counts).toMatchObject({ rewritten: 1, 'needs-you': 3_000 });
  expect(files.map(({ file }) => file)).toEqual(['src/use.ts']);
});

test('a module that only options of before TypeScript 7 find: it says so and takes the other checker', async () => {
  const folder = await withFiles({
    'node_modules/hidden/package.json':
      '{ "name": "hidden", "version": "1.0.0", "exports": { ".": "./index.js" } }',
    'node_modules/hidden/index.js': '',
    'node_modules/hidden/lib/load.d.ts':
      "import type { User } from '../../../generated/prisma/client';\nexport declare function load(): User;\n",
    'src/a.ts': "import { load } from 'hidden/lib/load';\nexport const f = () => load().userName;\n",
  });
  const config = path.join(folder, 'tsconfig.json');
  const content = JSON.parse(await readFile(config, 'utf8')) as { compilerOptions: object };
  content.compilerOptions = { ...content.compilerOptions, module: 'esnext', moduleResolution: 'node' };
  await writeFile(config, JSON.stringify(content));
  const notices: string[] = [];
  const { report, files } = await run(folder, { onNotice: (sentence) => notices.push(sentence) });
  expect(notices).toEqual([
    expect.stringMatching(/does not find hidden\/lib\/load: the checker is ts-morph$/),
  ]);
  expect(report.unresolvedImports).toEqual([]);
  expect(files.map(({ file }) => file)).toEqual(['src/a.ts']);
});

test.each(['native', 'ts-morph'] as const)(
  'what TypeScript before version 6 took by default: all of @types, and nothing strict (%s)',
  async (checker) => {
    const files = {
      'node_modules/@types/current/package.json':
        '{ "name": "@types/current", "version": "1.0.0", "types": "index.d.ts" }',
      'node_modules/@types/current/index.d.ts':
        "declare const current: import('../../../generated/prisma/client').User;\n",
      'src/a.ts': 'export const f = () => current.userName;\nexport const no: string = null;\n',
    };
    const config = path.join(application, 'tsconfig.json');
    const {
      strict: _,
      types: __,
      ...compilerOptions
    } = JSON.parse(await readFile(config, 'utf8')).compilerOptions;
    const settings = JSON.stringify({ compilerOptions, include: ['src', 'generated'] });
    const changedBy = async (version: string) => {
      const own = { 'node_modules/typescript/package.json': JSON.stringify({ version }) };
      const folder = await withFiles({ ...files, ...own, 'tsconfig.json': settings });
      return (await run(folder, { checker })).files.map(({ after }) => after);
    };
    expect(await changedBy('5.9.3')).toEqual([files['src/a.ts'].replace('userName', 'displayName')]);
    expect(await changedBy('7.0.2')).toEqual([]);
  },
);

test('records within the controls of a form', async () => {
  const text = `import { FormBuilder } from '@angular/forms';
import type { User } from '@client';

export function form(fb: FormBuilder, users: readonly User[] | undefined, user: User) {
  const made = fb.group({
    userName: [user.id],
    users: [users?.map(({ id, userName }) => { return { id, userName: userName.trim() }; }) ?? []],
    one: [user ? { userName: 'a' } : null],
    state: [{ disabled: true, value: 'a' }],
    inner: fb.group({ userName: ['a'] }),
    list: fb.array([{ userName: 'a' }]),
  });
  made.patchValue({ userName: 'a', users: [{ userName: 'a' }] });
  fb.control({ userName: 'a' }).setValue({ userName: 'a' });
  fb.control<User>({ id: 1, userName: 'a' });
  made.patchValue(users?.map((each) => ({ userName: each.id })));
  made.patchValue([{ userName: 1, id: 2 }].map(({ id, userName }) => ({ id, userName })));
}
`;
  const folder = await withFiles({
    'node_modules/@angular/forms/package.json':
      '{ "name": "@angular/forms", "version": "1.0.0", "types": "i.d.ts" }',
    'node_modules/@angular/forms/i.d.ts': `export interface FormControl<T = any> { value: T; setValue(value: T): void; }
export interface FormGroup<T = any> { value: T; patchValue(value: any): void; }
export declare class FormBuilder {
  group<T extends {}>(controls: T): FormGroup<{ [K in keyof T]: any }>;
  control<T = any>(state: T): FormControl<any>;
  array<T>(controls: T[]): FormControl<any>;
}
`,
    'src/a.ts': text,
  });
  const [subject] = (await run(folder)).report.transitions;
  expect(
    subject!.occurrences.map(({ line, column, class: cls, reason }) => `${line}:${column} ${cls} ${reason}`),
  ).toEqual([
    '6:5 unrelated other-member',
    '7:31 rewritten result-member',
    '7:61 needs-you form-value',
    '7:71 unrelated local-name',
    '8:20 needs-you form-value',
    '10:23 unrelated other-member',
    '11:23 needs-you form-value',
    '13:21 unrelated own-shape',
    '13:46 needs-you form-value',
    '14:16 needs-you form-value',
    '14:44 unrelated own-shape',
    '15:29 rewritten typed-name',
    '16:43 needs-you form-value',
    '17:22 unrelated own-shape',
    '17:55 unrelated other-member',
    '17:77 unrelated other-member',
  ]);
});

test('names that a library takes for those of its own', async () => {
  const text = `import { FormControl, FormGroup } from '@angular/forms';
import { useTranslation } from 'next-i18next';
import { Field } from '@nestjs/graphql';
import { getByRole } from '@testing-library/dom';
import type { ZodType } from 'zod';
import type { User } from '@client';

const form = new FormGroup({ userName: new FormControl('') });
export const control = form.get('userName');
export function Label({ user }: { user: User }) {
  const { t } = useTranslation();
  return [t('userName'), t('userName', user), user.userName];
}
class Dto {
  @Field({ name: 'userName' }) name = '';
}
declare const own: ZodType<{ userName: string }>;
declare const schema: ZodType<User>;
own.superRefine((_, ctx) => ctx.addIssue({ path: ['userName'] }));
schema.superRefine((_, ctx) => ctx.addIssue({ path: ['userName'] }));
schema.refine(() => true, { path: ['userName'] });
getByRole('textbox', { name: 'userName' });
function Titled({ user }: { user: User }) {
  const { t } = useTranslation();
  return [<input key={\`\${user.id}-userName\`} title={t('x')} name="userName" />, <input title={t('x', user)} name="userName" />];
}
`;
  const folder = await withFiles({
    'node_modules/@angular/forms/package.json':
      '{ "name": "@angular/forms", "version": "1.0.0", "types": "i.d.ts" }',
    'node_modules/@angular/forms/i.d.ts':
      'export declare class FormControl { constructor(value: string); }\nexport declare class FormGroup<T = any> { constructor(controls: T); get(path: string): FormControl | null; }\n',
    'node_modules/next-i18next/package.json':
      '{ "name": "next-i18next", "version": "1.0.0", "types": "i.d.ts" }',
    'node_modules/@nestjs/graphql/package.json':
      '{ "name": "@nestjs/graphql", "version": "1.0.0", "types": "i.d.ts" }',
    'node_modules/@nestjs/graphql/i.d.ts':
      'export declare function Field(options: { name: string }): (...target: any[]) => any;\n',
    'node_modules/@testing-library/dom/package.json':
      '{ "name": "@testing-library/dom", "version": "1.0.0", "types": "i.d.ts" }',
    'node_modules/@testing-library/dom/i.d.ts':
      'export declare function getByRole(role: string, options: { name: string }): object;\n',
    'node_modules/zod/package.json': '{ "name": "zod", "version": "1.0.0", "types": "i.d.ts" }',
    'node_modules/zod/i.d.ts': `interface Issue { path: string[] }
export interface ZodType<T> {
  _output: T;
  superRefine(check: (value: T, ctx: { addIssue(issue: Issue): void }) => void): this;
  refine(check: (value: T) => boolean, issue: Issue): this;
}
`,
    // The types of such a library may fail to resolve.
    'node_modules/next-i18next/i.d.ts': 'export declare function useTranslation(): { t: any };\n',
    'src/a.tsx': text,
  });
  const [subject] = (await run(folder)).report.transitions;
  expect(
    subject!.occurrences.map(({ line, column, class: cls, reason }) => `${line}:${column} ${cls} ${reason}`),
  ).toEqual([
    '8:30 unrelated other-member',
    '9:34 unrelated other-member',
    '12:14 unrelated foreign-text',
    '12:29 needs-you untyped-string',
    '12:52 rewritten result-member',
    '15:19 unrelated other-member',
    '17:30 unrelated own-declaration',
    '19:52 unrelated other-member',
    '20:55 rewritten library-name',
    '21:37 rewritten library-name',
    '22:31 unrelated other-member',
    '25:35 unrelated part-of-word',
    '25:67 unrelated foreign-text',
    '25:115 unrelated foreign-text',
  ]);
});

test('a checker that is killed is a clear error', async () => {
  const folder = await withFiles({ 'src/a.ts': 'export const a = 1;\n' });
  const owned = new Set([path.join(folder, 'src/a.ts')]);
  const checker = openNativeChecker([{ config: path.join(folder, 'tsconfig.json'), owned }], new Map());
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  });
  const [, pid] = /^\s*(\d+) \S*tsc --api/m.exec(children) ?? [];
  process.kill(Number(pid), 'SIGKILL');
  expect(() => checker.diagnostics([...owned])).toThrow(
    expect.objectContaining({ code: 'checker-ended', hint: expect.stringContaining('--checker ts-morph') }),
  );
  expect(() => checker.close()).not.toThrow();
});

test('a client that is older than the schema is a mistake, not a clean run', async () => {
  const folder = await withFiles({ 'src/a.ts': 'export const userName = 1;\n' });
  const file = path.join(folder, 'generated/pec/transitions.json');
  const content = parseTransitions(await readFile(file, 'utf8'))!;
  const transitions = content.transitions.map((entry) => ({
    ...entry,
    source: { ...entry.source, field: 'nick' },
  }));
  await writeFile(file, printTransitions({ ...content, transitions }));
  await expect(run(folder)).rejects.toMatchObject({
    code: 'stale-client',
    hint: expect.stringContaining('prisma generate'),
  });
});
