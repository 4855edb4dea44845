import { UserError } from '../errors.js';

/** What `prisma.config.ts` says, as far as it concerns us; empty where there is none. */
export interface PrismaConfig {
  /** Schema file or folder, absolute. */
  readonly schema?: string | undefined;
  readonly databaseUrl?: string | undefined;
  /** The folder of the migrations, absolute. */
  readonly migrations?: string | undefined;
}

/**
 * Reads the user's Prisma configuration with Prisma's own loader.
 *
 * @param directory where to look for it
 * @param file as given with `--config`
 * @throws UserError `prisma-config` if it is missing or does not load
 */
export async function readPrismaConfig(directory: string, file: string | undefined): Promise<PrismaConfig> {
  // Many such files import dotenv, which would announce itself on stdout, in the midst of --json.
  process.env.DOTENV_CONFIG_QUIET ??= 'true';
  const { loadConfigFromFile } = await import('@prisma/config');
  const { config, error, resolvedPath } = await loadConfigFromFile({
    configRoot: directory,
    ...(file !== undefined && { configFile: file }),
  });
  if (error === undefined) {
    const { schema, datasource, migrations } = config;
    return { schema, databaseUrl: datasource?.url, migrations: migrations?.path };
  }
  if (error._tag === 'ConfigFileNotFound') {
    throw new UserError('prisma-config', `There is no file ${resolvedPath}`, { hint: 'check --config' });
  }
  throw new UserError('prisma-config', `${resolvedPath} does not load: ${error.error.message}`);
}
