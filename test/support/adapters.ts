import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Provider } from '../../src/schema/transition.js';

/** What a generated client is made with. */
export function adapterOf(provider: Provider, url: string): object {
  switch (provider) {
    case 'postgresql':
      return new PrismaPg({ connectionString: url });
    case 'mysql':
      return new PrismaMariaDb(url.replace('mysql:', 'mariadb:'));
    case 'sqlite':
      return new PrismaBetterSqlite3({ url });
  }
}
