import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from '../support/workspace.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace?.remove());

/** Globals of TypeScript and JavaScript, and what generated files import and declare: all may be names of models. */
const names = [
  ...[
    'Pick',
    'Map',
    'Record',
    'Partial',
    'Promise',
    'Object',
    'Array',
    'Symbol',
    'Client',
    'Error',
    'Readonly',
  ],
  ...[
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'prototype',
    'undefined_',
    'metadata',
    'globalThis',
  ],
  ...['TransitionsOptions', 'TransitionResults', 'TransitionsExtension', 'TransitionsMetadata', 'Backfill'],
  ...['applyTransitions', 'withTransitions', 'prismaClient', 'backfills'],
];
/** Models and fields whose names together are a name of the generated file. */
const pairs = [
  ['transition', 'omit'],
  ['With', 'transitions'],
  ['apply', 'transitions'],
  ['transitions', 'extension'],
  ['prisma', 'client'],
] as const;

const model = (name: string, fields: string) => `model ${name} {\n  id Int @id\n${fields}}\n`;
const rename = (target: string) =>
  `  old_${target} String\n  /// @transition from:old_${target}\n  ${target} String?\n`;
const schema = `generator client {
  provider = "prisma-client-js"
  output   = "../client"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "../transitions"
}
datasource db {
  provider = "postgresql"
}
enum State {
  ACTIVE
}
${names.map((name) => model(name, rename('constructor') + rename('toString'))).join('')}
${pairs.map(([name, field]) => model(name, rename(field))).join('')}
${model(
  'Account',
  `  old String\n  /// @transition from:old map:{a: ACTIVE}\n  state State?\n${rename('stateConverter')}`,
)}`;

it('compiles and loads, whatever models and fields are called', async () => {
  const folder = path.join(workspace.directory, 'names');
  await mkdir(path.join(folder, 'prisma'), { recursive: true });
  await writeFile(path.join(folder, 'prisma/schema.prisma'), schema);
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        ...{
          module: 'nodenext',
          target: 'es2022',
          strict: true,
          skipLibCheck: true,
          noEmit: true,
          types: [],
        },
      },
      include: ['use.ts', 'transitions/*.ts'],
    }),
  );
  await writeFile(
    path.join(folder, 'use.ts'),
    `import { PrismaClient } from './client/index.js';
     import * as generated from './transitions/index.js';
     export const use = (client: PrismaClient) => generated.withTransitions(client);
     export const text: string = generated.pickToString.read({ toString: null, old_toString: 'a' });
     export const both = generated.account_state_.write('ACTIVE');
     console.log(Object.keys(generated).length);`,
  );
  const generated = await workspace.run(folder, 'prisma', ['generate']);
  expect(generated.code, generated.stdout + generated.stderr).toBe(0);
  const compiled = await workspace.run(folder, 'tsc', ['-p', '.']);
  expect(compiled.stdout + compiled.stderr).toBe('');
  // What is exported in values: a helper for each transition, one converter, and what every schema has:
  // transitions, withTransitions, transitionOmit, TransitionError.
  const helpers = names.length * 2 + pairs.length + 2;
  const ran = await workspace.run(folder, 'tsx', ['use.ts']);
  expect(ran.stderr).toBe('');
  expect(ran.stdout.trim()).toBe(String(helpers + 5));
  expect(await readFile(path.join(folder, 'transitions/index.ts'), 'utf8')).toContain('transition_omit = {');
});
