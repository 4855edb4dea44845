import type { Inspection } from './inspection.js';

/** The schema keeps the text of every statement that made something. */
export const sqliteInspection: Inspection = {
  obstacles({ name }) {
    const others = `"name" NOT LIKE 'pec\\_%' ESCAPE '\\'`;
    return {
      text:
        `SELECT 'blocks-drop' AS "effect", "type" || ' ' || "name" AS "name", "sql" AS "text" FROM "main"."sqlite_schema" ` +
        `WHERE "type" IN ('view', 'trigger') AND ${others} AND instr(lower("sql"), lower(?)) > 0 ` +
        // A plain index stands in Prisma's schema, and the last stage drops it before the column.
        `UNION ALL SELECT 'blocks-drop', 'index ' || "name", "sql" FROM "main"."sqlite_schema" ` +
        `WHERE "type" = 'index' AND "tbl_name" = ? AND ("sql" LIKE '% WHERE %' OR "sql" LIKE '%(%(%') ` +
        // From the name of the column to the end of its line.
        `UNION ALL SELECT 'blocks-drop', 'generated column ' || "column", substr("rest", 1, instr("rest" || char(10), char(10))) ` +
        `FROM (SELECT "x"."name" AS "column", substr("sql", instr("sql", "x"."name")) AS "rest" ` +
        `FROM pragma_table_xinfo(?) AS "x" JOIN "main"."sqlite_schema" AS "s" ON "s"."type" = 'table' AND "s"."name" = ? ` +
        `WHERE "x"."hidden" IN (2, 3)) ` +
        `UNION ALL SELECT 'fires', 'trigger ' || "name", NULL FROM "main"."sqlite_schema" ` +
        `WHERE "type" = 'trigger' AND "tbl_name" = ? AND ${others} ` +
        `AND substr("sql", 1, instr(upper("sql"), 'BEGIN')) LIKE '% UPDATE %'`,
      values: [name, name, name, name, name],
    };
  },

  hidesRows: undefined,

  isReplica: undefined,

  forbidsTriggers: undefined,

  /** The journal of one batch takes the place of the one before. */
  room: ({ name }) => ({
    text: `SELECT sum("pgsize") AS "lasting", 0 AS "passing", NULL AS "log" FROM "dbstat" WHERE "name" = ?`,
    values: [name],
  }),
};
