import type { Catalog } from './catalog.js';

/**
 * What PostgreSQL keeps around a column: `pg_depend` for everything that the server itself resolves, the bodies of
 * functions (`pg_proc.prosrc`) and the arguments of triggers (`pg_trigger.tgargs`) as text. A partitioned table and one
 * with heirs is looked at with all its parts. Columns of the catalog that came after PostgreSQL 12 are read through
 * `to_jsonb`, which gives NULL where there is no such column.
 */
export const postgresqlCatalog: Catalog = {
  read: ({ table, source, target }, triggers) => ({
    text: `WITH RECURSIVE ${scope} ${Object.values(parts)
      .map((part) => `(${part})`)
      .join(' UNION ALL ')}`,
    values: [table.schema ?? null, table.name, source.column, target.column, triggers[0] ?? ''],
  }),

  accepts: ({ table, source }, type, condition, value) => ({
    text: `SELECT coalesce((SELECT (${condition}) FROM (SELECT $1::text::${type} AS ${quote(source.column)}) AS ${quote(table.name)}), true) AS "holds"`,
    values: [value],
  }),
};

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** How often a stored expression refers to the source: each reference is a node with the number of its column. */
const references = (expression: string, number = '"attnum"') =>
  `coalesce((SELECT count(*) FROM regexp_matches(${expression}::text, format('\\{VAR [^{}]*:varattno %s ', ${number}), 'g')), 0)`;

const scope = `
  "this" AS (SELECT "c".* , "c"."oid" AS "table" FROM "pg_class" AS "c" WHERE "c"."oid" = to_regclass(concat_ws('.', quote_ident($1), quote_ident($2)))),
  "family" AS (SELECT "table", false AS "part" FROM "this" UNION SELECT "inhrelid", true FROM "pg_inherits" JOIN "family" ON "inhparent" = "table"),
  "source" AS (SELECT "attrelid", "attnum", "part" FROM "pg_attribute" JOIN "family" ON "attrelid" = "table" WHERE "attname" = $3 AND NOT "attisdropped"),
  "target" AS (SELECT "attrelid", "attnum" FROM "pg_attribute" JOIN "family" ON "attrelid" = "table" WHERE "attname" = $4 AND NOT "attisdropped"),
  "dependent" AS (SELECT DISTINCT "d"."classid", "d"."objid", "d"."objsubid", "d"."deptype", "attrelid", "attnum", "part"
    FROM "pg_depend" AS "d" JOIN "source" ON "refclassid" = 'pg_class'::regclass AND "refobjid" = "attrelid" AND "refobjsubid" = "attnum"),
  "fired" AS (SELECT "t".*, "part" FROM "pg_trigger" AS "t" JOIN "family" ON "tgrelid" = "table"
    WHERE NOT "tgisinternal" AND "tgenabled" NOT IN ('D', 'R') AND "tgname" NOT LIKE 'pec\\_%'
      AND NOT ("part" AND EXISTS (SELECT FROM "pg_trigger" AS "above", "this" WHERE "above"."tgrelid" = "this"."table"
        AND "above"."tgname" = "t"."tgname" AND "above"."tgfoid" = "t"."tgfoid")))`;

const column = (alias: string) => `
  'type', format_type(${alias}."atttypid", ${alias}."atttypmod"),
  'collation', (SELECT format('%I.%I', "nspname", "collname") FROM "pg_collation" AS "l" JOIN "pg_namespace" AS "n" ON "n"."oid" = "collnamespace"
    WHERE "l"."oid" = ${alias}."attcollation" AND "l"."oid" <> (SELECT "typcollation" FROM "pg_type" WHERE "oid" = ${alias}."atttypid")),
  'default', (SELECT pg_get_expr("adbin", "adrelid") FROM "pg_attrdef" WHERE "adrelid" = ${alias}."attrelid" AND "adnum" = ${alias}."attnum")`;

/** One SELECT for each kind of `Standing`, or for several that come from the same place. */
const parts: Readonly<Record<string, string>> = {
  sourceColumn: `SELECT jsonb_build_object('kind', 'source-column', ${column('"a"')},
      'domain', CASE WHEN "typtype" = 'd' THEN jsonb_build_object('base', format_type("typbasetype", "typtypmod"), 'required', "typnotnull",
        'constrained', "typnotnull" OR EXISTS (SELECT FROM "pg_constraint" WHERE "contypid" = "t"."oid")) END,
      'generated', "attgenerated" <> '', 'identity', "attidentity" <> '',
      'inheritedFrom', (SELECT coalesce(jsonb_agg("inhparent"::regclass::text), '[]') FROM "pg_inherits" WHERE "inhrelid" = "a"."attrelid" AND "attinhcount" > 0),
      'bytes', pg_table_size("a"."attrelid")) AS "standing"
    FROM "this" JOIN "pg_attribute" AS "a" ON "a"."attrelid" = "table" AND "attname" = $3 AND NOT "attisdropped" JOIN "pg_type" AS "t" ON "t"."oid" = "atttypid"`,

  targetColumn: `SELECT jsonb_build_object('kind', 'target-column', ${column('"a"')})
    FROM "this" JOIN "pg_attribute" AS "a" ON "a"."attrelid" = "table" AND "attname" = $4 AND NOT "attisdropped"`,

  triggers: `SELECT jsonb_build_object('kind', 'trigger', 'bareName', "tgname", 'table', "tgrelid"::regclass::text,
      'name', format('trigger %I', "tgname") || CASE WHEN "part" THEN format(' on %s', "tgrelid"::regclass) ELSE '' END,
      'timing', CASE WHEN "tgtype" & 64 <> 0 THEN 'instead' WHEN "tgtype" & 2 <> 0 THEN 'before' ELSE 'after' END,
      'level', CASE WHEN "tgtype" & 1 <> 0 THEN 'row' ELSE 'statement' END,
      'events', to_jsonb(array_remove(ARRAY[CASE WHEN "tgtype" & 4 <> 0 THEN 'insert' END, CASE WHEN "tgtype" & 16 <> 0 THEN 'update' END,
        CASE WHEN "tgtype" & 8 <> 0 THEN 'delete' END, CASE WHEN "tgtype" & 32 <> 0 THEN 'truncate' END], NULL)),
      'columns', (SELECT coalesce(jsonb_agg("attname"), '[]') FROM "pg_attribute" WHERE "attrelid" = "tgrelid" AND "attnum" = ANY ("tgattr"::smallint[])),
      'conditionNamesSource', "tgqual" IS NOT NULL AND EXISTS (SELECT FROM "source" WHERE "attrelid" = "tgrelid" AND ${references('"tgqual"')} > 0),
      'arguments', to_jsonb(array_remove(string_to_array(encode("tgargs", 'escape'), '\\000'), '')),
      'routine', "p"."oid"::regprocedure::text, 'language', "lanname", 'body', "prosrc",
      'firesAfterSync', "tgname"::text COLLATE "C" > $5)
    FROM "fired" JOIN "pg_proc" AS "p" ON "p"."oid" = "tgfoid" JOIN "pg_language" AS "l" ON "l"."oid" = "prolang"`,

  // Of functions, what can have to do with the table: their text holds a name, or a row of the table goes in or out.
  routines: `SELECT jsonb_build_object('kind', 'routine', 'name', format('%s %s', CASE "prokind" WHEN 'p' THEN 'procedure' ELSE 'function' END, "p"."oid"::regprocedure),
      'language', "lanname", 'body', "prosrc",
      'depends', EXISTS (SELECT FROM "dependent" WHERE "classid" = 'pg_proc'::regclass AND "objid" = "p"."oid"),
      'takesRow', "prorettype" = "reltype" OR "reltype" = ANY (coalesce("proallargtypes", "proargtypes"::oid[])),
      'fixedResult', "proargmodes" && ARRAY['t', 'o', 'b']::"char"[] OR ("prorettype" <> "reltype" AND "prorettype" IN (SELECT "oid" FROM "pg_type" WHERE "typtype" = 'c')))
    FROM "this", "pg_proc" AS "p" JOIN "pg_language" AS "l" ON "l"."oid" = "prolang" JOIN "pg_namespace" AS "n" ON "n"."oid" = "pronamespace"
    WHERE "prokind" IN ('f', 'p') AND "prorettype" <> 'trigger'::regtype AND "nspname" NOT IN ('pg_catalog', 'information_schema', 'pec')
      AND NOT EXISTS (SELECT FROM "pg_depend" WHERE "classid" = 'pg_proc'::regclass AND "objid" = "p"."oid" AND "deptype" = 'e')
      AND (position(lower($3) IN lower("prosrc")) > 0 OR position(lower($2) IN lower("prosrc")) > 0
        OR EXISTS (SELECT FROM "dependent" WHERE "classid" = 'pg_proc'::regclass AND "objid" = "p"."oid"))`,

  // A view depends through its rule. Before PostgreSQL 15 a generated column goes with what it reads, without a word.
  readers: `SELECT DISTINCT jsonb_build_object('kind', CASE
        WHEN "rulename" = '_RETURN' AND "v"."relkind" = 'm' THEN 'materialized-view' WHEN "rulename" = '_RETURN' THEN 'view'
        WHEN "rulename" IS NOT NULL THEN 'rule' WHEN "d"."classid" = 'pg_policy'::regclass THEN 'policy'
        WHEN "adnum" IS NOT NULL OR "d"."classid" = 'pg_class'::regclass THEN 'generated-column'
        WHEN "contype" = 'f' THEN 'foreign-key-to-source'
        WHEN "d"."classid" = 'pg_publication_rel'::regclass THEN 'publication-of-source' ELSE 'other-dependent' END,
      'name', CASE WHEN "rulename" = '_RETURN' THEN pg_describe_object('pg_class'::regclass, "ev_class", 0)
        WHEN "adnum" IS NOT NULL THEN pg_describe_object('pg_class'::regclass, "adrelid", "adnum")
        ELSE pg_describe_object("d"."classid", "d"."objid", "d"."objsubid") END)
    FROM "dependent" AS "d"
      LEFT JOIN "pg_rewrite" AS "r" ON "d"."classid" = 'pg_rewrite'::regclass AND "r"."oid" = "d"."objid"
      LEFT JOIN "pg_class" AS "v" ON "v"."oid" = "ev_class"
      LEFT JOIN "pg_attrdef" AS "g" ON "d"."classid" = 'pg_attrdef'::regclass AND "g"."oid" = "d"."objid"
      LEFT JOIN "pg_constraint" AS "c" ON "d"."classid" = 'pg_constraint'::regclass AND "c"."oid" = "d"."objid"
    WHERE "d"."classid" NOT IN ('pg_trigger'::regclass, 'pg_proc'::regclass) AND ("adnum" IS NULL OR "adnum" <> "d"."attnum" OR "adrelid" <> "d"."attrelid")
      AND ("d"."deptype" = 'n' AND ("contype" IS NULL OR "contype" = 'f' AND "confrelid" = "d"."attrelid" AND "d"."attnum" = ANY ("confkey"))
        OR "d"."deptype" = 'a' AND ("d"."classid" = 'pg_publication_rel'::regclass OR "adnum" IS NOT NULL)
        OR "d"."classid" = 'pg_class'::regclass AND "d"."objid" = "d"."attrelid" AND "d"."objsubid" > 0)`,

  insteadRules: `SELECT jsonb_build_object('kind', 'instead-rule', 'name', format('rule %I', "rulename"))
    FROM "pg_rewrite" JOIN "family" ON "ev_class" = "table" WHERE "ev_type" = '2' AND "is_instead"`,

  indexes: `SELECT jsonb_build_object('kind', 'index', 'name', format('index %s', "indexrelid"::regclass), 'bareName', "i"."relname",
      'definition', pg_get_indexdef("indexrelid"), 'unique', "indisunique", 'primary', "indisprimary", 'valid', "indisvalid",
      'plain', "amname" = 'btree' AND "indexprs" IS NULL AND "indpred" IS NULL AND "indnkeyatts" = "indnatts" AND NOT ("indoption"::smallint[] && ARRAY[1, 2, 3]::smallint[])
        AND "i"."reloptions" IS NULL AND "i"."reltablespace" = 0
        AND NOT coalesce((to_jsonb("x") ->> 'indnullsnotdistinct')::boolean, false) AND coalesce(NOT "condeferrable", true)
        AND NOT EXISTS (SELECT FROM unnest("indclass"::oid[]) AS "o" ("class") JOIN "pg_opclass" AS "k" ON "k"."oid" = "class" WHERE NOT "opcdefault")
        AND NOT EXISTS (SELECT FROM unnest("indkey"::smallint[], "indcollation"::oid[]) AS "u" ("key", "col") JOIN "pg_attribute" AS "a"
          ON "a"."attrelid" = "indrelid" AND "a"."attnum" = "key" WHERE "col" <> 0 AND "col" <> "attcollation"),
      'columns', (SELECT coalesce(jsonb_agg("attname" ORDER BY "place"), '[]') FROM unnest("indkey"::smallint[]) WITH ORDINALITY AS "u" ("key", "place")
        JOIN "pg_attribute" AS "a" ON "a"."attrelid" = "indrelid" AND "a"."attnum" = "key" WHERE "place" <= "indnkeyatts"),
      'references', (SELECT count(*) FROM unnest("indkey"::smallint[]) AS "u" ("key") WHERE "key" = "s"."attnum")
        + ${references('"indexprs"', '"s"."attnum"')} + ${references('"indpred"', '"s"."attnum"')},
      'deferrable', CASE WHEN "condeferred" THEN 'deferred' WHEN "condeferrable" THEN 'deferrable' END,
      'onTarget', EXISTS (SELECT FROM "target" AS "t" JOIN "pg_index" AS "y" ON "y"."indrelid" = "t"."attrelid" WHERE "t"."attrelid" = "s"."attrelid"
        AND "y"."indisunique" = "x"."indisunique" AND ("t"."attnum" = ANY ("y"."indkey"::smallint[])
          OR ${references('"y"."indexprs"', '"t"."attnum"')} + ${references('"y"."indpred"', '"t"."attnum"')} > 0)),
      'isReplicaIdentity', "indisreplident", 'onPart', "s"."part")
    FROM "source" AS "s" JOIN "pg_index" AS "x" ON "indrelid" = "s"."attrelid" JOIN "pg_class" AS "i" ON "i"."oid" = "indexrelid" JOIN "pg_am" AS "m" ON "m"."oid" = "i"."relam"
      LEFT JOIN "pg_constraint" AS "c" ON "conindid" = "indexrelid" AND "contype" IN ('u', 'p', 'x') AND "conrelid" = "indrelid"
    WHERE coalesce("contype", 'u') <> 'x' AND NOT EXISTS (SELECT FROM "pg_inherits" WHERE "inhrelid" = "indexrelid")
      AND ("s"."attnum" = ANY ("indkey"::smallint[]) OR ${references('"indexprs"', '"s"."attnum"')} + ${references('"indpred"', '"s"."attnum"')} > 0)`,

  constraints: `SELECT jsonb_build_object('kind', CASE "contype" WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign-key' ELSE 'exclusion' END,
      'name', format('constraint %I', "conname") || CASE WHEN "part" THEN format(' on %s', "conrelid"::regclass) ELSE '' END,
      'bareName', "conname", 'definition', pg_get_constraintdef("c"."oid"), 'expression', pg_get_expr("conbin", "conrelid"),
      'columns', (SELECT coalesce(jsonb_agg("attname"), '[]') FROM "pg_attribute" WHERE "attrelid" = "conrelid" AND "attnum" = ANY ("conkey")),
      'references', CASE "contype" WHEN 'c' THEN ${references('"conbin"')} ELSE 1 END,
      'onTarget', EXISTS (SELECT FROM "target" AS "t" JOIN "pg_constraint" AS "o" ON "o"."conrelid" = "t"."attrelid"
        WHERE "t"."attrelid" = "source"."attrelid" AND "o"."contype" = "c"."contype" AND "t"."attnum" = ANY ("o"."conkey")),
      'validated', "convalidated", 'onPart', "part")
    FROM "source" JOIN "pg_constraint" AS "c" ON "conrelid" = "attrelid"
    WHERE "contype" IN ('c', 'x', 'f') AND "attnum" = ANY ("conkey") AND NOT ("part" AND "coninhcount" > 0) AND "conname" NOT LIKE 'pec\\_%'`,

  columnGrants: `SELECT jsonb_build_object('kind', 'column-grant', 'name', format('%s to %s', "privilege_type", "grantee"), 'grantee', "grantee",
      'privilege', "privilege_type", 'grantable', "is_grantable",
      'onTarget', EXISTS (SELECT FROM "target" AS "t" JOIN "pg_attribute" AS "b" ON "b"."attrelid" = "t"."attrelid" AND "b"."attnum" = "t"."attnum",
        aclexplode("b"."attacl") AS "e" WHERE "t"."attrelid" = "g"."attrelid" AND "e"."grantee" = "g"."role" AND "e"."privilege_type" = "g"."privilege_type"))
    FROM (SELECT "a"."attrelid", "e"."grantee" AS "role", "privilege_type", "is_grantable",
        CASE "e"."grantee" WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid("e"."grantee")) END AS "grantee"
      FROM "this" JOIN "pg_attribute" AS "a" ON "a"."attrelid" = "table" AND "attname" = $3, aclexplode("attacl") AS "e") AS "g"`,

  publications: `SELECT jsonb_build_object('kind', 'publication', 'name', format('publication %I', "pubname"))
    FROM "pg_publication" AS "p", "this" WHERE "puballtables"
      OR EXISTS (SELECT FROM "pg_publication_rel" AS "r" WHERE "prpubid" = "p"."oid" AND "prrelid" IN (SELECT "table" FROM "family")
        AND coalesce(to_jsonb("r") -> 'prattrs', 'null') = 'null')`,

  partitionKey: `SELECT jsonb_build_object('kind', 'partition-key', 'name', format('partition key %s', pg_get_partkeydef("partrelid")),
      'containsSource', "attnum" = ANY ("partattrs"::smallint[]) OR ${references('"partexprs"')} > 0)
    FROM "this" JOIN "pg_partitioned_table" ON "partrelid" = "table" JOIN "source" ON "attrelid" = "table"`,

  statistics: `SELECT jsonb_build_object('kind', 'statistics', 'name', format('statistics object %I', "stxname"), 'bareName', "stxname",
      'definition', pg_get_statisticsobjdef("e"."oid"),
      'references', (SELECT count(*) FROM unnest("stxkeys"::smallint[]) AS "u" ("key") WHERE "key" = "attnum") + ${references('(to_jsonb("e") ->> \'stxexprs\')')})
    FROM "source" JOIN "pg_statistic_ext" AS "e" ON "stxrelid" = "attrelid"
    WHERE NOT "part" AND EXISTS (SELECT FROM "dependent" WHERE "classid" = 'pg_statistic_ext'::regclass AND "objid" = "e"."oid")`,

  comment: `SELECT jsonb_build_object('kind', 'comment', 'name', format('comment %L', left("d"."description", 40)), 'text', "d"."description",
      'onTarget', EXISTS (SELECT FROM "target" AS "t", "pg_description" AS "o" WHERE "o"."objoid" = "t"."attrelid" AND "o"."objsubid" = "t"."attnum" AND "o"."classoid" = 'pg_class'::regclass))
    FROM "source" JOIN "pg_description" AS "d" ON "objoid" = "attrelid" AND "objsubid" = "attnum" AND "classoid" = 'pg_class'::regclass WHERE NOT "part"`,

  hiddenRows: `SELECT jsonb_build_object('kind', 'hidden-rows', 'name', 'row level security') FROM "this" WHERE row_security_active("table")`,

  typedTable: `SELECT jsonb_build_object('kind', 'typed-table', 'name', format('type %s', "reloftype"::regtype)) FROM "this" WHERE "reloftype" <> 0`,
};
