import path from 'node:path';
import { UserError } from '../errors.js';
import type { Dialect } from './dialect.js';

/** Which database it is, without what opens it. */
export interface DatabaseName {
  /** Absent for a file. */
  readonly host?: string;
  readonly port?: number;
  /** The name of the database, or the path of its file. */
  readonly database: string;
  /** Where the connection string names one. */
  readonly schema?: string;
}

const ports = { postgresql: 5432, mysql: 3306 };

/**
 * What a connection string says of the database, without user and password.
 *
 * @param directory where a relative path of a SQLite file starts
 * @throws UserError `database-url`
 */
export function databaseName(
  provider: Dialect['provider'],
  connectionString: string,
  directory: string,
): DatabaseName {
  if (provider === 'sqlite') {
    const file = connectionString.replace(/^(?:file|sqlite):(?:\/\/(?=\/))?/, '').replace(/\?.*$/, '');
    return { database: path.resolve(directory, file) };
  }
  if (!URL.canParse(connectionString)) {
    throw new UserError('database-url', 'The connection string is not a URL', {
      hint: `expected ${provider}://user:password@host:${ports[provider]}/database`,
    });
  }
  const { hostname, port, pathname, searchParams } = new URL(connectionString);
  const schema = searchParams.get('schema');
  return {
    // A socket is named as a parameter.
    host: hostname || searchParams.get('host') || 'localhost',
    port: port ? Number(port) : ports[provider],
    database: decodeURIComponent(pathname.slice(1)),
    ...(schema !== null && { schema }),
  };
}

/** For people: `shop at db.example.com:5432`. */
export function describeDatabase({ host, port, database, schema }: DatabaseName): string {
  const named = schema === undefined ? database : `${database}, schema ${schema},`;
  return host === undefined ? named : `${named} at ${host}:${port}`;
}
