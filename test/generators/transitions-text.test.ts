import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import internals from '@prisma/internals';
import { describe, expect, it } from 'vitest';
import { clientShapes } from '../../src/schema/client-shapes.js';
import { declarationReader } from '../../src/schema/generated-declaration.js';
import type { TransitionsFile } from '../../src/schema/transitions-file.js';
import { parseTransitions, printTransitions } from '../../src/schema/transitions-text.js';

const folder = path.resolve(import.meta.dirname, '../../__fixtures__/generated');

const hard = `
datasource db {
  provider = "postgresql"
}
enum Role {
  ADMIN
}
model User {
  id       Int    @id
  role     Role?
  area     Unsupported("geometry(Point, 4326)")?
  tags     String[]
  roles    Role[]
  tenant   Int
  profile  UserOrder?
  selects  UserSelect[]

  @@unique([tenant, id], name: "both")
  @@map("people, all")
}
model UserOrder {
  id     Int  @id
  user   User @relation(fields: [userId], references: [id])
  userId Int  @unique
}
model UserSelect {
  id     Int  @id
  user   User @relation(fields: [userId], references: [id])
  userId Int
}
model UserScalar {
  id Int @id
}
`;

async function describeSchema(datamodel: string): Promise<TransitionsFile> {
  const dmmf = await internals.getDMMF({ datamodel });
  const uniqueKeys = [{ source: 'a_b' }, { source: 'a_c', target: 'd_c' }];
  const entry = { scenario: 'rename-column', phase: 'expand', model: 'User', table: 'people, all' } as const;
  const source = { field: 'a', column: 'a', type: 'String' };
  const transitions = [
    { ...entry, id: 'User.b', helper: 'userB', source, target: { ...source, field: 'b' }, uniqueKeys },
    { ...entry, id: 'User.c', helper: 'userC', source, target: source, uniqueKeys: [], values: { x: 'Y' } },
  ];
  const client = { provider: 'prisma-client', output: '../client' } as const;
  return { provider: 'postgresql', sync: 'client', client, transitions, ...clientShapes(dmmf) };
}

describe('transitions.json', () => {
  it('says in version 2 what it said in version 1', async () => {
    const file = await describeSchema(hard);
    const { types, models, ...rest } = parseTransitions(printTransitions(file))!;
    const { types: allTypes, models: allModels, ...others } = file;
    expect(rest).toEqual(others);
    const { area, ...fields } = allModels.User!.fields;
    expect(models).toEqual({
      ...allModels,
      User: {
        ...allModels.User,
        fields: { ...fields, ...(area && { area: { ...area, type: 'Unsupported' } }) },
      },
    });
    const [before, after] = [
      declarationReader({ models: allModels, types: allTypes }),
      declarationReader({ models, types }),
    ];
    const names = Object.keys(allTypes);
    expect(names.map((name) => [name, after(name)])).toEqual(names.map((name) => [name, before(name)]));
    // The longest name of a model in front is `UserScalar`.
    expect(types).toMatchObject({ UserScalarWhereWithAggregatesInput: 'User' });
    expect(Object.keys(types).length).toBeLessThan(names.length / 4);
  });

  it('is still understood as version 1', async () => {
    const file = await describeSchema(hard);
    expect(parseTransitions(JSON.stringify({ version: 1, ...file }))).toMatchObject({ ...file });
  });

  it.each(['null', '[]', '{}', '{"version":3,"transitions":[]}', '{"version":1}', '{"version":2}'])(
    'is nothing else: %s',
    (text) => expect(parseTransitions(text)).toBeUndefined(),
  );

  it('takes a few lines', async () => {
    for (const name of await readdir(folder)) {
      const file = path.join(folder, name, 'transitions/transitions.json');
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      const { transitions, models } = parseTransitions(text)!;
      const lines = text.trimEnd().split('\n').length;
      expect(lines, name).toBeLessThan(10 + 16 * transitions.length + 3 * Object.keys(models).length);
    }
  });
});
