import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlQuery } from '@prisma/driver-adapter-utils';
import type { Adapter } from './schema-engine.js';

/**
 * A driver adapter through which the schema engine applies migrations to a SQLite file as Prisma's own binary does.
 *
 * `@prisma/adapter-better-sqlite3` as it is would not do: into the shadow database the engine sends whole files as
 * one statement, which that adapter refuses.
 *
 * @param file its path; `:memory:` is a database of each connection's own
 */
export function sqliteAdapter(file: string): Adapter {
  const url = file === ':memory:' ? file : `file:${file}`;
  const factory = new PrismaBetterSqlite3({ url }, { shadowDatabaseUrl: ':memory:' });
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: () => factory.connect(),
    async connectToShadowDb() {
      const adapter = await factory.connectToShadowDb();
      const { executeRaw } = adapter;
      return Object.assign(adapter, {
        async executeRaw(query: SqlQuery) {
          if (query.args.length > 0) return await executeRaw.call(adapter, query);
          await adapter.executeScript(query.sql);
          return 0;
        },
      });
    },
  };
}
