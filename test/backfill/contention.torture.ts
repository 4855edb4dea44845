import { describe, expect, it } from 'vitest';
import { hasMariaDb } from '../support/mariadb.js';
import { lockForSeconds } from './contention.js';
import { startServer } from './databases.js';

const seconds = Number(process.env.TORTURE_SECONDS ?? 60);

describe.each(['postgresql', 'mysql'] as const)('on %s', (provider) => {
  it.skipIf(provider === 'mysql' && !hasMariaDb)(
    '8 writers that lock several rows each get no error, however long a backfill runs beside them',
    async () => {
      const seed = Number(process.env.SEED ?? Date.now() % 2 ** 32);
      console.log(`SEED=${seed}`);
      const server = await startServer[provider]();
      try {
        const round = { rows: 40_000, seed };
        const idle = await lockForSeconds(provider, server.fresh, { ...round, seconds: 10, idleMs: 10_000 });
        const busy = await lockForSeconds(provider, server.fresh, { ...round, seconds });
        const told = ({ latencies }: { readonly latencies: readonly number[] }) => {
          const at = (share: number) => latencies[Math.floor(latencies.length * share)]?.toFixed(1);
          return `${latencies.length} transactions, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
        };
        console.log(
          `${provider}: alone ${told(idle)}; beside ${busy.results.length} backfills ${told(busy)}`,
        );
        expect(busy.errors).toEqual([]);
        for (const result of busy.results) expect(result).toMatchObject({ outcome: 'done', rowsFailed: 0 });
      } finally {
        await server.stop();
      }
    },
  );
});
