import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasMariaDb } from '../support/mariadb.js';
import { type Delegate, openTurns, schemaHead, type Turns } from './turns.js';

type Row = Readonly<Record<'id' | 'email' | 'plan', never>>;

/** Each with the column that becomes required, which is there before or comes. */
const tables = {
  postgresql: (plan: string) =>
    `CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL UNIQUE${plan && ', "plan" TEXT'})`,
  mysql: (plan: string) =>
    `CREATE TABLE \`User\` (\`id\` INTEGER AUTO_INCREMENT PRIMARY KEY, \`email\` VARCHAR(191) NOT NULL UNIQUE${plan && ', `plan` VARCHAR(191) NULL'}) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
};

const kinds = [
  { kind: 'a new column', before: '', annotated: '/// @transition backfill:"lower(email)"', knows: false },
  {
    kind: 'a column that stands',
    before: '  plan  String?\n',
    annotated: '/// @transition require backfill:"lower(email)"',
    knows: true,
  },
] as const;

describe.each(['postgresql', 'mysql'] as const)('%s, a column becomes required', (provider) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb).each(kinds)(
    '$kind',
    ({ before, annotated, knows }) => {
      const schemaOf = (plan: string) => `${schemaHead(provider, 'trigger')}model User {
  id    Int    @id @default(autoincrement())
  email String @unique
${plan}}
`;
      let turns: Turns<Row>;
      beforeAll(async () => {
        turns = await openTurns(
          provider,
          'trigger',
          schemaOf(`  ${annotated}\n  plan  String\n`),
          tables[provider](before),
        );
      }, 60_000);
      afterAll(() => turns?.stop());

      const rows = () =>
        turns.query(
          'SELECT email, plan FROM User ORDER BY id'.replace(
            'User',
            provider === 'mysql' ? '`User`' : '"User"',
          ),
        );
      const planOf = async (client: Delegate<Row>, email: string) =>
        (await client.findUniqueOrThrow({ where: { email } })).plan;

      test('old and new generations write in turn, and no row is left without a value', {
        timeout: 180_000,
      }, async () => {
        const { generation, release, drift, backfill } = turns;
        const g0 = await generation('G0', schemaOf(before));
        await g0.create({ data: { email: 'Early' } });
        await release(1);

        await g0.create({ data: { email: 'G0' } });
        await g0.createMany({ data: [{ email: 'M1' }, { email: 'M2' }] });
        await g0.upsert({ where: { email: 'U' }, create: { email: 'U' }, update: {} });
        expect(await drift()).toBe(1);
        // Without the backfill the migration refuses itself, and nothing is changed.
        await expect(release(2)).rejects.toThrow(/backfill/);
        await backfill();
        expect(await drift()).toBe(0);
        expect(await rows()).toEqual(
          ['Early', 'G0', 'M1', 'M2', 'U'].map((email) => ({ email, plan: email.toLowerCase() })),
        );

        const g2 = await generation('G2', await release(2));
        await g2.create({ data: { email: 'New', plan: 'pro' } });
        await g0.create({ data: { email: 'Late' } });
        await g0.createMany({ data: [{ email: 'N1' }] });
        await g0.upsert({ where: { email: 'V' }, create: { email: 'V' }, update: {} });
        await g0.update({ where: { email: 'New' }, data: { email: 'Newer' } });
        expect(await planOf(g2, 'Newer')).toBe('pro');
        expect(await planOf(g2, 'Late')).toBe('late');
        expect(await planOf(g2, 'V')).toBe('v');
        if (knows) {
          await g0.update({ where: { email: 'Newer' }, data: { plan: null } });
          expect(await planOf(g2, 'Newer')).toBe('newer');
        }
        await g2.updateMany({ where: { plan: 'late' }, data: { plan: 'free' } });
        expect(await planOf(g2, 'Late')).toBe('free');
        expect(await drift()).toBe(0);

        await release(3);
        await g2.create({ data: { email: 'Last', plan: 'pro' } });
        // The trigger is gone, and with it what an old instance lived on: why stage finish waits until they are drained.
        await expect(g0.create({ data: { email: 'too late' } })).rejects.toMatchObject({
          code: expect.stringMatching(/^P20/),
        });
      });
    },
  );
});
