import type { Connection } from '../database/connection.js';
import { UserError } from '../errors.js';
import type { Job } from './job.js';

/**
 * Looks whether the database is where the schema says it is, before anything is written.
 *
 * @returns the same job, with the database schema of its table named
 * @throws UserError `not-migrated` where the table, one of the columns or the trigger is missing
 */
export async function preflight(connection: Connection, job: Job): Promise<Job> {
  const { source, target, table } = job.sync;
  const { rows } = await connection.query<{ schema: string; columns: string[]; trigger: boolean }>({
    text: `SELECT "n"."nspname" AS "schema",
        ARRAY(SELECT "a"."attname"::text FROM "pg_attribute" AS "a"
          WHERE "a"."attrelid" = "c"."oid" AND "a"."attnum" > 0 AND NOT "a"."attisdropped") AS "columns",
        EXISTS (SELECT FROM "pg_trigger" AS "t"
          WHERE "t"."tgrelid" = "c"."oid" AND "t"."tgname" = $2 AND "t"."tgenabled" <> 'D') AS "trigger"
      FROM "pg_class" AS "c" JOIN "pg_namespace" AS "n" ON "n"."oid" = "c"."relnamespace"
      WHERE "c"."oid" = to_regclass($1) AND "c"."relkind" IN ('r', 'p')`,
    values: [job.dialect.quoteTable(table), job.dialect.syncTrigger(job.sync)],
  });
  const found = rows[0];
  if (found === undefined) throw notMigrated(job, `The database has no table "${table.name}"`);
  for (const { column } of [source, target, ...job.key]) {
    if (!found.columns.includes(column)) {
      throw notMigrated(job, `Table "${table.name}" has no column "${column}"`);
    }
  }
  if (job.needsTrigger && !found.trigger) {
    throw notMigrated(
      job,
      `Table "${table.name}" lacks the trigger that keeps "${source.column}" and "${target.column}" equal`,
    );
  }
  return { ...job, sync: { ...job.sync, table: { ...table, schema: found.schema } } };
}

function notMigrated(job: Job, message: string): UserError {
  return new UserError('not-migrated', message, {
    hint: `deploy the expand migration of ${job.id} first (prisma migrate deploy), or is this another database?`,
  });
}
