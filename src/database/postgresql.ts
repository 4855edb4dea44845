import type { Conversion } from '../model/conversion.js';
import { type ConversionSyntax, convert, isAmong, isUnmapped } from './conversion-sql.js';
import type { Dialect, Key, KeyColumn, KeyRange, Statement } from './dialect.js';
import { guardComment, isGuard } from './guard.js';
import {
  backwardOf,
  type Carried,
  type Correspondence,
  type EnumOperation,
  type FilledColumn,
  type Guard,
  type Operation,
  type SyncedColumns,
  type TableName,
  type TypedColumn,
} from './operation.js';
import { ownName as nameOfOurs } from './own-name.js';
import { postgresqlBookkeeping } from './postgresql-bookkeeping.js';
import { postgresqlCatalog } from './postgresql-catalog.js';
import { postgresqlGuard } from './postgresql-guard.js';
import { postgresqlInspection } from './postgresql-inspection.js';
import { parameters as collect, whereAll } from './statement.js';

/** PostgreSQL cuts longer identifiers, silently. */
const maximumIdentifierBytes = 63;

/** How long a migration may wait for a lock; everything else on the table queues up behind it meanwhile. */
const lockTimeout = '2s';

export const postgresql: Dialect = {
  provider: 'postgresql',
  bookkeeping: postgresqlBookkeeping,
  inspection: postgresqlInspection,
  catalog: postgresqlCatalog,
  placeholder,
  quote,
  quoteTable,
  literal,
  script,
  createSync,

  recovery(operation) {
    if (operation.kind === 'guard') return guardComment(operation);
    if (operation.kind !== 'create-index') return undefined;
    const index = quoteTable({ ...operation.table, name: operation.name });
    return (
      `If this fails, an invalid index stays behind. Remove what it complains of, run DROP INDEX IF EXISTS ${index}, then "prisma migrate resolve --rolled-back" and "prisma migrate deploy".\n` +
      'On a partitioned table PostgreSQL refuses this: build the index over each partition concurrently, then take CONCURRENTLY out of this file, and the table takes those over.'
    );
  },

  nextBatchEnd(table, key, range, limit) {
    const bind = parameters();
    const columns = key.map(({ column }) => quote(column)).join(', ');
    const last = key.map(({ column }) => `${quote(column)} DESC`).join(', ');
    const where = whereAll(inRange(key, range, bind.add));
    const rows = `SELECT ${columns} FROM ${quoteTable(table)}${where} ORDER BY ${columns}`;
    const size = bind.add(limit);
    // To step over a full batch takes a third of the time of counting it; only what is less than one is counted.
    return bind.statement(
      `WITH "pec_whole" AS (${rows} OFFSET ${size}::bigint - 1 LIMIT 1) ` +
        `SELECT ${keyAsText(key)}, ${size}::integer AS "rows" FROM "pec_whole" UNION ALL ` +
        `(SELECT ${keyAsText(key)}, (count(*) OVER ())::integer FROM (${rows} LIMIT ${size}) AS "pec_batch" ` +
        `WHERE NOT EXISTS (SELECT FROM "pec_whole") ORDER BY ${last} LIMIT 1)`,
    );
  },

  backfillBatch(sync, key, range, direction = 'forward', { unique = [] } = {}) {
    const bind = parameters();
    const [written, value] =
      direction === 'forward'
        ? [sync.target.column, up(sync)]
        : [backwardOf(sync).source.column, down(backwardOf(sync), quote(sync.target.column))];
    const due = [...inRange(key, range, bind.add), differs(sync)];
    const update = `UPDATE ${quoteTable(sync.table)} SET ${quote(written)} = ${value}`;
    if (key.length === 0 || range.only) return bind.statement(`${update}${whereAll(due)}`);
    // The lock that the update itself takes: with a weaker one it would wait after all.
    const lock = unique.includes(written) ? 'UPDATE' : 'NO KEY UPDATE';
    const columns = key.map(({ column }, index) => `${quote(column)} AS "pec_free_${index + 1}"`).join(', ');
    const same = key.map(({ column }, index) => `${quote(column)} = "pec_free_${index + 1}"`);
    return bind.statement(
      `WITH "pec_free" AS MATERIALIZED (SELECT ${columns} FROM ${quoteTable(sync.table)}${whereAll(due)} ` +
        `FOR ${lock} SKIP LOCKED) ${update} FROM "pec_free"${whereAll([...same, ...due])}`,
    );
  },

  rowsToCopy(sync, key, range) {
    const bind = parameters();
    const where = whereAll([...inRange(key, range, bind.add), differs(sync)]);
    return bind.statement(`SELECT ${keyAsText(key)} FROM ${quoteTable(sync.table)}${where}`);
  },

  countDrift(sync, key = [], range = {}) {
    const bind = parameters();
    const where = whereAll([...inRange(key, range, bind.add), drifts(sync)]);
    return bind.statement(
      `SELECT count(*)::double precision AS "drift" FROM ${quoteTable(sync.table)}${where}`,
    );
  },

  sampleDrift(sync, key, limit, range = {}) {
    const bind = parameters();
    const order = key.map(({ column }) => quote(column)).join(', ');
    const where = whereAll([...inRange(key, range, bind.add), drifts(sync)]);
    return bind.statement(
      `SELECT ${keyAsText(key)} FROM ${quoteTable(sync.table)}${where} ORDER BY ${order} LIMIT ${bind.add(limit)}`,
    );
  },

  unmappedValues(sync, key, range) {
    const unmapped = unmappedIn(sync);
    return unmapped === undefined ? undefined : sourceValues(backwardOf(sync), unmapped, key, range);
  },

  sourceValues: (sync, key, range) =>
    sourceValues(sync, `${quote(sync.source.column)} IS NOT NULL`, key, range),

  converted: up,

  syncTriggers(sync) {
    const { name, updateName } = syncNames(sync);
    return [name, updateName];
  },

  tableParts: (table) => ({
    // PostgreSQL hands columns down to tables that inherit, but triggers to partitions only: one that is not on all of
    // them does not see every row.
    text: `WITH RECURSIVE "found" AS (
        SELECT "c"."oid", "n"."nspname" FROM "pg_class" AS "c" JOIN "pg_namespace" AS "n" ON "n"."oid" = "c"."relnamespace"
        WHERE "c"."oid" = to_regclass($1) AND "c"."relkind" IN ('r', 'p')),
      "family" AS (SELECT "oid" FROM "found" UNION SELECT "inhrelid" FROM "pg_inherits" JOIN "family" ON "inhparent" = "oid")
      SELECT "nspname"::text AS "schema", 'column' AS "kind", "attname"::text AS "name", format_type("atttypid", "atttypmod") AS "type"
        FROM "found" JOIN "pg_attribute" ON "attrelid" = "found"."oid" WHERE "attnum" > 0 AND NOT "attisdropped"
      UNION ALL SELECT "nspname"::text, 'unique', "attname"::text, NULL
        FROM "found" JOIN "pg_index" ON "indrelid" = "found"."oid" JOIN "pg_attribute" ON "attrelid" = "indrelid" AND "attnum" = ANY ("indkey")
        WHERE "indisunique" AND "indpred" IS NULL AND "indexprs" IS NULL
      UNION ALL SELECT "nspname"::text, 'trigger', "name"::text, NULL
        FROM "found" JOIN "pg_trigger" ON "tgrelid" = "found"."oid",
          -- One trigger of ours for both events, as earlier versions made it, stands for two.
          unnest(CASE WHEN "tgname" LIKE 'pec\\_sync\\_%' AND "tgtype" & 20 = 20
            THEN ARRAY["tgname"::text, overlay("tgname"::text placing 'keep' from 5)] ELSE ARRAY["tgname"::text] END) AS "name"
        WHERE "tgenabled" IN ('O', 'A') AND NOT EXISTS (
          SELECT FROM "family" WHERE NOT EXISTS (SELECT FROM "pg_trigger" AS "same"
            WHERE "same"."tgrelid" = "family"."oid" AND "same"."tgname" = "pg_trigger"."tgname" AND "same"."tgenabled" IN ('O', 'A')))`,
    values: [quoteTable(table)],
  }),

  countRows: (table) => ({
    text: `SELECT count(*)::double precision AS "rows" FROM ${quoteTable(table)}`,
    values: [],
  }),

  // A table that was never analysed has no pages to the catalog, and no rows before PostgreSQL 14.
  estimateRows: (table) => ({
    text:
      'SELECT CASE relpages WHEN 0 THEN -1 ELSE reltuples::double precision END AS "rows" ' +
      'FROM pg_catalog.pg_class WHERE oid = $1::regclass',
    values: [quoteTable(table)],
  }),
};

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function quoteTable({ schema, name }: TableName): string {
  return schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;
}

/** Right whatever `standard_conforming_strings` is. */
function literal(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return value.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** Quotes a body with a tag that does not occur in it. */
function dollarQuote(body: string): string {
  let tag = '$pec$';
  for (let number = 1; body.includes(tag); number += 1) tag = `$pec${number}$`;
  return `${tag}\n${body}${tag}`;
}

function ownName(kind: string, table: TableName, ...columns: readonly string[]): string {
  return nameOfOurs(maximumIdentifierBytes, kind, table, ...columns);
}

/**
 * One statement, whatever the migration holds: a DO block, or the one that may not run in a transaction. So it does
 * not matter whether Prisma Migrate sends a file as a whole or statement by statement, nothing is left half done, and
 * no open transaction hides the database's error from Prisma, as BEGIN … COMMIT in a file does (prisma/orm#15295).
 */
function script(operations: readonly Operation[], atomic: boolean): string {
  const alone = operations.flatMap((operation) => concurrently(operation) ?? []);
  if (alone.length > 0) {
    if (operations.length > 1) throw new Error('An index is built concurrently, alone in its migration');
    return `${alone[0]};`;
  }
  const guards = operations.filter(isGuard).map((operation) => [guard(operation)]);
  const steps = operations.filter((operation) => !isGuard(operation)).flatMap(transactions);
  const others = atomic && !(guards.length > 0 && steps.length === 0) ? [steps.flat()] : steps;
  const groups = [...guards, ...others];
  const body = groups
    .map((statements) =>
      [`SET LOCAL lock_timeout = '${lockTimeout}'`, ...statements].map((line) => `  ${line};\n`).join(''),
    )
    .join('  COMMIT;\n');
  return `DO ${dollarQuote(`BEGIN\n${body}END\n`)};`;
}

/** `CREATE INDEX CONCURRENTLY`: without IF NOT EXISTS, which would take an invalid index for a good one. */
function concurrently(operation: Operation): string | undefined {
  if (operation.kind !== 'create-index') return undefined;
  const what = operation.definition ?? `(${operation.columns.map(quote).join(', ')})`;
  const unique = operation.unique ? 'UNIQUE ' : '';
  return `CREATE ${unique}INDEX CONCURRENTLY ${quote(operation.name)} ON ${quoteTable(operation.table)} ${what}`;
}

/** The transactions in which an operation runs when it may take several: each list is one of them. */
function transactions(operation: Exclude<Operation, Guard>): readonly (readonly string[])[] {
  if ('type' in operation) return [[enumType(operation)]];
  const { table } = 'table' in operation ? operation : operation.sync;
  const alter = (action: string) => `ALTER TABLE ${quoteTable(table)} ${action}`;
  switch (operation.kind) {
    case 'add-column':
      return [[alter(`ADD COLUMN ${quote(operation.column)} ${operation.sqlType}`)]];
    case 'drop-column':
      return [[alter(`DROP COLUMN ${quote(operation.column)}`)]];
    case 'drop-not-null':
      return [
        [alter(`ALTER COLUMN ${quote(operation.column)} DROP NOT NULL`), ...setDefault(operation).map(alter)],
      ];
    case 'set-not-null': {
      const check = quote(ownName('not_null', table, operation.column));
      return [
        [
          alter(`DROP CONSTRAINT IF EXISTS ${check}`),
          alter(`ADD CONSTRAINT ${check} CHECK (${quote(operation.column)} IS NOT NULL) NOT VALID`),
        ],
        [alter(`VALIDATE CONSTRAINT ${check}`)],
        [
          alter(`ALTER COLUMN ${quote(operation.column)} SET NOT NULL`),
          alter(`DROP CONSTRAINT ${check}`),
          ...setDefault(operation).map(alter),
        ],
      ];
    }
    case 'create-sync':
      return [createSync(operation.sync)];
    case 'replace-sync':
      return [[`CREATE OR REPLACE ${syncFunction(operation.sync)}`]];
    case 'drop-sync':
      return [dropSync(operation.sync)];
    case 'drop-index':
      return [[`DROP INDEX ${quoteTable({ ...table, name: operation.name })}`]];
    case 'add-unique-constraint': {
      const columns = operation.columns.map(quote).join(', ');
      const initially = operation.deferred ? ' INITIALLY DEFERRED' : '';
      return [[alter(`ADD CONSTRAINT ${quote(operation.name)} UNIQUE (${columns}) DEFERRABLE${initially}`)]];
    }
    case 'carry-over':
      return operation.things.map((thing) => [carryOver(operation.table, operation.column, thing)]);
    case 'drop-constraint':
      return [[alter(`DROP CONSTRAINT ${quote(operation.name)}`)]];
    case 'create-index':
      throw new Error('An index is built concurrently, alone in its migration');
    case 'redefine-table':
      throw new Error('PostgreSQL changes its tables in place');
  }
}

function guard(operation: Guard): string {
  const { sync } = operation;
  return postgresqlGuard({
    guard: operation,
    table: quoteTable(sync.table),
    differs: drifts(sync),
    copy: postgresql.backfillBatch(sync, [], {}).text,
    triggers: postgresql.syncTriggers(sync),
    literal,
  });
}

/** A constraint is not looked at for the rows that are there: a lock would last as long as that takes. */
function carryOver(table: TableName, column: string, thing: Carried): string {
  const name = quoteTable(table);
  switch (thing.kind) {
    case 'comment':
      return `COMMENT ON COLUMN ${name}.${quote(column)} IS ${literal(thing.text).trim()}`;
    case 'grant': {
      const grantable = thing.grantable ? ' WITH GRANT OPTION' : '';
      return `GRANT ${thing.privilege} (${quote(column)}) ON TABLE ${name} TO ${thing.grantee}${grantable}`;
    }
    case 'constraint': {
      const definition = thing.definition.replace(/ NOT VALID$/, '');
      return `ALTER TABLE ${name} ADD CONSTRAINT ${quote(thing.name)} ${definition} NOT VALID`;
    }
  }
}

function setDefault({
  column,
  default: value,
}: Extract<Operation, { kind: 'set-not-null' | 'drop-not-null' }>): readonly string[] {
  if (value === undefined) return [];
  if (value === 'none') return [`ALTER COLUMN ${quote(column)} DROP DEFAULT`];
  return [
    `ALTER COLUMN ${quote(column)} SET DEFAULT ${value.kind === 'text' ? literal(value.value) : value.sql}`,
  ];
}

function enumType(operation: EnumOperation): string {
  const { kind, type } = operation;
  switch (kind) {
    case 'create-enum':
      return `CREATE TYPE ${type} AS ENUM (${operation.values.map((value) => literal(value).trim()).join(', ')})`;
    case 'drop-enum':
      return `DROP TYPE ${type}`;
    case 'add-enum-value':
      return `ALTER TYPE ${type} ADD VALUE IF NOT EXISTS ${literal(operation.value).trim()}`;
  }
}

function createSync(sync: Correspondence): readonly string[] {
  const { name, updateName, callable } = syncNames(sync);
  const trigger = (named: string, event: string, when: string) =>
    `CREATE TRIGGER ${quote(named)} BEFORE ${event} ON ${quoteTable(sync.table)} FOR EACH ROW${when} EXECUTE FUNCTION ${callable}`;
  if (!sync.source) {
    const isMissing = ` WHEN (NEW.${quote(sync.target.column)} IS NULL)`;
    return [
      `CREATE ${fillFunction(sync)}`,
      trigger(name, 'INSERT', isMissing),
      trigger(updateName, 'UPDATE', isMissing),
    ];
  }
  const [source, target] = [sync.source, sync.target].map(({ column }) => `NEW.${quote(column)}`);
  // An UPDATE of other columns calls no function, unless its row was not copied yet.
  const concerned = [
    ...[sync.source, sync.target].map(changed),
    `(${target} IS NULL AND ${source} IS NOT NULL)`,
  ].join(' OR ');
  return [
    `CREATE ${syncFunction(sync)}`,
    trigger(name, 'INSERT', ''),
    trigger(updateName, 'UPDATE', ` WHEN (${concerned})`),
  ];
}

const changed = ({ column, sqlType }: TypedColumn) =>
  differ(`NEW.${quote(column)}`, `OLD.${quote(column)}`, sqlType);

/** The function of a trigger that gives the target a value where a statement leaves it without one. */
function fillFunction(filled: FilledColumn): string {
  const target = `NEW.${quote(filled.target.column)}`;
  const lines = [
    '#variable_conflict use_column',
    'BEGIN',
    `  ${target} := ${inTrigger(filled.forward, '')};`,
    '  RETURN NEW;',
    'END',
  ];
  const body = lines.map((line) => `  ${line}\n`).join('');
  return `FUNCTION ${syncNames(filled).callable} RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS ${dollarQuote(`${body}  `)}`;
}

/**
 * The function of a two-way trigger that cannot loop: it changes NEW and writes nothing. The side that a statement
 * changed wins, and the target where it changed both. On INSERT a missing side is filled; if both sides are given and
 * differ, the one with a default gives way, since that is where its value came from.
 */
function syncFunction(sync: SyncedColumns): string {
  const source = `NEW.${quote(sync.source.column)}`;
  const target = `NEW.${quote(sync.target.column)}`;
  const mapped = inTrigger(sync.forward, source);
  const fillTarget = `${target} := ${mapped};`;
  const fillSource = `${source} := ${inTrigger(sync.backward, target)};`;
  // A map gives text, which an assignment turns into the type of its column, wherever that type lies.
  const apart = isMap(sync.forward)
    ? `${target}::text IS DISTINCT FROM ${mapped} COLLATE "C"`
    : differ(target, mapped, sync.target.sqlType);
  const followTarget = [`IF ${apart} THEN`, `  ${fillSource}`, 'END IF;'];
  const onInsert =
    sync.insertFollows === 'source'
      ? [`IF ${source} IS NULL THEN`, `  ${fillSource}`, `ELSIF ${apart} THEN`, `  ${fillTarget}`, 'END IF;']
      : [
          `IF ${target} IS NULL THEN`,
          `  ${fillTarget}`,
          'ELSE',
          ...followTarget.map((line) => `  ${line}`),
          'END IF;',
        ];
  const body = [
    '#variable_conflict use_column',
    'BEGIN',
    "  IF TG_OP = 'INSERT' THEN",
    ...[...onInsert, ...oneAtATime(sync)].map((line) => `    ${line}`),
    `  ELSIF ${changed(sync.target)} THEN`,
    ...followTarget.map((line) => `    ${line}`),
    `  ELSIF ${changed(sync.source)} OR ${target} IS NULL THEN`,
    `    ${fillTarget}`,
    '  END IF;',
    '  RETURN NEW;',
    'END',
  ]
    .map((line) => `  ${line}\n`)
    .join('');
  // A setting costs more than the function itself: only what names something of the user's gets one.
  const namesTheirs = sync.forward.kind === 'sql' || sync.backward.kind === 'sql' || sync.uniques;
  const home = namesTheirs ? ' SET search_path FROM CURRENT' : '';
  return `FUNCTION ${syncNames(sync).callable} RETURNS trigger LANGUAGE plpgsql${home} AS ${dollarQuote(`${body}  `)}`;
}

/**
 * INSERT … ON CONFLICT waits for a value that another transaction is about to commit at the index that it names, and
 * fails at any other. Where both sides are unique, old and new generations name different ones: who inserts a value that
 * is not there yet waits for others with the same value before the first index is looked at.
 */
function oneAtATime(sync: SyncedColumns): readonly string[] {
  const { table, target, uniques = [] } = sync;
  if (uniques.length === 0) return [];
  const isThere = uniques.map((columns) => {
    const same = columns.map((column) => `"t".${quote(column)} = NEW.${quote(column)}`).join(' AND ');
    return `EXISTS (SELECT FROM ${quoteTable(table)} AS "t" WHERE ${same})`;
  });
  const value = `lower(NEW.${quote(target.column)}::text)`;
  const place = literal(JSON.stringify([table.schema ?? '', table.name, target.column])).trim();
  // The rights of the session that inserts, who may have none to read.
  const mayLook = [...new Set(uniques.flat())].map(
    (column) => `has_column_privilege(TG_RELID, ${literal(column).trim()}, 'SELECT')`,
  );
  return [
    `IF ${mayLook.join(' AND ')} THEN`,
    `  IF ${isThere.join(' AND ')} THEN`,
    '    RETURN NEW;',
    '  END IF;',
    'END IF;',
    `PERFORM pg_advisory_xact_lock(hashtextextended(${value}, hashtext(${place})));`,
  ];
}

function dropSync(sync: Correspondence): readonly string[] {
  const { name, updateName, callable } = syncNames(sync);
  const on = `ON ${quoteTable(sync.table)}`;
  return [
    // Migrations of earlier versions made one trigger for both.
    `DROP TRIGGER IF EXISTS ${quote(updateName)} ${on}`,
    `DROP TRIGGER ${quote(name)} ${on}`,
    `DROP FUNCTION ${callable}`,
  ];
}

/** The function lives in the schema of its table, and has the name of the trigger of INSERT. */
function syncNames({ table, source, target }: Correspondence) {
  const columns = [...(source ? [source.column] : []), target.column];
  const name = ownName('sync', table, ...columns);
  const updateName = ownName('keep', table, ...columns);
  return { name, updateName, callable: `${quoteTable({ ...table, name })}()` };
}

/** The different values of the source, as text, in the rows of the range for which the condition holds. */
function sourceValues(
  sync: SyncedColumns,
  condition: string,
  key: readonly KeyColumn[] = [],
  range: KeyRange = {},
): Statement {
  const bind = parameters();
  const where = whereAll([...inRange(key, range, bind.add), condition]);
  return bind.statement(
    `SELECT ${quote(sync.source.column)}::text COLLATE "C" AS "value", count(*)::double precision AS "rows" ` +
      `FROM ${quoteTable(sync.table)}${where} GROUP BY 1`,
  );
}

const syntax: ConversionSyntax = {
  literal,
  isText: (value, text) => `${value}::text = ${literal(text)} COLLATE "C"`,
  asText: (value) => `${value}::text`,
};

function up({ forward, source, target }: Correspondence): string {
  // As an assignment of the trigger would, for a text that becomes an enum.
  if (!source) return `${convert(forward, '', syntax)}::${target.sqlType}`;
  return convertTo(target.sqlType, forward, quote(source.column));
}

function down({ backward, source }: SyncedColumns, target: string): string {
  return convertTo(source.sqlType, backward, target);
}

/** A map gives text, which only an assignment of plpgsql turns into the type of its column by itself. */
function convertTo(sqlType: string, conversion: Conversion, value: string): string {
  const converted = convert(conversion, value, syntax);
  return isMap(conversion) ? `${converted}::${sqlType}` : converted;
}

const isMap = ({ kind }: Conversion) => kind === 'map' || kind === 'inverse-map';

/** An SQL expression of the user's names columns alone: in a trigger they are those of NEW. */
function inTrigger(conversion: Conversion, value: string): string {
  const expression = convert(conversion, value, syntax);
  return conversion.kind === 'sql' ? `(SELECT ${expression} FROM (SELECT NEW.*) AS pec_row)` : expression;
}

/** The target is not what the source maps to, or the source maps to nothing. */
function drifts(sync: Correspondence): string {
  const unmapped = unmappedIn(sync);
  return unmapped === undefined ? differs(sync) : `(${differs(sync)} OR ${unmapped})`;
}

function unmappedIn(sync: Correspondence): string | undefined {
  if (!sync.source || sync.among) return undefined;
  return isUnmapped(sync.forward, quote(sync.source.column), syntax);
}

function differs(sync: Correspondence): string {
  if (!sync.source) return `${quote(sync.target.column)} IS NULL`;
  const apart = differ(quote(sync.target.column), up(sync), sync.target.sqlType);
  if (!sync.among) return apart;
  return `(${isAmong(sync.among, quote(sync.source.column), syntax)} AND ${apart})`;
}

/** Types whose equality lies in `pg_catalog`, so that every `search_path` finds it, and holds equal what is the same. */
const comparable =
  /^(?:text|varchar|char|character|bpchar|smallint|int|integer|bigint|int2|int4|int8|serial|bigserial|smallserial|oid|numeric|decimal|real|float4|float8|double precision|money|boolean|bool|date|time|timetz|timestamp|timestamptz|uuid|jsonb|bytea|inet|cidr|macaddr|bit|varbit)\b/i;

/**
 * Null-safe inequality. json, xml and point have no equality of their own, that of a box compares its area, that of
 * citext and of a collation that is not deterministic holds `a` and `A` for the same, and that of a type from an
 * extension is found in some search paths only: such values are compared as text.
 */
function differ(left: string, right: string, sqlType: string): string {
  if (!comparable.test(sqlType)) {
    const cast = sqlType.endsWith('[]') ? '::text[]' : '::text';
    return `(${left})${cast} IS DISTINCT FROM (${right})${cast} COLLATE "C"`;
  }
  const exactly = /^(?:text|(?:var)?char|character|bpchar)\b/i.test(sqlType) ? ' COLLATE "C"' : '';
  return `${left} IS DISTINCT FROM ${right}${exactly}`;
}

function keyAsText(key: readonly KeyColumn[]): string {
  return key.map(({ column }, index) => `${quote(column)}::text AS "key_${index + 1}"`).join(', ');
}

/** Row comparisons, so that a composite key is walked along its index. */
function inRange(key: readonly KeyColumn[], range: KeyRange, bind: (value: unknown) => string): string[] {
  const row = `(${key.map(({ column }) => quote(column)).join(', ')})`;
  const values = (bound: Key) =>
    `(${key.map(({ sqlType }, index) => `${bind(bound[index])}::${sqlType}`).join(', ')})`;
  return [
    ...(range.only ? [`${row} = ${values(range.only)}`] : []),
    ...(range.after ? [`${row} > ${values(range.after)}`] : []),
    ...(range.through ? [`${row} <= ${values(range.through)}`] : []),
  ];
}

function placeholder(number: number): string {
  return `$${number}`;
}

function parameters() {
  return collect(placeholder);
}
