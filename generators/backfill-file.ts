import { dialectOf } from '../src/database/dialects.js';
import { syncedColumns } from '../src/scenarios/parts/synced-columns.js';
import type { ColumnTransition } from '../src/schema/transition.js';
import { literal } from './literal.js';
import { template } from './templates.js';
import type { Described } from './transitions-json.js';

const render = template<{ readonly backfills: readonly string[] }>('backfill.ts');

/** `backfill.ts`: what `pec backfill` copies, as typed data with the SQL in full. */
export function backfillFile({ transitions, provider }: Described): string {
  const dialect = dialectOf(provider);
  return render({
    backfills: transitions.map((transition: ColumnTransition) => {
      const sync = syncedColumns(transition);
      const { table, id } = transition;
      return literal(
        {
          transition: id,
          table: table.name,
          source: sync.source.column,
          target: sync.target.column,
          key: table.key.map(({ column }) => column),
          copy: dialect.backfillBatch(sync, table.key, {}).text,
          countDrift: dialect.countDrift(sync).text,
        },
        '  ',
      );
    }),
  });
}
