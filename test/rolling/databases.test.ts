import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diffSchemas } from '../../src/rehearsal/schema-engine.js';
import { sqliteAdapter } from '../../src/rehearsal/sqlite-adapter.js';
import { hasMariaDb } from '../support/mariadb.js';
import { openTurns, schemaHead, type Turns } from './turns.js';

type User = Readonly<Record<'id' | 'userName' | 'displayName', never>>;

/** Real clients of two generations at a time write and read the same rows in turn, from release to release. */
describe.each([
  ['sqlite', 'trigger'],
  ['sqlite', 'client'],
  ['mysql', 'trigger'],
  ['mysql', 'client'],
] as const)('%s, sync %s', (provider, sync) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('', () => {
    const schemaOf = (target: string) => `${schemaHead(provider, sync)}model User {
  id       Int    @id @default(autoincrement())
  email    String @unique
  userName String @unique
${target}}
`;
    let turns: Turns<User>;
    beforeAll(async () => {
      const annotated = schemaOf('  /// @transition from:userName\n  displayName String?\n');
      turns = await openTurns(
        provider,
        sync,
        annotated,
        provider === 'sqlite'
          ? await diffSchemas([], [['schema.prisma', schemaOf('')]], sqliteAdapter(':memory:'))
          : 'CREATE TABLE `User` (`id` INTEGER NOT NULL AUTO_INCREMENT, `email` VARCHAR(191) NOT NULL, `userName` VARCHAR(191) NOT NULL, UNIQUE INDEX `User_email_key`(`email`), UNIQUE INDEX `User_userName_key`(`userName`), PRIMARY KEY (`id`)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
      );
    }, 60_000);
    afterAll(() => turns?.stop());

    test('old and new generations write in turn, and nobody misses a value', async () => {
      const { generation, release, drift, query } = turns;
      const old = await generation('G0', schemaOf(''));
      await old.create({ data: { email: 'early', userName: 'early' } });
      const g1 = await generation('G1', await release(1));

      // G0 and G1. Under `client` sync, G0 leaves the target behind, and the backfill comes once it is gone.
      await old.create({ data: { email: 'g0', userName: 'g0' } });
      expect(await g1.create({ data: { email: 'g1', userName: 'g1' } })).toMatchObject({ userName: 'g1' });
      await g1.createMany({
        data: [
          { email: 'm1', userName: 'm1' },
          { email: 'm2', userName: 'm2' },
        ],
      });
      await old.update({ where: { email: 'g1' }, data: { userName: 'g1 by g0' } });
      await g1.update({ where: { email: 'g0' }, data: { userName: 'g0 by g1' } });
      expect(await old.findUniqueOrThrow({ where: { userName: 'g0 by g1' } })).toMatchObject({ email: 'g0' });
      expect(await g1.findUniqueOrThrow({ where: { email: 'g1' } })).toMatchObject({ userName: 'g1 by g0' });
      expect(await drift()).toBe(sync === 'trigger' ? 1 : 2);
      await turns.backfill();
      expect(await drift()).toBe(0);

      // G1 and G2: the target is NOT NULL and unique now, the source no longer NOT NULL.
      const g2 = await generation('G2', await release(2));
      expect(await g1.create({ data: { email: 'late', userName: 'late' } })).toMatchObject({
        userName: 'late',
      });
      expect(await g2.create({ data: { email: 'g2', displayName: 'g2' } })).toMatchObject({
        displayName: 'g2',
      });
      await g2.createMany({
        data: [
          { email: 'n1', displayName: 'n1' },
          { email: 'n2', displayName: 'n2' },
        ],
      });
      expect(await drift()).toBe(0);
      await g1.update({ where: { email: 'g2' }, data: { userName: 'g2 by g1' } });
      await g2.update({ where: { email: 'late' }, data: { displayName: 'late by g2' } });
      await g1.upsert({
        where: { email: 'n1' },
        create: { email: 'n1', userName: 'x' },
        update: { userName: 'n1 by g1' },
      });
      await g2.upsert({ where: { email: 'u' }, create: { email: 'u', displayName: 'u' }, update: {} });
      await g1.updateMany({ where: { email: 'n2' }, data: { userName: 'n2 by g1' } });
      expect(await g2.findUniqueOrThrow({ where: { displayName: 'g2 by g1' } })).toMatchObject({
        email: 'g2',
      });
      expect(await g1.findUniqueOrThrow({ where: { userName: 'late by g2' } })).toMatchObject({
        email: 'late',
      });
      expect(await g1.findUniqueOrThrow({ where: { email: 'u' } })).toMatchObject({ userName: 'u' });
      expect(await drift()).toBe(0);
      await expect(g1.create({ data: { email: 'twice', userName: 'u' } })).rejects.toMatchObject({
        code: 'P2002',
      });
      await expect(g2.create({ data: { email: 'twice', displayName: 'late by g2' } })).rejects.toMatchObject({
        code: 'P2002',
      });

      // G2 and G3, which knows the source no more: under `client` sync it falls behind on purpose.
      const g3 = await generation('G3', await release(3));
      await g3.create({ data: { email: 'g3', displayName: 'g3' } });
      await g2.create({ data: { email: 'g2 again', displayName: 'g2 again' } });
      await g3.update({ where: { email: 'g2' }, data: { displayName: 'g2 by g3' } });
      await g2.update({ where: { email: 'g3' }, data: { displayName: 'g3 by g2' } });
      expect(await g2.findUniqueOrThrow({ where: { displayName: 'g2 by g3' } })).toMatchObject({
        email: 'g2',
      });
      expect(await g3.findUniqueOrThrow({ where: { displayName: 'g3 by g2' } })).toMatchObject({
        email: 'g3',
      });
      if (sync === 'trigger') expect(await drift()).toBe(0);

      // G3 alone stays while the source goes.
      await release(4);
      await g3.create({ data: { email: 'last', displayName: 'last' } });
      const names = (await query('SELECT * FROM User ORDER BY id')).map(({ displayName }) => displayName);
      expect(names).toEqual([
        'early',
        'g0 by g1',
        'g1 by g0',
        'm1',
        'm2',
        'late by g2',
        'g2 by g3',
        'n1 by g1',
        'n2 by g1',
        'u',
        'g3 by g2',
        'g2 again',
        'last',
      ]);
    }, 180_000);
  });
});
