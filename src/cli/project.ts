import { readFile } from 'node:fs/promises';
import { parseSchema } from '../schema/document.js';
import type { Provider, SyncMode, Transition } from '../schema/transition.js';
import { readTransitions } from '../schema/transitions.js';
import { findDatabaseUrl } from './database-url.js';
import { readPrismaConfig } from './prisma-config.js';

export interface ProjectOptions {
  readonly schema?: string;
  readonly config?: string;
  readonly databaseUrl?: string;
}

/** What a command works on: the user's schema, and the database behind it. */
export interface Project {
  readonly provider: Provider;
  readonly sync: SyncMode;
  readonly transitions: readonly Transition[];
  /** @throws UserError `no-database-url` */
  databaseUrl(): Promise<string>;
}

export async function openProject(options: ProjectOptions): Promise<Project> {
  const directory = process.cwd();
  const config = await readPrismaConfig(directory, options.config);
  const path = options.schema ?? config.schema ?? 'prisma/schema.prisma';
  const document = parseSchema([{ path, text: await readFile(path, 'utf8') }]);
  const provider = 'postgresql';
  return {
    provider,
    sync: 'trigger',
    transitions: readTransitions(document, provider),
    databaseUrl: () =>
      findDatabaseUrl({
        flag: options.databaseUrl,
        environment: process.env.DATABASE_URL,
        config: config.databaseUrl,
        directory,
      }),
  };
}
