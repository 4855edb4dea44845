import type { Correspondence, SyncedColumns, TypedColumn } from './operation.js';
import { sameType } from './same-type.js';

/**
 * The columns with the types that they have in the database, where those are others than the schema says: a domain,
 * citext, a timestamp with a time zone, a shorter varchar. Of a renamed column the target gets the type of the source.
 *
 * @param source the type of the source in the database; nothing where it is not known
 * @param target the same of the target, which need not be there yet
 */
export function withActualTypes(
  sync: SyncedColumns,
  source: string | null | undefined,
  target?: string | null,
): SyncedColumns;
export function withActualTypes(
  sync: Correspondence,
  source: string | null | undefined,
  target?: string | null,
): Correspondence;
export function withActualTypes(
  sync: Correspondence,
  source: string | null | undefined,
  target?: string | null,
): Correspondence {
  const actual = (column: TypedColumn, type: string | null | undefined) =>
    !type || sameType(column.sqlType, type) ? column : { ...column, sqlType: type };
  if (!sync.source) return { ...sync, target: actual(sync.target, target) };
  const likeSource = target ?? (sync.forward.kind === 'copy' ? source : undefined);
  return { ...sync, source: actual(sync.source, source), target: actual(sync.target, likeSource) };
}
