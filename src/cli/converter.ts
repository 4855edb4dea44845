import { existsSync } from 'node:fs';
import path from 'node:path';
import { createJiti } from 'jiti';
import type { Convert } from '../backfill/job.js';
import { UserError } from '../errors.js';
import { didYouMean } from '../schema/annotation.js';
import { isColumnTransition, type PlannedTransition } from '../schema/transition.js';
import { databaseValueMap } from '../schema/value-map.js';
import type { Project } from './project.js';

/**
 * The function behind `--converter file#name`, in TypeScript or JavaScript: it answers for the values that the map of
 * the transition does not know. The others go through the map, as in the trigger.
 *
 * @throws UserError `converter-not-needed`, `converter-missing`
 */
export async function loadConverter(
  { directory, sync }: Project,
  transition: PlannedTransition,
  flag: string,
): Promise<Convert> {
  const map = isColumnTransition(transition) ? databaseValueMap(transition) : undefined;
  if (map === undefined || map.otherwise !== undefined) {
    throw new UserError('converter-not-needed', `${transition.id} leaves no value to a converter`, {
      place: transition.place,
      hint: 'a converter answers for what a `map` without `*` does not know',
    });
  }
  if (sync !== 'trigger') {
    throw new UserError(
      'converter-not-needed',
      `Under sync "${sync}" nothing brings the other side in line`,
      {
        hint: 'set the rows right by a script of your own, or add the values to the map',
      },
    );
  }
  const answer = await importFunction(directory, flag);
  const known = new Map(map.entries.map(({ from, to }) => [from, to]));
  const values = new Map(transition.target.enumValues?.map(({ name, value }) => [name, value]));
  return async (source) => {
    const mapped = known.get(source);
    if (mapped !== undefined) return mapped;
    const name = await answer(source);
    const value = typeof name === 'string' ? values.get(name) : undefined;
    if (value !== undefined) return value;
    throw new Error(`it gives ${JSON.stringify(name)}, which is no value of ${transition.target.type}`);
  };
}

async function importFunction(directory: string, flag: string): Promise<(source: string) => unknown> {
  const [file = '', name = 'default'] = flag.split('#', 2);
  const from = path.resolve(directory, file);
  if (!existsSync(from)) {
    throw new UserError('converter-missing', `There is no file ${file}`, {
      hint: 'write --converter ./file.ts#function',
    });
  }
  const loaded = await createJiti(import.meta.url)
    .import<Record<string, unknown>>(from)
    .catch((error: unknown) => {
      throw new UserError('converter-missing', `${file} cannot be loaded: ${(error as Error).message}`);
    });
  const found = loaded[name];
  if (typeof found === 'function') return found as (source: string) => unknown;
  const functions = Object.keys(loaded).filter((each) => typeof loaded[each] === 'function');
  throw new UserError('converter-missing', `${file} exports no function "${name}"`, {
    hint: didYouMean(name, functions) ?? `it exports ${functions.join(', ') || 'none'}`,
  });
}
