import { dialectOf } from '../src/database/dialects.js';
import { scenarioOf } from '../src/scenarios/registry.js';
import { literal } from './literal.js';
import { template } from './templates.js';
import type { Described } from './transitions-json.js';

const render = template<{ readonly backfills: readonly string[] }>('backfill.ts');

/** `backfill.ts`: what `pec backfill` copies, as typed data with the SQL in full. */
export function backfillFile({ planned, provider }: Described): string {
  const dialect = dialectOf(provider);
  return render({
    backfills: planned.flatMap((transition) => {
      const sync = scenarioOf(transition).correspondence(transition);
      if (!sync) return [];
      const { table, id } = transition;
      return literal(
        {
          transition: id,
          table: table.name,
          ...(sync.source && { source: sync.source.column }),
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
