import { afterGuard, type GuardParts, guardMessages, mostCounted, shadowName } from './guard.js';

/**
 * The block of PL/pgSQL that raises. No lock of it keeps a reader or writer waiting, and it has ended, with its
 * snapshot, before the migration asks for others: a COMMIT has to follow.
 */
export function postgresqlGuard(parts: GuardParts): string {
  const lines = [
    'DECLARE',
    '  pec_progress oid;',
    '  pec_ended boolean := false;',
    '  pec_rows bigint;',
    'BEGIN',
    `  IF current_database() LIKE '${shadowName}' ESCAPE '!' THEN`,
    `    ${parts.copy};`,
    '  ELSE',
    ...checks(parts).map((line) => `  ${line}`),
    '  END IF;',
    'END',
  ];
  return [lines[0], ...lines.slice(1).map((line) => `  ${line}`)].join('\n');
}

function checks(parts: GuardParts): readonly string[] {
  const { guard } = parts;
  return [
    // Row level security must not hide the rows that differ: from here on it raises instead.
    '  SET LOCAL row_security = off;',
    ...(guard.needsTrigger ? syncCheck(parts) : []),
    `  IF EXISTS (SELECT FROM ${parts.table}) THEN`,
    ...backfillCheck(parts),
    ...(guard.comparesRows ? rowCheck(parts) : []),
    '  END IF;',
  ];
}

/** @param before SQL in front of the message */
function raise(text: string, { literal }: GuardParts, before = ''): string {
  return `RAISE EXCEPTION USING MESSAGE = ${before}${literal(`${text}. ${afterGuard}`).trim()};`;
}

/** PostgreSQL hands triggers down to partitions, where each can be switched off, but not to tables that inherit. */
function syncCheck(parts: GuardParts): readonly string[] {
  const { guard, table, triggers, literal } = parts;
  const names = triggers.map((name) => literal(name).trim()).join(', ');
  return [
    `  IF EXISTS (WITH RECURSIVE "family" AS (SELECT ${literal(table).trim()}::regclass::oid AS "oid"`,
    '      UNION SELECT "inhrelid" FROM "pg_inherits" JOIN "family" ON "inhparent" = "family"."oid")',
    // Of INSERT and of UPDATE: one trigger each, or one for both, as earlier versions made it.
    '    SELECT FROM "family" WHERE 2 > (SELECT count(DISTINCT "event") FROM "pg_trigger", unnest(ARRAY[4, 16]) AS "event"',
    `      WHERE "tgrelid" = "family"."oid" AND "tgname" IN (${names}) AND "tgtype" & "event" > 0`,
    `      AND ("tgenabled" = 'A' OR "tgenabled" = 'O' AND current_setting('session_replication_role') <> 'replica'))) THEN`,
    `    ${raise(guardMessages(guard).sync, parts)}`,
    '  END IF;',
  ];
}

/** `pec.backfill` is named only where it is there: PL/pgSQL looks at a statement when it comes to it. */
function backfillCheck(parts: GuardParts): readonly string[] {
  const { guard, table, literal } = parts;
  const { name } = guard.sync.table;
  const { column } = guard.sync.target;
  const mayNotRead = `${guard.transition}: this database user may not read "pec"."backfill", which tells whether the backfill has ended here: grant it USAGE on the schema and SELECT on the table`;
  return [
    '    SELECT "pg_class"."oid" INTO pec_progress FROM "pg_class" JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace"',
    `      WHERE "nspname" = 'pec' AND "relname" = 'backfill';`,
    '    IF pec_progress IS NOT NULL THEN',
    `      IF NOT (has_schema_privilege('pec', 'USAGE') AND has_table_privilege(pec_progress, 'SELECT')) THEN`,
    `        ${raise(mayNotRead, parts)}`,
    '      END IF;',
    '      SELECT count(*) > 0 INTO pec_ended FROM "pec"."backfill" WHERE "direction" = \'forward\' AND "state" = \'done\' AND "name" = (',
    `        SELECT '"' || "nspname" || ${literal(`"."${name}"."${column}"`).trim()} FROM "pg_class"`,
    `        JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace" WHERE "pg_class"."oid" = ${literal(table).trim()}::regclass);`,
    '    END IF;',
    '    IF NOT pec_ended THEN',
    `      ${raise(guardMessages(guard).backfill, parts)}`,
    '    END IF;',
  ];
}

function rowCheck(parts: GuardParts): readonly string[] {
  const { guard, table, differs, literal } = parts;
  const number = `CASE pec_rows WHEN ${mostCounted} THEN ' rows or more ' WHEN 1 THEN ' row ' ELSE ' rows ' END`;
  const before = `${literal(`${guard.transition}: `).trim()} || pec_rows || ${number} || `;
  return [
    `    SELECT count(*) INTO pec_rows FROM (SELECT FROM ${table} WHERE ${differs} LIMIT ${mostCounted}) AS "pec_differing";`,
    '    IF pec_rows > 0 THEN',
    `      ${raise(guardMessages(guard).rows, parts, before)}`,
    '    END IF;',
  ];
}
