import { type Command, InvalidArgumentError } from 'commander';
import type { ProjectOptions } from './project.js';

/** Flags that every command about transitions has. */
export interface CommonOptions extends ProjectOptions {
  readonly transition?: readonly string[];
  readonly json?: true;
}

/** Adds the flags that say which project, which database and which transitions. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--transition <Model.field>', 'only this transition, named by its target; repeatable', collect)
    .option('--schema <path>', 'schema file or folder (default: as Prisma finds it)')
    .option('--config <path>', 'prisma.config.ts (default: as Prisma finds it)')
    .option('--database-url <url>', 'database to work on (default: DATABASE_URL, prisma.config.ts, .env)')
    .option('--json', 'one JSON object a line on stdout');
}

/** For an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** An option value above 0, up to 100. */
export function percentage(value: string): number {
  const number = Number(value);
  if (!/^\d+(\.\d+)?$/.test(value) || number <= 0 || number > 100) {
    throw new InvalidArgumentError('Expected a number above 0, up to 100.');
  }
  return number;
}

/** An option value that is a whole number of at least `least`. */
export function wholeNumber(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
      throw new InvalidArgumentError(`Expected a whole number from ${least}.`);
    }
    return number;
  };
}
