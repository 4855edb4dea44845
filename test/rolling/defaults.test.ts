import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasMariaDb } from '../support/mariadb.js';
import { type Delegate, openTurns, schemaHead, type Turns } from './turns.js';

type Row = Readonly<Record<'email' | 'userName' | 'displayName', never>>;

const tables = {
  postgresql:
    'CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL UNIQUE, "userName" TEXT NOT NULL DEFAULT \'anon\')',
  mysql:
    "CREATE TABLE `User` (`id` INTEGER AUTO_INCREMENT PRIMARY KEY, `email` VARCHAR(191) NOT NULL UNIQUE, `userName` VARCHAR(191) NOT NULL DEFAULT 'anon') DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
  sqlite:
    'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL, "userName" TEXT NOT NULL DEFAULT \'anon\'); CREATE UNIQUE INDEX "User_email_key" ON "User"("email")',
};

/** A column with a default is renamed: whoever leaves it out gets the default on both sides, and nobody else does. */
describe.each([
  ['postgresql', 'trigger'],
  ['postgresql', 'client'],
  ['mysql', 'trigger'],
  ['sqlite', 'trigger'],
] as const)('%s, sync %s', (provider, sync) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('', () => {
    const schemaOf = (target: string) => `${schemaHead(provider, sync)}model User {
  id       Int    @id @default(autoincrement())
  email    String @unique
  userName String @default("anon")
${target}}
`;
    let turns: Turns<Row>;
    beforeAll(async () => {
      const annotated = schemaOf('  /// @transition from:userName\n  displayName String?\n');
      turns = await openTurns(provider, sync, annotated, tables[provider]);
    }, 60_000);
    afterAll(() => turns?.stop());

    test('each release', { timeout: 180_000 }, async () => {
      const { generation, release, drift, query, execute } = turns;
      const sql = (text: string) => (provider === 'mysql' ? text.replaceAll('"', '`') : text);
      const sides = async () =>
        Object.fromEntries(
          (await query(sql('SELECT * FROM "User" ORDER BY id'))).map(({ email, userName, displayName }) => [
            email,
            [userName, displayName],
          ]),
        );
      const insert = (email: string, column: string) =>
        execute(sql(`INSERT INTO "User" (email, "${column}") VALUES ('${email}', 'raw')`));
      const clear = () => execute(sql('DELETE FROM "User"'));
      const write = async (client: Delegate<Row>, name: string, field: string) => {
        await client.create({ data: { email: `${name} none` } });
        await client.create({ data: { email: `${name} given`, [field]: name } });
        await client.create({ data: { email: `${name} default`, [field]: 'anon' } });
        await client.createMany({
          data: [{ email: `${name} many` }, { email: `${name} more`, [field]: name }],
        });
        await client.upsert({ where: { email: `${name} up` }, create: { email: `${name} up` }, update: {} });
      };
      const written = (name: string) => ({
        [`${name} none`]: ['anon', 'anon'],
        [`${name} given`]: [name, name],
        [`${name} default`]: ['anon', 'anon'],
        [`${name} many`]: ['anon', 'anon'],
        [`${name} more`]: [name, name],
        [`${name} up`]: ['anon', 'anon'],
      });

      const g0 = await generation('G0', schemaOf(''));
      await g0.create({ data: { email: 'early' } });
      const g1 = await generation('G1', await release(1));
      if (sync === 'trigger') {
        await write(g0, 'g0', 'userName');
        await insert('raw old', 'userName');
        await insert('raw new', 'displayName');
      }
      await write(g1, 'g1', 'userName');
      await turns.backfill();
      expect(await sides()).toEqual({
        early: ['anon', 'anon'],
        ...(sync === 'trigger' && {
          ...written('g0'),
          'raw old': ['raw', 'raw'],
          'raw new': ['raw', 'raw'],
        }),
        ...written('g1'),
      });

      await clear();
      const g2 = await generation('G2', await release(2));
      await write(g1, 'g1', 'userName');
      await write(g2, 'g2', 'displayName');
      if (sync === 'trigger') {
        await insert('raw old', 'userName');
        await insert('raw new', 'displayName');
      }
      expect(await sides()).toEqual({
        ...written('g1'),
        ...written('g2'),
        ...(sync === 'trigger' && { 'raw old': ['raw', 'raw'], 'raw new': ['raw', 'raw'] }),
      });
      expect((await g1.findUniqueOrThrow({ where: { email: 'g2 given' } })).userName).toBe('g2');
      await g1.update({ where: { email: 'g2 given' }, data: { userName: 'anon' } });
      expect((await g2.findUniqueOrThrow({ where: { email: 'g2 given' } })).displayName).toBe('anon');
      expect(await drift()).toBe(0);

      await clear();
      const g3 = await generation('G3', await release(3));
      await write(g2, 'g2', 'displayName');
      await write(g3, 'g3', 'displayName');
      if (sync === 'trigger') expect(await sides()).toEqual({ ...written('g2'), ...written('g3') });

      await release(4);
      await clear();
      await write(g3, 'g3', 'displayName');
      expect(await sides()).toMatchObject({ 'g3 none': [undefined, 'anon'], 'g3 given': [undefined, 'g3'] });
    });
  });
});
