import type { Inspection } from './inspection.js';
import type { TableName } from './operation.js';

const thisTable = `"this" AS (SELECT to_regclass(concat_ws('.', quote_ident($1), quote_ident($2)))::oid AS "table")`;

export const postgresqlInspection: Inspection = {
  obstacles: undefined,

  hidesRows: (table) => ({
    text: `WITH ${thisTable} SELECT 'row level security' AS "name" FROM "this" WHERE row_security_active("table")`,
    values: nameOf(table),
  }),

  isReplica: { text: 'SELECT pg_is_in_recovery()::integer AS "replica"', values: [] },

  forbidsTriggers: undefined,

  /**
   * An update writes a whole new version of its row, and an entry for it in every index, whose pages split. The log
   * holds both, with a head for each, and after each checkpoint a whole page once. An update of a table reaches its
   * partitions, and the tables that inherit from it: a partitioned table has no rows of its own, but counts all.
   */
  room: (table, source) => ({
    text: `WITH RECURSIVE ${thisTable},
      "part" AS (SELECT "table" FROM "this" WHERE "table" IS NOT NULL
        UNION SELECT "inhrelid" FROM "pg_inherits" JOIN "part" ON "inhparent" = "table"),
      "size" AS (SELECT pg_relation_size("table")::double precision AS "heap", pg_indexes_size("table")::double precision AS "indexes",
          CASE WHEN "relkind" = 'p' THEN 0 ELSE greatest("reltuples", 0)::double precision END AS "rows",
          (SELECT coalesce(max("avg_width"), 0) FROM "pg_stats"
            WHERE "schemaname" = "nspname" AND "tablename" = "relname" AND "attname" = $3) AS "width",
          (SELECT count(*) FROM "pg_index" WHERE "indrelid" = "table") AS "entries"
        FROM "part" JOIN "pg_class" AS "c" ON "c"."oid" = "table" JOIN "pg_namespace" AS "n" ON "n"."oid" = "relnamespace")
      SELECT sum("rows" * "width") AS "lasting", sum(1.1 * "heap" + 1.5 * "indexes") AS "passing",
        sum(2 * "heap" + 1.5 * "indexes" + "rows" * ("width" + 120 + 90 * "entries")) AS "log" FROM "size"`,
    values: [...nameOf(table), source],
  }),
};

function nameOf({ schema, name }: TableName): readonly [string | null, string] {
  return [schema ?? null, name];
}
