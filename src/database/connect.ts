import type { Connection } from './connection.js';
import type { Dialect } from './dialect.js';
import { connectMysql } from './mysql-connection.js';
import { connectPostgres } from './postgresql-connection.js';
import { connectSqlite } from './sqlite-connection.js';

/**
 * Opens one session.
 *
 * @param directory where a relative path of a SQLite file starts
 * @throws UserError `driver-missing`, `database-…`
 */
export async function connect(
  provider: Dialect['provider'],
  connectionString: string,
  directory: string,
): Promise<Connection> {
  switch (provider) {
    case 'postgresql':
      return await connectPostgres(connectionString);
    case 'mysql':
      return await connectMysql(connectionString);
    case 'sqlite':
      return await connectSqlite(connectionString, directory);
  }
}
