import type { Conversion, SyncedColumns } from '../database/operation.js';
import type { ColumnTransition } from '../schema/transition.js';
import { databaseValueMap } from '../schema/value-map.js';

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
    conversion: conversionOf(transition),
    ...(uniques.length > 0 && { uniques }),
    ...(table.key.length > 0 && { key: table.key.map(({ column }) => column) }),
  };
}

function conversionOf(transition: ColumnTransition): Conversion {
  const { converter, source } = transition;
  switch (converter.kind) {
    case 'identity':
      return { kind: 'identity' };
    case 'map':
      return { kind: 'map', ...databaseValueMap(transition)! };
    case 'sql':
      return { kind: 'sql', up: converter.up, down: converter.down[source.field]! };
  }
}
