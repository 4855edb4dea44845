import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { UserError } from '../errors.js';

/** Where a connection string may come from; earlier ones win. */
export interface UrlSources {
  /** `--database-url` */
  readonly flag: string | undefined;
  readonly environment: string | undefined;
  /** `datasource.url` of `prisma.config.ts` */
  readonly config: string | undefined;
  /** The folder whose `.env` is the last resort. */
  readonly directory: string;
}

/**
 * The connection string of the database to work on.
 *
 * @throws UserError `no-database-url`
 */
export async function findDatabaseUrl({ flag, environment, config, directory }: UrlSources): Promise<string> {
  const url = flag || environment || config || (await fromDotenv(directory));
  if (!url) {
    throw new UserError('no-database-url', 'It is not known which database to work on', {
      hint: 'give --database-url, set DATABASE_URL, or name it in prisma.config.ts (datasource.url) or in .env',
    });
  }
  return url;
}

async function fromDotenv(directory: string): Promise<string | undefined> {
  try {
    return parseEnv(await readFile(path.join(directory, '.env'), 'utf8')).DATABASE_URL;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
}
