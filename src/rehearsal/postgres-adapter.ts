import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, type SqlQuery } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { Adapter } from './schema-engine.js';

/**
 * How Prisma Migrate sends a migration file: since 7.4 one statement at a time, so that a file is not atomic by
 * itself; before (and since, where it cannot split a file) all at once, which PostgreSQL runs as one transaction.
 */
export type FileMode = 'statements' | 'file';

/**
 * A driver adapter through which the schema engine applies migrations as Prisma's own binary does.
 *
 * `@prisma/adapter-pg` as it is would not do: it splits scripts at every semicolon, also inside function bodies,
 * strings and comments, and with a connection string its shadow database is the database itself. Here there is
 * one connection, as the binary has, so that what a failed statement leaves behind shows.
 *
 * @param url a PostgreSQL connection string; `?schema=` as in Prisma
 */
export function postgresAdapter(url: string, mode: FileMode = 'statements'): Adapter {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const open = async (database: string) => {
    const pool = new pg.Pool({
      host: hostname,
      port: Number(port || 5432),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database,
      max: 1,
    });
    const schema = searchParams.get('schema') ?? 'public';
    const adapter = await new PrismaPg(pool, { schema }).connect();
    const { queryRaw } = adapter;
    return Object.assign(adapter, {
      // The engine reads one-byte "char" columns of the catalog, which the adapter does not know.
      async queryRaw(query: SqlQuery) {
        const chars = new Set<number>();
        const seen = (result: pg.QueryResult) => {
          result.fields.forEach((field, index) => {
            if (field.dataTypeID !== charType) return;
            field.dataTypeID = pg.types.builtins.TEXT;
            chars.add(index);
          });
          return result;
        };
        const driver = { query: async (config: pg.QueryConfig) => seen(await pool.query(config)) };
        const result = await queryRaw.call(Object.assign(Object.create(adapter), { client: driver }), query);
        const columnTypes = result.columnTypes.map((type, index) =>
          chars.has(index) ? ColumnTypeEnum.Character : type,
        );
        return { ...result, columnTypes };
      },
      async executeScript(script: string) {
        for (const text of mode === 'file' ? [script] : splitStatements(script)) await pool.query(text);
      },
      dispose: () => pool.end(),
    });
  };
  const database = decodeURIComponent(pathname.slice(1));
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(database),
    async connectToShadowDb() {
      const shadow = `prisma_migrate_shadow_db_${randomUUID()}`;
      const server = await open(database);
      await server.executeScript(`CREATE DATABASE "${shadow}"`);
      const adapter = await open(shadow);
      return Object.assign(adapter, {
        async dispose() {
          await adapter.underlyingDriver().end();
          await server.executeScript(`DROP DATABASE "${shadow}"`);
          await server.dispose();
        },
      });
    },
  };
}

const charType = 18;

const token =
  /[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|;|[\s\S]/g;

/** Splits an SQL script at the semicolons that end statements. */
export function splitStatements(script: string): readonly string[] {
  const statements = [''];
  for (const [text] of script.matchAll(token)) {
    if (text === ';') statements.push('');
    else statements[statements.length - 1] += text;
  }
  const isEmpty = (statement: string) =>
    statement.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '').trim() === '';
  return statements.filter((statement) => !isEmpty(statement));
}
