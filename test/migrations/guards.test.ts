import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { connect } from '../../src/database/connect.js';
import { dialectOf } from '../../src/database/dialects.js';
import { renderStage } from '../../src/migrations/render-migration.js';
import { planTransition } from '../../src/plan/plan.js';
import { redefinition } from '../../src/rehearsal/redefinition.js';
import { syncedColumns } from '../../src/scenarios/parts/synced-columns.js';
import { parseSchema } from '../../src/schema/document.js';
import { applySchemaEdits } from '../../src/schema/edit.js';
import type { ColumnTransition, Provider, SyncMode } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { openDatabase, type TestDatabase } from '../support/databases.js';
import { hasMariaDb } from '../support/mariadb.js';

const providers: readonly Provider[] = ['postgresql', ...(hasMariaDb ? (['mysql'] as const) : []), 'sqlite'];
const noBackfill =
  /User\.displayName: "User" has rows, and no backfill of them has ended here: run "pec backfill"/;
const noTrigger = /User\.displayName: the sync trigger of "User" is missing or switched off here: restore it/;
const rowsDiffer = /User\.displayName: (?:\d+ )?rows? of "User" differ in "userName" and "displayName"/;

describe.each(providers)('the guards of a rename on %s', (provider) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openDatabase(provider);
  }, 60_000);
  afterAll(() => database?.stop());

  const quote = (text: string) => (provider === 'mysql' ? text.replaceAll('"', '`') : text);
  const sql = (text: string) => database.exec(quote(text));

  /** The way of one transition over a table of its own. */
  async function begin(sync: SyncMode, mark: '' | '?', more = '') {
    await sql('DROP TABLE IF EXISTS "User"');
    const { bookkeeping } = dialectOf(provider);
    const known = await database.connection.query(bookkeeping.findProgressTable);
    if (known.rows.length > 0) {
      await database.connection.query({ text: `DELETE FROM ${bookkeeping.progressTable}`, values: [] });
    }
    const head = `datasource db {\n  provider = "${provider}"\n}\n`;
    const text = provider === 'mysql' ? 'VARCHAR(191)' : 'TEXT';
    await sql(
      `CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "userName" ${text}${mark ? '' : ' NOT NULL'})${more}`,
    );
    let schema = `${head}model User {
  id Int @id
  userName String${mark}
  /// @transition from:userName
  displayName String?
}
`;
    const read = () => {
      const files = [{ path: 'schema.prisma', text: schema }];
      return readTransitions(parseSchema(files), provider)[0] as ColumnTransition;
    };
    const job: Job = {
      id: 'User.displayName',
      dialect: dialectOf(provider),
      sync: syncedColumns(read()),
      key: read().table.key,
      needsTrigger: sync === 'trigger',
    };
    if (provider === 'postgresql') {
      for (const name of job.dialect.syncTriggers(job.sync)) await sql(`DROP FUNCTION IF EXISTS "${name}"()`);
    }
    const way = {
      job,
      async release(number: 1 | 2 | 3 | 4) {
        const transition = read();
        const release = planTransition(transition, { provider, sync, keepSource: true }).stages[number - 1]!;
        const [edited] = await applySchemaEdits(
          [{ path: 'schema.prisma', text: schema }],
          [...release.schema, ...release.withoutSource],
        );
        const anew =
          provider === 'sqlite'
            ? await redefinition([['schema.prisma', schema]], [['schema.prisma', edited!.text]])
            : undefined;
        for (const file of renderStage(transition.id, release, job.dialect, anew))
          await database.exec(file.sql);
        schema = edited!.text;
      },
      backfill: () => runBackfill(() => connect(provider, database.url, '/'), job, { restart: true }),
      /** Writes past the trigger. */
      async unnoticed(update: string) {
        await way.dropTrigger();
        await sql(update);
        for (const statement of job.dialect.createSync(job.sync)) await database.exec(`${statement};`);
      },
      async dropTrigger() {
        const on = provider === 'postgresql' ? ' ON "User"' : '';
        for (const name of job.dialect.syncTriggers(job.sync)) await sql(`DROP TRIGGER "${name}"${on}`);
        if (provider === 'postgresql') {
          for (const name of job.dialect.syncTriggers(job.sync))
            await sql(`DROP FUNCTION IF EXISTS "${name}"()`);
        }
      },
    };
    return way;
  }
  const ada = `INSERT INTO "User" ("id", "userName") VALUES (1, 'Ada')`;

  test.each([
    ['trigger', ''],
    ['trigger', '?'],
    ['client', ''],
    ['client', '?'],
  ] as const)('a table without rows passes: sync %s, userName String%s', async (sync, mark) => {
    const way = await begin(sync, mark);
    for (const number of [1, 2, 3, 4] as const) await way.release(number);
  });

  test.each([
    ['trigger', ''],
    ['trigger', '?'],
    ['client', ''],
    ['client', '?'],
  ] as const)(
    'rows that were never copied stop stage migrate: sync %s, userName String%s',
    async (sync, mark) => {
      const way = await begin(sync, mark);
      await sql(ada);
      await way.release(1);
      await expect(way.release(2)).rejects.toThrow(noBackfill);
      await way.backfill();
      for (const number of [2, 3, 4] as const) await way.release(number);
    },
  );

  test('a backfill that never began proves nothing, even where no row differs', async () => {
    const way = await begin('trigger', '?');
    await way.release(1);
    await sql(ada);
    await expect(way.release(2)).rejects.toThrow(noBackfill);
    await way.backfill();
    await way.release(2);
  });

  test('rows that differ stop stage migrate and the drop, NULL and case included', async () => {
    const way = await begin('trigger', '?');
    await way.release(1);
    await sql(ada);
    await sql(`INSERT INTO "User" ("id", "userName") VALUES (2, 'Bob')`);
    await way.backfill();
    await way.unnoticed(`UPDATE "User" SET "displayName" = NULL WHERE "id" = 1`);
    await expect(way.release(2)).rejects.toThrow(rowsDiffer);
    await way.unnoticed(`UPDATE "User" SET "displayName" = 'ada' WHERE "id" = 1`);
    await expect(way.release(2)).rejects.toThrow(rowsDiffer);
    await way.backfill();
    await way.release(2);
    await way.release(3);
    await way.unnoticed(`UPDATE "User" SET "userName" = NULL WHERE "id" = 2`);
    await expect(way.release(4)).rejects.toThrow(rowsDiffer);
    await way.unnoticed(`UPDATE "User" SET "userName" = "displayName"`);
    await way.release(4);
  });

  test('a trigger that is gone stops stage migrate and the drop', async () => {
    const way = await begin('trigger', '');
    await way.release(1);
    await sql(ada);
    await way.backfill();
    await way.dropTrigger();
    await expect(way.release(2)).rejects.toThrow(noTrigger);
  });

  test('without a trigger, the source may have been left behind by the time it is dropped', async () => {
    const way = await begin('client', '?');
    await sql(ada);
    await way.release(1);
    await way.backfill();
    await way.release(2);
    await way.release(3);
    await sql(`UPDATE "User" SET "displayName" = 'Lovelace'`);
    await way.release(4);
  });
});
