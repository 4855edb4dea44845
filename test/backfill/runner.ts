/** `node --import tsx runner.ts <url> <workers> [pg-boss]`: one backfill as a process of its own, which a test may kill. */
import { runBackfill } from '../../src/backfill/backfill.js';
import { openRangeQueue } from '../../src/backfill/pg-boss.js';
import { connectTo, renameJob } from './people.js';

const [url = '', workers = '1', shared] = process.argv.slice(2);
const queue = shared && (await openRangeQueue(url, renameJob(), 'forward', { expireSeconds: 2 }));
const result = await runBackfill(connectTo(url), renameJob(), {
  batchSize: 100,
  targetMs: 0,
  pauseMs: 2,
  workers: Number(workers),
  rangeSize: 700,
  attempts: 12,
  ...(queue && { queue }),
  onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
});
process.stdout.write(`${JSON.stringify({ event: 'result', ...result })}\n`);
if (queue) await queue.close();
