import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { formatUserError, isUserError, type UserError } from '../errors.js';

const require = createRequire(import.meta.url);

/** One file and one line for each command. Only the one that is called is loaded: some bring a compiler along. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./commands/init.js')).init(),
  plan: async () => (await import('./commands/plan.js')).plan(),
  status: async () => (await import('./commands/status.js')).status(),
  next: async () => (await import('./commands/next.js')).next(),
  revert: async () => (await import('./commands/revert.js')).revert(),
  backfill: async () => (await import('./commands/backfill.js')).backfill(),
  verify: async () => (await import('./commands/verify.js')).verify(),
};

/**
 * Runs one command line to its end and leaves the exit code in `process.exitCode`: 0 all is well, 1 something is left
 * to do (drift, rows not copied), 2 wrong usage or an error, 130 after Ctrl-C.
 *
 * @param args without the program's own name
 */
export async function runProgram(args: readonly string[]): Promise<void> {
  const { version } = require('prisma-expand-contract/package.json') as { version: string };
  const program = new Command('pec').description('zero-downtime schema changes for Prisma').version(version);
  const called = Object.entries(commands).filter(([name]) => name === args[0]);
  for (const [, load] of called.length > 0 ? called : Object.entries(commands)) {
    program.addCommand(await load());
  }
  // Not inherited: each command has to be told.
  for (const command of [program, ...program.commands])
    command.exitOverride().showHelpAfterError('(see --help)');
  let json = false;
  program.hook('preAction', (_, action) => {
    json = action.opts().json === true;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed it.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.exitCode = 2;
    if (isUserError(error)) printUserError(error, json);
    else process.stderr.write(`This is a bug in prisma-expand-contract:\n${stackOf(error)}\n`);
  }
}

function printUserError(error: UserError, json: boolean): void {
  process.stderr.write(`${formatUserError(error)}\n`);
  if (!json) return;
  for (const { code, message, hint, place } of [error, ...error.others]) {
    process.stdout.write(`${JSON.stringify({ event: 'error', code, message, hint, place })}\n`);
  }
}

/** Only the stack: other properties of a driver's error may hold the connection string. */
function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
