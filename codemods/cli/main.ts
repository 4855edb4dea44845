import { createRequire } from 'node:module';
import { formatUserError, isUserError } from '../../src/errors.js';
import { parseArguments } from './arguments.js';
import { type Engine, run } from './run.js';
import type { Terminal } from './terminal.js';

const require = createRequire(import.meta.url);

/**
 * Runs `pec-codemod`.
 *
 * @param argv without the program itself
 * @returns the exit code
 */
export async function main(
  argv: readonly string[],
  terminal: Terminal,
  engine: () => Promise<Engine> = async () => (await import('../run.js')).runCodemod,
): Promise<number> {
  try {
    const { version } = require('prisma-expand-contract/package.json') as { version: string };
    const parsed = parseArguments(argv, version);
    if ('answer' in parsed) {
      terminal.stdout.write(parsed.answer);
      return 0;
    }
    return await run(parsed, terminal, version, engine);
  } catch (error) {
    terminal.stderr.write(isUserError(error) ? `${formatUserError(error)}\n` : bugText(error));
    return 2;
  }
}

function bugText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${text}\nThis is a bug in prisma-expand-contract. Please report it, with the lines above.\n`;
}
