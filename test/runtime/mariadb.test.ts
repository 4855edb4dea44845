import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/databases.js';
import { hasMariaDb } from '../support/mariadb.js';
import { type GeneratedPeople, generatePeople, type People } from '../support/people.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';
import { ada, bob, named, uncopied, uncopiedReads, writeNested, writeTogether } from './people.js';

/** As Prisma Migrate makes them on MySQL. */
const tables = `
CREATE TABLE User (id INTEGER NOT NULL AUTO_INCREMENT, tenantId INTEGER NOT NULL DEFAULT 1, email VARCHAR(191) NOT NULL,
  userName VARCHAR(191) NOT NULL, displayName VARCHAR(191) NULL, score INTEGER NOT NULL DEFAULT 0, bossId INTEGER NULL,
  UNIQUE INDEX User_email_key (email), UNIQUE INDEX User_userName_key (userName),
  UNIQUE INDEX User_tenantId_userName_key (tenantId, userName), PRIMARY KEY (id),
  FOREIGN KEY (bossId) REFERENCES User (id) ON DELETE SET NULL) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE Post (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, title VARCHAR(191) NOT NULL, authorId INTEGER NOT NULL,
  FOREIGN KEY (authorId) REFERENCES User (id)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE Profile (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, bio VARCHAR(191) NOT NULL, about VARCHAR(191) NULL,
  userId INTEGER NOT NULL UNIQUE, FOREIGN KEY (userId) REFERENCES User (id)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE Tag (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, label VARCHAR(191) NOT NULL UNIQUE)
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE _TagToUser (A INTEGER NOT NULL, B INTEGER NOT NULL, UNIQUE INDEX _TagToUser_AB_unique (A, B),
  FOREIGN KEY (A) REFERENCES Tag (id) ON DELETE CASCADE, FOREIGN KEY (B) REFERENCES User (id) ON DELETE CASCADE);
CREATE TABLE Counter (id INTEGER NOT NULL PRIMARY KEY, value INTEGER NOT NULL);
`;

describe.skipIf(!hasMariaDb)('phase expand on MariaDB, client sync', () => {
  let workspace: Workspace;
  let database: TestDatabase;
  let people: GeneratedPeople;
  let bare: People;
  let prisma: People;
  beforeAll(async () => {
    [workspace, database] = await Promise.all([createWorkspace(), openDatabase('mysql')]);
    await database.exec(tables);
    people = await generatePeople(workspace, 'mariadb', (schema) =>
      schema.replace('"postgresql"', '"mysql"'),
    );
    bare = people.connect(database.url);
    prisma = people.transitions.withTransitions(bare);
  }, 120_000);
  afterAll(async () => {
    await bare?.$disconnect();
    await database?.stop();
    await workspace?.remove();
  });

  const run = async (text: string) =>
    (await database.connection.query<Record<string, unknown>>({ text, values: [] })).rows.map((row) => ({
      ...row,
    }));
  const names = () => run('SELECT userName, displayName FROM User ORDER BY id');
  const empty = async () => {
    await run('SET foreign_key_checks = 0');
    for (const table of ['User', 'Post', 'Profile', 'Tag', '_TagToUser', 'Counter'])
      await run(`TRUNCATE ${table}`);
    await run('SET foreign_key_checks = 1');
  };

  describe('writes', () => {
    beforeEach(empty);
    // Letter by letter, whatever the collation holds for the same.
    afterEach(async () =>
      expect(
        await run(
          'SELECT id FROM User WHERE NOT CAST(displayName AS BINARY) <=> CAST(userName AS BINARY) UNION SELECT id FROM Profile WHERE NOT CAST(about AS BINARY) <=> CAST(bio AS BINARY)',
        ),
      ).toEqual([]),
    );

    it('reach both sides by every root operation', async () => {
      expect(await prisma.user.create({ data: ada })).toMatchObject(named('ada'));
      await prisma.user.createMany({ data: [bob, { email: 'c@x', userName: 'c' }] });
      // INSERT IGNORE: what collides stays as it is, on both sides.
      expect(
        await prisma.user.createMany({
          data: [
            { email: 'new@x', userName: 'BOB' },
            { email: 'd@x', userName: 'd' },
          ],
          skipDuplicates: true,
        }),
      ).toEqual({ count: 1 });
      expect(
        await prisma.user.update({ where: { displayName: 'ada' }, data: { displayName: 'ada2' } }),
      ).toMatchObject(named('ada2'));
      // The collation finds it, and the letters change on both sides.
      expect(
        await prisma.user.updateMany({
          where: { displayName: 'Bob' },
          data: { userName: { set: 'BoB' } },
          limit: 1,
        }),
      ).toEqual({ count: 1 });
      const upsert = {
        where: { displayName: 'e' },
        create: { email: 'e@x', userName: 'e' },
        update: { displayName: 'e2' },
      };
      expect(await prisma.user.upsert(upsert)).toMatchObject(named('e'));
      expect(await prisma.user.upsert(upsert)).toMatchObject(named('e2'));
      expect(await prisma.user.delete({ where: { displayName: 'c' } })).toMatchObject(named('c'));
      expect(await names()).toEqual(['ada2', 'BoB', 'd', 'e2'].map(named));
    });

    it('reach both sides in nested operations', () => writeNested(prisma, names));

    it('take part in transactions and batches', () => writeTogether(prisma, names));
  });

  describe('reads of rows that are not copied yet', () => {
    beforeAll(async () => {
      await empty();
      await uncopied(bare);
    });

    it.each(uncopiedReads)('%s', async (_, query, wanted) => {
      expect(await query(prisma)).toEqual(wanted);
    });

    it('finds by what the collation holds for the same, as the target will', async () => {
      expect(await prisma.user.findUnique({ where: { displayName: 'ADA ' } })).toMatchObject(named('ada'));
      expect(await prisma.user.count({ where: { displayName: { in: ['BOB', 'Çyd', 'cYd'] } } })).toBe(2);
    });
  });
});
