/** Why a file is not read: nobody edits it by hand. */
export type LeftOut = 'minified' | 'vendored';

const VENDORED = /(?:^|\/)(?:vendor|vendors|vendored|third[_-]party|bower_components|\.yarn)\//;
const MINIFIED = /[.-]min\.[cm]?js$/;

/** As long as a line of code that somebody wrote may be, and as long as lines are at the mean where nobody did. */
const LONG_LINE = 5000;
const MEAN_LINE = 500;

/**
 * Whether a file is a copy of the code of others, or was made by a tool that takes out what only people need.
 *
 * @param file with forward slashes, relative to what is read
 */
export function leftOutByName(file: string): LeftOut | undefined {
  if (VENDORED.test(file)) return 'vendored';
  return MINIFIED.test(file) ? 'minified' : undefined;
}

/** Whether a script has the lines of a minified one; data in one long line is none. */
export function isMinified(file: string, text: string): boolean {
  if (!/\.[cm]?jsx?$/.test(file) || text.length < LONG_LINE) return false;
  const lines = text.split('\n');
  if (text.length / lines.length < MEAN_LINE) return false;
  return lines.some((line) => line.length > LONG_LINE && /[;{}][\w$!(]/.test(line));
}
