import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { UserError } from '../errors.js';

export interface Generation {
  /** The folder of the project's package.json, absolute. */
  readonly directory: string;
  /** The schema file or folder, absolute. */
  readonly schemaPath: string;
  /** As given with `--config`. */
  readonly configFile?: string | undefined;
  /** The one generator block to run; all of them without it. */
  readonly generator?: string;
}

/**
 * Runs the project's own `prisma generate`.
 *
 * @throws UserError `no-prisma`, `generate-failed` with what Prisma printed
 */
export async function prismaGenerate(generation: Generation): Promise<void> {
  const { directory, schemaPath, configFile, generator } = generation;
  const args = ['generate', '--schema', schemaPath];
  if (configFile) args.push('--config', configFile);
  if (generator) args.push('--generator', generator);
  const { code, output } = await run(prismaProgram(directory), args, directory);
  if (code === 0) return;
  throw new UserError('generate-failed', `prisma generate failed:\n${output.trim()}`, {
    hint: 'run `npx prisma generate` to see it on its own',
  });
}

function prismaProgram(directory: string): string {
  const require = createRequire(path.join(directory, 'package.json'));
  try {
    const manifest = require.resolve('prisma/package.json');
    const { bin } = require(manifest) as { bin: { prisma: string } };
    return path.join(path.dirname(manifest), bin.prisma);
  } catch {
    throw new UserError('no-prisma', 'the package `prisma` is not installed here', {
      hint: 'run this in the folder of your package.json, after `npm install`',
    });
  }
}

function run(
  program: string,
  args: readonly string[],
  directory: string,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: directory,
      env: { ...process.env, PATH: binaries(directory), PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject).on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Prisma finds generators by PATH alone; npx adds these folders, a plain `pec` on PATH does not. */
function binaries(directory: string): string {
  const folders: string[] = [];
  for (let folder = directory; ; folder = path.dirname(folder)) {
    folders.push(path.join(folder, 'node_modules', '.bin'));
    if (folder === path.dirname(folder)) break;
  }
  return [...folders, process.env.PATH ?? ''].join(path.delimiter);
}
