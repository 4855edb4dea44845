import type { SyncedColumns } from '../../database/operation.js';
import { type ConversionPair, mapped } from '../../model/conversion.js';
import type { ColumnTransition } from '../../schema/transition.js';
import { databaseValueMap } from '../../schema/value-map.js';

/** The two columns of a transition, as triggers, backfill and verification need them. */
export function syncedColumns(transition: ColumnTransition): SyncedColumns {
  const { table, source, target, sourceIndexes } = transition;
  const uniques = [
    ...(source.unique ? [[source.column]] : []),
    ...sourceIndexes.filter(({ kind }) => kind === 'unique').map(({ columns }) => columns),
  ];
  return {
    table: { name: table.name, ...(table.schema !== undefined && { schema: table.schema }) },
    source: { column: source.column, sqlType: source.sqlType },
    target: { column: target.column, sqlType: target.sqlType },
    ...conversionsOf(transition),
    ...(uniques.length > 0 && { uniques }),
    ...(table.key.length > 0 && { key: table.key.map(({ column }) => column) }),
  };
}

/** By the names that enum values have in the database. */
function conversionsOf(transition: ColumnTransition): ConversionPair {
  const map = databaseValueMap(transition);
  if (map) return mapped(map);
  const { forward, backward } = transition;
  return { forward, backward };
}
