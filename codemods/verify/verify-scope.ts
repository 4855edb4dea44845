import { reachesOtherFiles } from '../locate/reach.js';
import { nodeAt } from '../source.js';
import type { PlacedEdits } from './added-errors.js';
import type { DependentsOf } from './dependents.js';

/**
 * The files that edits could give an error: those that are edited, and those that depend on one whose edits reach the
 * types that it exports.
 *
 * @param files all that could be checked
 */
export function filesToCheck(
  places: readonly PlacedEdits[],
  files: readonly string[],
  dependentsOf: DependentsOf,
): readonly string[] {
  const edited = new Set(places.map(({ source }) => source.path));
  const reaching = new Set<string>();
  for (const { source, offset } of places) {
    if (reaching.has(source.path)) continue;
    const token = nodeAt(source.tree, offset);
    if (!token || reachesOtherFiles(token)) reaching.add(source.path);
  }
  const dependents = dependentsOf([...reaching]);
  if (dependents === 'all') return files;
  return files.filter((file) => edited.has(file) || dependents.has(file));
}
