import type { SyncedColumns } from '../database/operation.js';
import type { RenameColumn } from '../schema/transition.js';

/** The two columns of a transition, as triggers, backfill and verification need them. */
export function syncedColumns({ table, source, target }: RenameColumn): SyncedColumns {
  return {
    table: { name: table.name, ...(table.schema !== undefined && { schema: table.schema }) },
    source: { column: source.column, sqlType: source.sqlType },
    target: { column: target.column, sqlType: target.sqlType },
    conversion: { kind: 'identity' },
  };
}
