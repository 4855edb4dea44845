import { expect, test } from 'vitest';
import { isUserError } from '../../src/errors.js';
import { type Rename, renameInSchema } from '../../src/schema/rename.js';

const head = 'datasource db {\n  provider = "postgresql"\n}\n\n';

const schema = `${head}model User {
  id       Int    @id @default(autoincrement())
  userName String // shown
  email    String @unique @map("mail")
  tenantId Int
  posts    Post[]
  tags     Tag[]
  friends  User[] @relation("Friends")
  friendOf User[] @relation("Friends")

  @@unique([userName, tenantId])
  @@index([userName(sort: Desc)])
}

model Post {
  id         Int    @id
  authorName String
  author     User   @relation(fields: [authorName], references: [email])
}

model Tag {
  id    Int    @id
  users User[]
}

model Zone {
  id Int @id
}
`;

const rename = async (text: string, change: Rename) => {
  const { files } = await renameInSchema([{ path: 'schema.prisma', text }], change);
  return files[0]!.text;
};

const field = (model: string, from: string, to: string): Rename => ({ kind: 'field', model, from, to });
const model = (from: string, to: string): Rename => ({ kind: 'model', from, to });

/** The lines that changed, as a diff shows them that ignores the columns of words. */
async function diff(text: string, change: Rename): Promise<string[]> {
  const after = await rename(text, change);
  const linesOf = (each: string) => each.split(/\r?\n/).map((line) => line.replace(/(?<=\S) +/g, ' '));
  const [old, now] = [linesOf(text), linesOf(after)];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

test('a field keeps its column, before the comment of its line, and its name in keys', async () => {
  expect(await diff(schema, field('User', 'userName', 'displayName'))).toEqual([
    '-  userName String // shown',
    '-  @@unique([userName, tenantId])',
    '-  @@index([userName(sort: Desc)])',
    '+  displayName String @map("userName") // shown',
    '+  @@unique([displayName, tenantId])',
    '+  @@index([displayName(sort: Desc)])',
  ]);
});

test.each([
  ['under the others', 'id    Int @id', 'title String', 'x     String @map("title")'],
  ['too long for them', 'id   Int @id', 'title String', 'x    String @map("title")'],
  ['by a tab', 'id\tInt @id', 'title\tString', 'x\tString @map("title")'],
  ['in no column', 'id Int @id', 'title   String', 'x   String @map("title")'],
])('a type stands %s, there and back', async (_, id, before, after) => {
  const last = id.replace('id', 'no').replace(' @id', '');
  const text = `${head}model Page {\n  ${id}\n  ${before}\n  ${last}\n}\n`;
  const there = await rename(text, field('Page', 'title', 'x'));
  expect(there).toContain(`  ${after}\n`);
  expect(await rename(there, field('Page', 'x', 'title'))).toBe(text);
});

test('each group of lines has columns of its own', async () => {
  const text = `${head}model User {
  id Int @id
  posts Post[]
}

model Post {
  id     Int      @id
  at     DateTime @unique
  userId Int      @unique

  user User @relation(fields: [userId], references: [id])
}
`;
  const there = await rename(text, model('User', 'Administrator'));
  expect(there).toContain('  user Administrator @relation');
  expect(await rename(there, model('Administrator', 'User'))).toBe(text);
  const field = await rename(text, { kind: 'field', model: 'Post', from: 'user', to: 'administrator' });
  expect(field).toContain('  administrator User @relation');
  expect(await rename(field, { kind: 'field', model: 'Post', from: 'administrator', to: 'user' })).toBe(text);
});

test.each([
  ['under the others', 'DateTime', 'User     ', 'Human    ', 'DateTime'],
  ['too long for them', 'Int', 'User ', 'Human ', 'Int '],
  ['by a tab', 'Int', 'User\t', 'Human\t', 'Int\t'],
])(
  'the attributes of fields of the model stand %s, there and back',
  async (_, type, before, after, other) => {
    const text = `${head}model User {
  id    Int    @id
  posts Post[] @relation("by")
  read  Post[] @relation("read")
}

model Post {
  id     Int
  at     ${other.padEnd(type.length)} @default(${type === 'Int' ? '1' : 'now()'})
  author ${before}@relation("by", fields: [id], references: [id])
  reader ${before}@relation("read", fields: [at2], references: [id])
  at2    ${'Int'.padEnd(before.length - 1)} @unique

  @@id([id])
}
`;
    const there = await rename(text, model('User', 'Human'));
    expect(there).toContain(`  author ${after}@relation`);
    expect(there).toContain(`  reader ${after}@relation`);
    expect(await rename(there, model('Human', 'User'))).toBe(text);
  },
);

test('a column with a name of its own keeps that, and so does what refers to the field', async () => {
  expect(await diff(schema, field('User', 'email', 'address'))).toEqual([
    '-  email String @unique @map("mail")',
    '-  author User @relation(fields: [authorName], references: [email])',
    '+  address String @unique @map("mail")',
    '+  author User @relation(fields: [authorName], references: [address])',
  ]);
});

test('a foreign key is renamed in its relation', async () => {
  expect(await diff(schema, field('Post', 'authorName', 'writerName'))).toEqual([
    '-  authorName String',
    '-  author User @relation(fields: [authorName], references: [email])',
    '+  writerName String @map("authorName")',
    '+  author User @relation(fields: [writerName], references: [email])',
  ]);
});

test('a relation field has no column', async () => {
  expect(await diff(schema, field('Post', 'author', 'writer'))).toEqual([
    '-  author User @relation(fields: [authorName], references: [email])',
    '+  writer User @relation(fields: [authorName], references: [email])',
  ]);
});

test('a model keeps its table, and the relation table that Prisma names after it', async () => {
  expect(await diff(schema, model('User', 'Voter'))).toEqual([
    '-model User {',
    '-  tags Tag[]',
    '-  friends User[] @relation("Friends")',
    '-  friendOf User[] @relation("Friends")',
    '-  author User @relation(fields: [authorName], references: [email])',
    '-  users User[]',
    '+model Voter {',
    '+  tags Tag[] @relation("TagToUser")',
    '+  friends Voter[] @relation("Friends")',
    '+  friendOf Voter[] @relation("Friends")',
    '+  @@map("User")',
    '+  author Voter @relation(fields: [authorName], references: [email])',
    '+  users Voter[] @relation("TagToUser")',
  ]);
});

test.each([
  ['field', schema, field('User', 'userName', 'displayName'), field('User', 'displayName', 'userName')],
  ['mapped field', schema, field('User', 'email', 'address'), field('User', 'address', 'email')],
  ['relation field', schema, field('Post', 'author', 'writer'), field('Post', 'writer', 'author')],
  ['model', schema, model('User', 'Voter'), model('Voter', 'User')],
  ['model without attributes', schema, model('Zone', 'Area'), model('Area', 'Zone')],
  ['CRLF', schema.replaceAll('\n', '\r\n'), model('Zone', 'Area'), model('Area', 'Zone')],
])('there and back gives every byte again: %s', async (_, text, there, back) => {
  const renamed = await rename(text, there);
  expect(renamed).not.toBe(text);
  expect(await rename(renamed, back)).toBe(text);
});

test.each<[Rename, string, string]>([
  [field('User', 'usrName', 'x'), 'unknown-field', 'did you mean `userName`?'],
  [field('Usr', 'userName', 'x'), 'unknown-model', 'did you mean `User`?'],
  [field('User', 'userName', 'email'), 'name-taken', 'rename User.email first, or give another name'],
  [field('User', 'userName', 'userName'), 'name-taken', 'give another name'],
  [field('User', 'userName', 'display-name'), 'invalid-name', 'a name begins with a letter'],
  [field('User', 'userName', '_count'), 'invalid-name', 'a name begins with a letter'],
  [field('User', 'userName', 'AND'), 'invalid-name', 'give another name'],
  [model('User', 'Post'), 'name-taken', 'give another name'],
  [model('User', 'post'), 'name-taken', 'give another name'],
  [model('Zone', 'PrismaClient'), 'schema-invalid', 'npx prisma validate'],
  [model('User', 'Person'), 'relation-table-order', 'give a name that sorts after Tag'],
  [field('User', 'friends', 'allies'), 'relation-table-order', 'give a name that sorts after friendOf'],
])('refuses %o', async (change, code, hint) => {
  const error = await rename(schema, change).catch((thrown: unknown) => thrown);
  if (!isUserError(error)) throw error;
  expect(error.code).toBe(code);
  expect(error.hint).toContain(hint);
});

test('refuses what is part of a transition', async () => {
  const text = schema.replace('  email ', '  /// @transition from:userName\n  displayName String?\n  email ');
  for (const change of [
    field('User', 'userName', 'x'),
    field('User', 'displayName', 'x'),
    model('User', 'X'),
  ]) {
    await expect(rename(text, change)).rejects.toMatchObject({ code: 'in-transition' });
  }
});
