import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { postgresAdapter } from '../../src/rehearsal/postgres-adapter.js';
import { applyMigrations } from '../../src/rehearsal/schema-engine.js';
import { type CommandResult, createWorkspace, type Workspace } from '../support/workspace.js';

export const schema = `generator client {
  provider = "prisma-client"
  output   = "../src/generated/prisma"
}

datasource db {
  provider = "postgresql"
}

/// Who may log in.
model User {
  id       Int    @id @default(autoincrement())
  email    String @unique
  userName String // shown everywhere
}
`;

/** What the user writes. */
export const annotated = (text: string) =>
  text.replace(
    /^ {2}userName String.*$/m,
    (line) => `${line}\n  /// @transition from:userName\n  displayName String?`,
  );

/** A small application, as its authors wrote it. */
export const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "app", "type": "module", "private": true }\n',
  'tsconfig.json': `${JSON.stringify(
    {
      compilerOptions: {
        target: 'es2023',
        module: 'nodenext',
        types: ['node'],
        strict: true,
        skipLibCheck: true,
        noEmit: true,
      },
      include: ['src'],
    },
    undefined,
    2,
  )}\n`,
  '.gitignore': 'src/generated\n',
  'prisma/schema.prisma': schema,
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  'prisma/migrations/20260101000000_init/migration.sql': `CREATE TABLE "User" (
  "id" SERIAL PRIMARY KEY,
  "email" TEXT NOT NULL,
  "userName" TEXT NOT NULL
);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`,
  'src/db.ts': `import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/prisma/client.js';

const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL });

export const prisma = new PrismaClient({ adapter });
`,
  'src/users.ts': `import { prisma } from './db.js';

export async function register(email: string, userName: string) {
  return prisma.user.create({ data: { email, userName } });
}

export async function findByName(name: string) {
  return prisma.user.findMany({ where: { userName: name }, orderBy: { userName: 'asc' } });
}
`,
  'src/greeting.ts': `import { prisma } from './db.js';

export async function greet(id: number): Promise<string> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id }, select: { userName: true } });
  return \`Hello, \${user.userName}!\`;
}
`,
};

/** One application in a folder of its own, under git, with its client generated. */
export interface Application {
  readonly folder: string;
  pec(args: readonly string[], databaseUrl?: string): Promise<CommandResult>;
  run(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CommandResult>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** What the user writes: the new field with its annotation. */
  annotate(): Promise<void>;
  commit(message?: string): Promise<void>;
  /** `git status --porcelain`: what a command has changed. */
  changes(): Promise<readonly string[]>;
  /** `prisma migrate deploy`. */
  deploy(databaseUrl: string): Promise<void>;
}

export interface Applications {
  readonly workspace: Workspace;
  /** A fresh copy of the application. */
  create(): Promise<Application>;
  /** The same with the generator, the annotation, and everything committed. */
  createInitialised(sync?: 'trigger' | 'client'): Promise<Application>;
  /** A fresh copy of what `change` makes of an initialised application, or of one made before; it runs once for each name. */
  derive(
    name: string,
    sync: 'trigger' | 'client',
    change: (application: Application) => Promise<void>,
    from?: string,
  ): Promise<Application>;
  remove(): Promise<void>;
}

/** Generates and initialises each kind once; a test gets a copy. */
export async function openApplications(): Promise<Applications> {
  const workspace = await createWorkspace();
  const at = (folder: string) => applicationIn(workspace, folder);
  let copies = 0;
  const copyOf = async (name: string) => {
    copies += 1;
    return at(await workspace.copy(path.join(workspace.directory, name), `app-${copies}`));
  };
  const made = new Map<string, Promise<void>>();
  /** What is copied must not change any more, so each kind is made once. */
  async function once(name: string, make: (application: Application) => Promise<void>, from?: string) {
    const start = async () => {
      const folder = path.join(workspace.directory, name);
      if (from) await workspace.copy(path.join(workspace.directory, from), name);
      await make(at(folder));
    };
    const making = made.get(name) ?? start();
    made.set(name, making);
    await making;
  }

  const plain = () =>
    once('plain', async (application) => {
      for (const [file, text] of Object.entries(files)) await application.write(file, text);
      await must(application.run('git', ['init', '--quiet']));
      await must(application.run('prisma', ['generate']));
      await application.commit('The application');
    });
  const initialised = async (sync: string) => {
    await plain();
    await once(
      sync,
      async (application) => {
        await must(application.pec(['init', '--sync', sync]));
        await application.annotate();
        await application.commit('Annotation');
      },
      'plain',
    );
  };
  return {
    workspace,
    async create() {
      await plain();
      return copyOf('plain');
    },
    async createInitialised(sync = 'trigger') {
      await initialised(sync);
      return copyOf(sync);
    },
    async derive(name, sync, change, from = sync) {
      await initialised(sync);
      await once(name, change, from);
      return copyOf(name);
    },
    remove: () => workspace.remove(),
  };
}

/** The result, where the command ended with exit code 0. */
export async function must(running: Promise<CommandResult>): Promise<CommandResult> {
  const result = await running;
  if (result.code !== 0) throw new Error(`exit code ${result.code}:\n${result.stdout}${result.stderr}`);
  return result;
}

function applicationIn(workspace: Workspace, folder: string): Application {
  const file = (name: string) => path.join(folder, name);
  const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    workspace.run(folder, program, args, env);
  const application: Application = {
    folder,
    run,
    pec: (args, databaseUrl = '') => run('pec', args, { DATABASE_URL: databaseUrl }),
    read: (name) => readFile(file(name), 'utf8'),
    async write(name, text) {
      await mkdir(path.dirname(file(name)), { recursive: true });
      await writeFile(file(name), text);
    },
    async annotate() {
      await application.write(
        'prisma/schema.prisma',
        annotated(await application.read('prisma/schema.prisma')),
      );
    },
    async commit(message = 'Work') {
      const author = ['-c', 'user.name=app', '-c', 'user.email=app@example.invalid'];
      await must(run('git', ['add', '--all']));
      await must(run('git', [...author, 'commit', '--quiet', '--allow-empty', '--message', message]));
    },
    async changes() {
      const { stdout } = await must(run('git', ['status', '--porcelain', '--untracked-files=all']));
      return stdout.split('\n').filter(Boolean);
    },
    async deploy(databaseUrl) {
      await applyMigrations(file('prisma/migrations'), postgresAdapter(databaseUrl));
    },
  };
  return application;
}
