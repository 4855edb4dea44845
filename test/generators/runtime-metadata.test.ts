import internals from '@prisma/internals';
import { expect, it } from 'vitest';
import { runtimeMetadata } from '../../generators/runtime-metadata.js';
import { parseSchema } from '../../src/schema/document.js';
import type { Phase, SyncMode } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';

async function metadata(fields: string, sync: SyncMode) {
  const text = `
    datasource db {
      provider = "postgresql"
    }
    model User {
      id Int @id
      ${fields}
      posts Post[]
    }
    model Post {
      id Int @id
      user User @relation(fields: [userId], references: [id])
      userId Int
    }
    model Other {
      id Int @id
    }`;
  const { datamodel } = await internals.getDMMF({ datamodel: text });
  const transitions = readTransitions(parseSchema([{ path: 'schema.prisma', text }]), 'postgresql');
  const renames = transitions.filter((transition) => transition.scenario === 'rename-column');
  expect(renames).toHaveLength(1);
  return runtimeMetadata(datamodel, renames, sync, 'postgresql');
}

const renamed = (phase: Phase) => `
  a String?${phase === 'contract' ? ' @ignore' : ''}
  /// @transition from:a phase:${phase}
  b String?`;

it.each<[Phase, SyncMode, readonly string[]]>([
  ['expand', 'client', ['User', 'Post']],
  ['expand', 'trigger', ['User', 'Post']],
  ['migrate', 'client', ['User', 'Post']],
  ['migrate', 'trigger', ['User', 'Post']],
  ['contract', 'client', []],
])('holds in phase %s under %s sync the models %j', async (phase, sync, models) => {
  expect(Object.keys((await metadata(renamed(phase), sync)).models)).toEqual(models);
});

it('holds literal defaults, which the client writes to both sides', async () => {
  const { models } = await metadata('a Int @default(5)\n/// @transition from:a\nb Int?', 'client');
  expect(models.User?.transitions).toEqual([
    {
      id: 'User.b',
      phase: 'expand',
      source: { field: 'a', required: true, default: 5 },
      target: { field: 'b' },
    },
  ]);
});

it.each([
  [
    'a String @default(uuid())\n/// @transition from:a\nb String?',
    'the default of a, uuid(), is made by the database or by Prisma',
  ],
  ['a DateTime @updatedAt\n/// @transition from:a\nb DateTime?', 'Prisma sets a by itself on every update'],
  [
    'a String @default("x")\n/// @transition from:a\nb String? @default("y")',
    'a and b have different defaults',
  ],
])('refuses what the client cannot keep equal: %j', async (fields, message) => {
  await expect(metadata(fields, 'client')).rejects.toMatchObject({
    code: 'cannot-mirror',
    message: `User.b: ${message}, so the client extension cannot keep both sides equal`,
  });
  expect(await metadata(fields, 'trigger')).toHaveProperty('models.User');
});
