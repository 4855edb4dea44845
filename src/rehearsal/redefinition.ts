import { UserError } from '../errors.js';
import type { SchemaFiles } from './schema-engine.js';

/**
 * What Prisma itself writes to bring a SQLite database from one schema to another, by the same engine.
 *
 * @throws UserError `engine-missing` without the optional packages that this takes
 */
export async function redefinition(from: SchemaFiles, to: SchemaFiles): Promise<string> {
  const [{ diffSchemas }, { sqliteAdapter }] = await Promise.all([
    import('./schema-engine.js'),
    import('./sqlite-adapter.js'),
  ]).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError(
      'engine-missing',
      "On SQLite this stage makes a table anew, as Prisma's schema engine would, and that engine is not installed",
      {
        hint: 'npm install --save-dev @prisma/schema-engine-wasm @prisma/driver-adapter-utils @prisma/adapter-better-sqlite3, in the version of your Prisma',
      },
    );
  });
  return await diffSchemas(from, to, sqliteAdapter(':memory:'));
}
