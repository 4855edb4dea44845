import { type Formatter, formatFiles, resolveFormatter } from 'formatly';
import { UserError } from '../../src/errors.js';
import { repositoryOf } from '../git.js';

/**
 * The formatter that the project has: Prettier, Biome, dprint, oxfmt or deno fmt.
 *
 * @throws UserError `no-formatter`
 */
export async function findFormatter(cwd: string): Promise<Formatter> {
  const formatter = await resolveFormatter(cwd, { stopDirectory: repositoryOf(cwd) ?? cwd });
  if (formatter) return formatter;
  throw new UserError('no-formatter', '--format found no formatter in this project', {
    hint: 'It knows Prettier, Biome, dprint, oxfmt and deno fmt by their configuration, or by a script in package.json',
  });
}

/**
 * @param files absolute paths, already written
 * @throws UserError `formatter-failed`
 */
export async function formatWith(formatter: Formatter, files: readonly string[], cwd: string): Promise<void> {
  const report = await formatFiles([...files], { cwd, formatter: formatter.name });
  const problem = report.ran ? report.error?.message : report.message;
  if (problem === undefined) return;
  throw new UserError(
    'formatter-failed',
    `The files are written; ${formatter.name} failed on them: ${problem}`,
  );
}
