import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { formatUserError, isUserError, type UserError } from '../errors.js';

const require = createRequire(import.meta.url);

/** Apart from wrong usage: a pipeline may wait for a gate, and try again. */
const gateOpen = 3;

interface CommandEntry {
  readonly description: string;
  readonly load: () => Promise<Command>;
}

/**
 * One file and one entry for each command. A command is loaded when it is called: some bring a compiler along, and the
 * list of commands needs none of them.
 */
const commands: Readonly<Record<string, CommandEntry>> = {
  init: {
    description:
      'add the generator to the schema, and its extension to each `new PrismaClient(…)` where the sync mode needs that',
    load: async () => (await import('./commands/init.js')).init(),
  },
  plan: {
    description: 'the whole way of each transition: stages, migrations, rewrites, gates, way back',
    load: async () => (await import('./commands/plan.js')).plan(),
  },
  status: {
    description: 'where each transition stands, from the files, and with a database also from its rows',
    load: async () => (await import('./commands/status.js')).status(),
  },
  next: {
    description:
      'prepare the next stage of one transition in the working tree: schema, migrations, client, application',
    load: async () => (await import('./commands/next.js')).next(),
  },
  revert: {
    description: 'take the last prepared stage of one transition back: schema and inverse migrations',
    load: async () => (await import('./commands/revert.js')).revert(),
  },
  backfill: {
    description:
      'copy the source of a transition to its target, in small batches, beside the running application',
    load: async () => (await import('./commands/backfill.js')).backfill(),
  },
  verify: {
    description: 'compare source and target of every row; exit code 1 if any differs',
    load: async () => (await import('./commands/verify.js')).verify(),
  },
};

/**
 * Runs one command line to its end and leaves the exit code in `process.exitCode`: 0 all is well, 1 something is left
 * to do (drift, rows not copied), 2 wrong usage or an error, 3 a gate is open, 130 after Ctrl-C.
 *
 * @param args without the program's own name
 */
export async function runProgram(args: readonly string[]): Promise<void> {
  const { version } = require('prisma-expand-contract/package.json') as { version: string };
  const program = new Command('pec').description('zero-downtime schema changes for Prisma').version(version);
  const called = args[0] === 'help' ? args[1] : args[0];
  for (const [name, { description, load }] of Object.entries(commands)) {
    const command = name === called ? await load() : new Command(name).usage('[options]');
    program.addCommand(command.description(description));
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
    process.exitCode = isUserError(error) && error.code === 'gate-open' ? gateOpen : 2;
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
