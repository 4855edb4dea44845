import type { Declared } from '../checker/checker.js';
import { nodeAt } from '../source.js';
import type { Located, Wanted } from './located.js';

/**
 * Tells the declarations of the code's own, whose members keep their names whatever their types were made from. What is
 * rewritten itself, as `select: { userName: true }` is, declares nothing of its own.
 */
export function ownDeclarations(
  located: readonly Located[],
  { sources, branded }: Pick<Wanted, 'sources' | 'branded'>,
): (declared: Declared) => boolean {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const rewritten = new Set(
    located.flatMap(({ path, offset, verdict }) => {
      const source = byPath.get(path)!;
      const member = verdict.kind === 'field' ? nodeAt(source.tree, offset)?.parent : undefined;
      return member ? [`${source.path}:${member.pos}:${member.end}`] : [];
    }),
  );
  return ({ file, pos, end }) => !branded.has(file) && !rewritten.has(`${file}:${pos}:${end}`);
}
