import {
  type BackfillEvent,
  type BackfillOptions,
  type BackfillResult,
  runBackfill,
} from '../backfill/backfill.js';
import { type Connect, formatKey, type Job } from '../backfill/job.js';
import type { FailedRow } from '../backfill/progress.js';
import { findingLines } from './findings.js';
import type { Output } from './print.js';
import { count, duration, type ProgressDisplay, showProgress } from './progress-bar.js';

/** Runs one backfill in front of the user: progress while it runs, and at the end what came of it. */
export async function copyVisibly(
  connect: Connect,
  job: Job,
  options: Omit<BackfillOptions, 'onEvent'>,
  output: Output,
): Promise<BackfillResult> {
  const started = Date.now();
  let display: ProgressDisplay | undefined;
  const onEvent = (event: BackfillEvent) => {
    output.emit({ transition: job.id, ...event });
    if (output.json) return;
    if (event.event === 'finding') {
      for (const line of findingLines(event)) output.say(line);
    } else if (event.event === 'start') {
      output.say(startLine(job, event, options.direction));
      display = showProgress(job.id, event.rowsScanned);
    } else if (event.event === 'batch') {
      display?.update(event.rowsScanned, event.rowsTotal);
    } else {
      display?.note(`${job.id}: ${noteLine(event)}`);
    }
  };
  try {
    const result = await runBackfill(connect, job, { ...options, onEvent });
    display?.stop();
    output.say(endLine(job, result, Date.now() - started));
    for (const line of failedLines(job.key, result.failedRows)) output.say(line);
    output.emit({ event: 'result', transition: job.id, ...result, ms: Date.now() - started });
    return result;
  } finally {
    display?.stop();
  }
}

/** The rows that were left out. */
export function failedLines(key: Job['key'], rows: readonly FailedRow[]): readonly string[] {
  return rows.map((row) => `  not copied: ${formatKey(key, row.key)}: ${row.message}`);
}

function startLine(
  { id, sync }: Job,
  { resumed, rowsScanned, rowsTotal }: Extract<BackfillEvent, { event: 'start' }>,
  direction: BackfillOptions['direction'],
): string {
  const { source, target, table } = sync;
  const [from, to] = direction === 'backward' ? [target, source] : [source, target];
  const work = from && to ? `copies "${from.column}" to "${to.column}"` : `fills "${target.column}"`;
  const rows = rowsTotal === undefined ? '' : `, about ${count(rowsTotal)} rows`;
  const where = resumed ? `; goes on after ${count(rowsScanned)} rows` : '';
  return `${id}: ${work} in "${table.name}"${rows}${where}`;
}

function noteLine(event: Exclude<BackfillEvent, { event: 'finding' | 'start' | 'batch' }>): string {
  switch (event.event) {
    case 'retry':
      return `${event.message}; tries again in ${duration(event.waitMs)}`;
    case 'split':
      return `${event.message}; goes on with ${count(event.rows)} rows at a time`;
    case 'row-failed':
      return `row ${event.key} cannot be copied: ${event.message}`;
    case 'paused':
      return 'paused; `pec backfill --resume` lets it go on';
    case 'throttled':
      return `rests: ${event.reason}`;
    case 'resumed':
      return 'goes on';
  }
}

function endLine({ id }: Job, result: BackfillResult, ms: number): string {
  const rows = `${count(result.rowsScanned)} rows seen, ${count(result.rowsCopied)} copied`;
  switch (result.outcome) {
    case 'done':
      return `${id}: done, ${rows}, ${duration(ms)}`;
    case 'failed':
      return `${id}: ${rows}, ${count(result.rowsFailed)} could not be copied`;
    case 'interrupted':
      return `${id}: interrupted, ${rows}; resume with the same command`;
    case 'cancelled':
      return `${id}: cancelled by another process; what is copied stays, the next run starts at the first row`;
  }
}
