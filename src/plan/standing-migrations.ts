/**
 * The migrations of ours that are in force, without their time stamps: a `…_revert` takes one back, and the drop
 * ends the life of all that belong to its transition, so that the same rename can be made again years later.
 *
 * @param folders the names of the folders in `migrations`, in any order
 */
export function standingMigrations(folders: readonly string[]): ReadonlySet<string> {
  const standing = new Set<string>();
  for (const folder of folders.toSorted()) {
    const name = /^\d+_(pec_\d_.*)$/.exec(folder)?.[1];
    if (name === undefined) continue;
    const dropped = /^pec_4_drop_(.*)$/.exec(name)?.[1];
    if (dropped !== undefined) {
      for (const other of standing) {
        const slug = other.replace(/^pec_\d_[a-z]+_/, '').replace(/_(?:index|unique|enum)_\d+$/, '');
        if (slug === dropped) standing.delete(other);
      }
    } else if (name.endsWith('_revert')) standing.delete(name.slice(0, -'_revert'.length));
    else standing.add(name);
  }
  return standing;
}
