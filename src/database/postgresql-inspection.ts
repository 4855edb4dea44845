import type { Inspection } from './inspection.js';
import type { TableName } from './operation.js';

const thisTable = `"this" AS (SELECT to_regclass(concat_ws('.', quote_ident($1), quote_ident($2)))::oid AS "table")`;

/**
 * The catalog knows what depends on a column, and describes it in its own words. A view depends through its rule. What
 * depends automatically goes with the column; before PostgreSQL 15 generated columns do, silently.
 */
export const postgresqlInspection: Inspection = {
  obstacles: (table, source, written) => ({
    text: `WITH ${thisTable},
      "source" AS (SELECT "attnum" FROM "pg_attribute", "this" WHERE "attrelid" = "table" AND "attname" = $3),
      "written" AS (SELECT "attnum" FROM "pg_attribute", "this" WHERE "attrelid" = "table" AND "attname" = $4),
      "dependent" AS (SELECT "d".* FROM "pg_depend" AS "d", "this", "source"
        WHERE "refclassid" = 'pg_class'::regclass AND "refobjid" = "table" AND "refobjsubid" = "attnum"),
      "found" AS (
        SELECT 'blocks-drop' AS "effect", CASE
            WHEN "rulename" = '_RETURN' THEN pg_describe_object('pg_class'::regclass, "ev_class", 0)
            WHEN "adnum" IS NOT NULL THEN pg_describe_object('pg_class'::regclass, "adrelid", "adnum")
            ELSE pg_describe_object("d"."classid", "d"."objid", "d"."objsubid") END AS "name"
          FROM "this", "dependent" AS "d"
            LEFT JOIN "pg_rewrite" AS "r" ON "d"."classid" = 'pg_rewrite'::regclass AND "r"."oid" = "d"."objid"
            LEFT JOIN "pg_attrdef" AS "g" ON "d"."classid" = 'pg_attrdef'::regclass AND "g"."oid" = "d"."objid"
            LEFT JOIN "pg_constraint" AS "c" ON "d"."classid" = 'pg_constraint'::regclass AND "c"."oid" = "d"."objid"
          WHERE "d"."deptype" = 'n' AND ("contype" IS NULL OR "contype" = 'f' OR "conrelid" <> "table")
            OR "d"."classid" = 'pg_class'::regclass AND "d"."objid" = "table" AND "d"."objsubid" > 0
        UNION ALL SELECT 'goes-with-source', format('constraint %I %s', "conname", pg_get_constraintdef("pg_constraint"."oid"))
          FROM "pg_constraint", "this", "source"
          WHERE "conrelid" = "table" AND "contype" IN ('c', 'x', 'f') AND "attnum" = ANY ("conkey")
        UNION ALL SELECT 'goes-with-source', pg_get_indexdef("indexrelid")
          FROM "dependent" AS "d" JOIN "pg_index" ON "d"."classid" = 'pg_class'::regclass AND "indexrelid" = "d"."objid"
          WHERE "indexprs" IS NOT NULL OR "indpred" IS NOT NULL
        UNION ALL SELECT 'fires', format('trigger %I', "tgname")
          FROM "pg_trigger", "this", "written"
          WHERE "tgrelid" = "table" AND NOT "tgisinternal" AND "tgenabled" NOT IN ('D', 'R')
            AND "tgtype" & 1 = 1 AND "tgtype" & 16 = 16 AND ("tgattr" = '' OR "attnum" = ANY ("tgattr"::smallint[]))
            AND "tgname" NOT LIKE 'pec\\_%'
        UNION ALL SELECT 'swallows', format('rule %I', "rulename")
          FROM "pg_rewrite", "this" WHERE "ev_class" = "table" AND "ev_type" = '2' AND "is_instead"
        UNION ALL SELECT CASE WHEN "attnum" = ANY ("partattrs"::smallint[]) THEN 'divides' ELSE 'divided' END,
            format('partition key %s', pg_get_partkeydef("partrelid"))
          FROM "this" JOIN "pg_partitioned_table" ON "partrelid" = "table", "source"
        UNION ALL SELECT 'collates', format('collation %I', "collname")
          FROM "this" JOIN "pg_attribute" AS "s" ON "s"."attrelid" = "table" AND "s"."attname" = $3
            JOIN "pg_attribute" AS "w" ON "w"."attrelid" = "table" AND "w"."attname" = $4
            JOIN "pg_collation" AS "l" ON "l"."oid" = "s"."attcollation"
          WHERE "w"."attcollation" NOT IN (0, "s"."attcollation")
        UNION ALL SELECT 'hides', 'row level security' FROM "this" WHERE row_security_active("table"))
      SELECT DISTINCT "effect", "name", NULL AS "text" FROM "found" ORDER BY "effect", "name"`,
    values: [...nameOf(table), source, written],
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
