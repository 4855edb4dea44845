import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import picocolors from 'picocolors';

/**
 * The unified diff of one file, as `git apply` and `patch -p1` take it; empty if the texts are the same.
 *
 * @param file as it is to stand in the header, with forward slashes
 */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/** Colours the lines of a unified diff for a terminal. */
export function colourDiff(diff: string): string {
  const { bold, cyan, green, red } = picocolors.createColors(true);
  const paint = (line: string) => {
    if (line.startsWith('--- ') || line.startsWith('+++ ')) return bold(line);
    if (line.startsWith('@@')) return cyan(line);
    if (line.startsWith('+')) return green(line);
    if (line.startsWith('-')) return red(line);
    return line;
  };
  return diff.split('\n').map(paint).join('\n');
}
