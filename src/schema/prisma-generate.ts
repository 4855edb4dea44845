import { spawn } from 'node:child_process';
import path from 'node:path';
import { UserError } from '../errors.js';
import { findPrisma } from './installed-prisma.js';

export interface Generation {
  /** The folder that Prisma runs in, absolute: its config file is looked for there. */
  readonly directory: string;
  /** The schema file or folder, absolute. The Prisma that is installed for its folder runs, else that of `directory`. */
  readonly schemaPath: string;
  /** As given with `--config`. */
  readonly configFile?: string | undefined;
  /** The one generator block to run; all of them without it. */
  readonly generator?: string;
  /**
   * Any file, for a client that is only read: Prisma 6 copies the file into the client instead of its query engine,
   * which it would have to download first.
   */
  readonly queryEngine?: string;
  /** Aborting ends Prisma. */
  readonly signal?: AbortSignal;
  /** Is told the number of the process once it has started. */
  readonly onStart?: (pid: number) => void;
}

/**
 * Runs the project's own `prisma generate`.
 *
 * @throws UserError `no-prisma`, `generate-failed` with what Prisma printed; the reason of the signal
 */
export async function prismaGenerate(generation: Generation): Promise<void> {
  const { directory, schemaPath, configFile, generator } = generation;
  const prisma = findPrisma(path.dirname(schemaPath), directory);
  if (!prisma) {
    throw new UserError('no-prisma', 'the package `prisma` is not installed here', {
      hint: 'run this in the folder of your package.json, after `npm install`',
    });
  }
  const args = ['generate', '--schema', schemaPath];
  if (configFile) args.push('--config', configFile);
  if (generator) args.push('--generator', generator);
  const { code, output } = await runPrisma(prisma.program, args, generation);
  generation.signal?.throwIfAborted();
  if (code === 0) return;
  throw new UserError('generate-failed', `prisma generate failed:\n${output.trim()}`, {
    hint: `run \`npx ${prisma.isBesidePrisma8 ? 'prisma7' : 'prisma'} generate\` to see it on its own`,
  });
}

/**
 * Runs a command of Prisma that needs no database. It installs and downloads nothing.
 *
 * @param program the command line of Prisma, as a JavaScript file
 * @param setting `directory` is the working directory
 * @returns the exit code, and what was printed on both streams
 */
export function runPrisma(
  program: string,
  args: readonly string[],
  { directory, queryEngine, signal, onStart }: Omit<Generation, 'schemaPath'>,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: directory,
      env: { ...environment(directory), ...(queryEngine !== undefined && queryEngineAt(queryEngine)) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid !== undefined) onStart?.(child.pid);
    const end = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', end, { once: true });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject).on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function environment(directory: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // `prisma generate` runs no schema engine, but downloads one unless one is named: any executable will do.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath,
    // Prisma 6 adds packages to the project that it does not find from the schema.
    PRISMA_GENERATE_SKIP_AUTOINSTALL: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    NO_COLOR: '1',
    PATH: binaries(directory),
  };
}

const queryEngineAt = (file: string) => ({
  PRISMA_QUERY_ENGINE_LIBRARY: file,
  PRISMA_QUERY_ENGINE_BINARY: file,
});

/** Prisma finds generators by PATH alone; npx adds these folders, a plain `pec` on PATH does not. */
function binaries(directory: string): string {
  const folders: string[] = [];
  for (let folder = directory; ; folder = path.dirname(folder)) {
    folders.push(path.join(folder, 'node_modules', '.bin'));
    if (folder === path.dirname(folder)) break;
  }
  return [...folders, process.env.PATH ?? ''].join(path.delimiter);
}
