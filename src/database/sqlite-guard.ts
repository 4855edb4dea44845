import { type GuardParts, guardMessages } from './guard.js';
import { sqliteBookkeeping } from './sqlite-bookkeeping.js';

/**
 * Statements that raise, before the transaction of the migration. Only a trigger can raise in SQLite, so a temporary
 * table has one for each reason. The progress lies in a file beside the database, which is attached for a moment.
 */
export function sqliteGuard(parts: GuardParts): readonly string[] {
  const { guard, table, differs, triggers, literal } = parts;
  const messages = guardMessages(guard);
  const { name } = guard.sync.table;
  const texts = {
    sync: messages.sync,
    backfill: messages.backfill,
    rows: `${guard.transition}: rows ${messages.rows}`,
  };
  const find = (reason: string, condition: string) =>
    `INSERT INTO temp."pec_guard" SELECT '${reason}' WHERE NOT ${isShadow} AND ${condition}`;
  return [
    `${parts.copy} AND ${isShadow}`,
    'DROP TABLE IF EXISTS temp."pec_guard"',
    'CREATE TEMP TABLE "pec_guard" ("found" TEXT)',
    ...Object.entries(texts).map(
      ([reason, text]) =>
        `CREATE TEMP TRIGGER "pec_guard_${reason}" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = '${reason}'\n` +
        `BEGIN\n  SELECT RAISE(ABORT, ${literal(`${text}, see the head of this file`)});\nEND`,
    ),
    ...withProgress(
      `INSERT INTO temp."pec_guard" SELECT 'ended' FROM "pec_progress"."backfill" ` +
        `WHERE "name" = ${literal(`"${name}"."${guard.sync.target.column}"`)} AND "direction" = 'forward' AND "state" = 'done'`,
    ),
    ...(guard.needsTrigger
      ? [
          find(
            'sync',
            `(SELECT count(*) FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = ${literal(name)} ` +
              `AND "name" IN (${triggers.map(literal).join(', ')})) < ${triggers.length}`,
          ),
        ]
      : []),
    find(
      'backfill',
      `EXISTS (SELECT 1 FROM ${table}) AND NOT EXISTS (SELECT 1 FROM temp."pec_guard" WHERE "found" = 'ended')`,
    ),
    ...(guard.comparesRows ? [find('rows', `EXISTS (SELECT 1 FROM ${table} WHERE ${differs})`)] : []),
    'DROP TABLE temp."pec_guard"',
  ];
}

/** Prisma Migrate makes its shadow database in memory, where no application runs: a database without a file. */
const isShadow = `EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '')`;

/** A database in memory has no file for its progress. */
function withProgress(statement: string): readonly string[] {
  const [table] = sqliteBookkeeping.createTables;
  return [
    `ATTACH DATABASE (SELECT CASE "file" WHEN '' THEN ':memory:' ELSE "file" || '-pec' END FROM pragma_database_list WHERE "name" = 'main') AS "pec_progress"`,
    // The table is looked for when the statement is read, so it has to be there.
    (table?.make ?? '').replaceAll('"pec".', '"pec_progress".'),
    statement,
    'DETACH DATABASE "pec_progress"',
  ];
}
