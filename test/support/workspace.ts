import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder outside the repository in which copies of a fixture live as their own projects. */
export interface Workspace {
  readonly directory: string;
  /** Copies a tree into the workspace and returns its folder. */
  copy(from: string, to: string): Promise<string>;
  /** Runs a program of `node_modules/.bin`, or any other, in a folder of the workspace; never throws on its exit code. */
  run(
    directory: string,
    program: string,
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
  ): Promise<CommandResult>;
  remove(): Promise<void>;
}

/**
 * Node and the compilers look upwards for packages, so one `node_modules` of links serves every tree below it:
 * all that the repository installs, and the package itself under its own name, as built.
 */
export async function createWorkspace(): Promise<Workspace> {
  const directory = await mkdtemp(join(tmpdir(), 'pec-'));
  const modules = join(directory, 'node_modules');
  await mkdir(join(modules, '.bin'), { recursive: true });
  const installed = join(root, 'node_modules');
  for (const name of await readdir(installed)) {
    if (name.startsWith('.') || name === 'prisma-expand-contract') continue;
    await symlink(join(installed, name), join(modules, name));
  }
  for (const name of await readdir(join(installed, '.bin'))) {
    await symlink(join(installed, '.bin', name), join(modules, '.bin', name));
  }
  await symlink(root, join(modules, 'prisma-expand-contract'));
  for (const [name, bin] of Object.entries(await ownBins())) {
    await rm(join(modules, '.bin', name), { force: true });
    await symlink(join(root, bin), join(modules, '.bin', name));
  }
  const env = {
    ...process.env,
    PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH}`,
    // `prisma generate` needs no schema engine, but looks for one.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    NO_COLOR: '1',
  };
  return {
    directory,
    async copy(from, to) {
      const target = join(directory, to);
      await cp(from, target, {
        recursive: true,
        filter: (path) => basename(path) !== 'node_modules',
      });
      return target;
    },
    async run(cwd, program, args, extra = {}) {
      try {
        const done = await promisify(execFile)(program, args, {
          cwd,
          env: { ...env, ...extra },
          maxBuffer: 64 << 20,
        });
        return { code: 0, ...done };
      } catch (error) {
        const failed = error as { code?: unknown; stdout?: string; stderr?: string };
        if (typeof failed.code !== 'number') throw error;
        return { code: failed.code, stdout: failed.stdout ?? '', stderr: failed.stderr ?? '' };
      }
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

async function ownBins(): Promise<Record<string, string>> {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  return manifest.bin;
}
