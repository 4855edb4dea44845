import type { Connection } from 'mariadb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.js';
import { mysql } from '../../src/database/mysql.js';
import { type MigrationFile, renderRevert, renderStage } from '../../src/migrations/render-migration.js';
import { planTransition } from '../../src/plan/plan.js';
import { syncedColumns } from '../../src/scenarios/parts/synced-columns.js';
import { parseSchema } from '../../src/schema/document.js';
import type { RenameColumn } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { recordBackfill } from '../support/copied.js';
import { hasMariaDb, isMySql, startMariaDb, type TestMariaDb, withMariaDb } from '../support/mariadb.js';
import { renameExamples } from '../support/renames.js';

/**
 * Prisma's schema engine from npm takes no MySQL adapter, so the files are applied one statement after the other, as
 * the client of MySQL would, and what the catalog says is compared with what Prisma would make of each schema.
 */
describe.skipIf(!hasMariaDb)('a rename on MariaDB', () => {
  let server: TestMariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  }, 60_000);
  afterAll(() => server?.stop());

  const examples = {
    required: renameExamples['compound unique and index'],
    unique: renameExamples.unique,
    filled: renameExamples['a default'],
  };
  const indexesOf = {
    required: (column: string) => [
      [`User_${column}_tenantId_idx`, 1, `${column},tenantId`],
      [`User_tenantId_${column}_key`, 0, `tenantId,${column}`],
    ],
    unique: (column: string) => [[`User_${column}_key`, 0, column]],
    filled: () => [] as (string | number)[][],
  };
  const create = {
    required:
      'CREATE UNIQUE INDEX `User_tenantId_userName_key` ON `User`(`tenantId`, `userName`); CREATE INDEX `User_userName_tenantId_idx` ON `User`(`userName`, `tenantId`)',
    unique: 'CREATE UNIQUE INDEX `User_userName_key` ON `User`(`userName`)',
    filled: "ALTER TABLE `User` ALTER `userName` SET DEFAULT 'it''s \\\\ anon'",
  };

  test.each(['required', 'unique', 'filled'] as const)(
    '%s: each release, its inverse, and each file twice',
    async (name) => {
      const example = examples[name];
      const ofMysql = (text: string) => text.replace('provider = "postgresql"', 'provider = "mysql"');
      const url = server.url(await server.createDatabase());
      await withMariaDb(url, async (client) => {
        await client.query(
          'CREATE TABLE `User` (`id` INTEGER NOT NULL AUTO_INCREMENT, `tenantId` INTEGER NOT NULL, `userName` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`)) ' +
            `DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; ${create[name]}`,
        );
        await client.query(
          "INSERT INTO `User` (`tenantId`, `userName`) VALUES (1, 'ada'), (1, 'grace'), (1, 'linus')",
        );
        const apply = async (files: readonly MigrationFile[]) => {
          for (const { sql } of files) {
            for (const statement of sql.trim().replace(/;$/, '').split(/;\n/)) await client.query(statement);
          }
        };

        for (const number of [1, 2, 3, 4] as const) {
          const start = ofMysql(number === 1 ? example.annotated : example.schemas[number - 1]!);
          const [transition] = readTransitions(
            parseSchema([{ path: 'schema.prisma', text: start }]),
            'mysql',
          ) as RenameColumn[];
          const release = planTransition(transition!, {
            provider: 'mysql',
            sync: 'trigger',
            keepSource: true,
          }).stages[number - 1]!;
          const forward = renderStage(transition!.id, release, mysql);
          const back = renderRevert(transition!.id, release, mysql);
          const held = await catalog(client);
          await apply(forward);
          const reached = await catalog(client);
          await apply(forward);
          expect(await catalog(client), `release ${number} twice`).toEqual(reached);
          if (back) {
            await apply(back);
            await apply(back);
            expect(await catalog(client), `back from release ${number}`).toEqual(held);
            await apply(forward);
          }
          expect(reached.columns, `release ${number}`).toEqual(columnsAfter[number]);
          const plain = indexesOf[name]('displayName').filter(([, notUnique]) => notUnique === 1);
          const target = number === 1 ? plain : indexesOf[name]('displayName');
          const source = number === 4 ? [] : indexesOf[name]('userName');
          expect(reached.indexes.toSorted()).toEqual([['PRIMARY', 0, 'id'], ...source, ...target].toSorted());
          if (name === 'filled') {
            const holder = number === 1 ? 'userName' : 'displayName';
            const filled = reached.defaults.filter(([, value]) => value !== null && value !== 'NULL');
            expect(filled, `release ${number}`).toEqual([[holder, defaultText]]);
          }
          expect(reached.triggers).toHaveLength(number === 4 ? 0 : 2);
          if (number === 1) {
            await client.query('UPDATE `User` SET `displayName` = `userName`');
            const connection = await connect('mysql', url, '/');
            await recordBackfill(connection, mysql, syncedColumns(transition!));
            await connection.close();
          }
        }
        expect(await client.query('SELECT `displayName` AS value FROM `User` ORDER BY `id`')).toEqual(
          example.values.map((value) => ({ value })),
        );
      });
    },
  );
});

/** As the server shows it. */
const defaultText = isMySql ? "it's \\ anon" : "'it''s \\\\ anon'";
const [id, tenantId] = ['id', 'tenantId'].map((name) => [name, isMySql ? 'int' : 'int(11)', 'NO', null]);
const text = (name: string, nullable: 'YES' | 'NO') => [name, 'varchar(191)', nullable, 'utf8mb4_unicode_ci'];
const columnsAfter = {
  1: [text('displayName', 'YES'), id, tenantId, text('userName', 'NO')],
  2: [text('displayName', 'NO'), id, tenantId, text('userName', 'YES')],
  3: [text('displayName', 'NO'), id, tenantId, text('userName', 'YES')],
  4: [text('displayName', 'NO'), id, tenantId],
};

/** Columns by name, because one that was dropped and added again comes last. */
async function catalog(client: Connection) {
  const rows = (sql: string): Promise<(string | number | null)[][]> =>
    client.query({ sql, rowsAsArray: true });
  return {
    columns: await rows(
      'SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLLATION_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1',
    ),
    defaults: await rows(
      'SELECT COLUMN_NAME, COLUMN_DEFAULT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1',
    ),
    indexes: await rows(
      'SELECT INDEX_NAME, NON_UNIQUE, GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() GROUP BY 1, 2 ORDER BY 1',
    ),
    triggers: await rows(
      'SELECT TRIGGER_NAME, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1',
    ),
  };
}
