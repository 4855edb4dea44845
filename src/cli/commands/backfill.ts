import { Command, Option } from 'commander';
import type { BackfillOptions } from '../../backfill/backfill.js';
import { permitCopy } from '../../backfill/permit.js';
import { openRangeQueue } from '../../backfill/pg-boss.js';
import { preflight } from '../../backfill/preflight/preflight.js';
import type { Request } from '../../backfill/progress.js';
import { readStatus, type Status, sendRequest } from '../../backfill/remote.js';
import { connect } from '../../database/connect.js';
import type { PlannedTransition } from '../../schema/transition.js';
import { connectTo, requireJob } from '../chosen-transitions.js';
import { loadConverter } from '../converter.js';
import { copyVisibly, failedLines } from '../copy.js';
import { dueForCopy } from '../due.js';
import { preflightLines } from '../findings.js';
import { onInterrupt } from '../interrupt.js';
import { type CommonOptions, collect, wholeNumber, withCommonOptions } from '../options.js';
import { outputFor } from '../print.js';
import { count } from '../progress-bar.js';
import { openProject, type Project } from '../project.js';

interface BackfillFlags extends CommonOptions {
  readonly batchSize: number;
  readonly targetMs: number;
  readonly pauseMs: number;
  readonly lockTimeout?: number;
  readonly statementTimeout: number;
  readonly workers: number;
  readonly pgBoss?: true;
  readonly maxLagMs?: number;
  readonly replicaUrl?: readonly string[];
  readonly throttleQuery?: string;
  readonly throttleCommand?: string;
  readonly reverse?: true;
  readonly restart?: true;
  readonly converter?: string;
  readonly preflight?: true;
  readonly status?: true;
  readonly pause?: true;
  readonly resume?: true;
  readonly cancel?: true;
}

export function backfill(): Command {
  const orders = ['preflight', 'status', 'pause', 'resume', 'cancel'];
  const order = (name: string, description: string) =>
    new Option(`--${name}`, description).conflicts([...orders.filter((other) => other !== name), 'restart']);
  return withCommonOptions(new Command('backfill'))
    .option('--batch-size <rows>', 'rows of the first batch', wholeNumber(1), 1000)
    .option('--target-ms <ms>', 'how long one batch should take; 0 keeps its size', wholeNumber(0), 100)
    .option('--pause-ms <ms>', 'rest after each batch', wholeNumber(0), 0)
    .option('--workers <n>', 'sessions that copy at the same time', wholeNumber(1), 1)
    .option('--pg-boss', 'share the work with the same command on other machines, through pg-boss')
    .option(
      '--lock-timeout <ms>',
      'how long a batch may wait for a lock (default: a quarter of the deadlock_timeout of PostgreSQL, elsewhere 1000)',
      wholeNumber(1),
    )
    .option('--statement-timeout <ms>', 'how long a batch may take at all', wholeNumber(1), 30_000)
    .option('--max-lag-ms <ms>', 'rest while a replica is further behind', wholeNumber(1))
    .option('--replica-url <url>', 'a replica to ask how far it is behind (MySQL); repeatable', collect)
    .option('--throttle-query <sql>', 'rest while the first value of this query is true')
    .option('--throttle-command <command>', 'rest while this shell command succeeds')
    .option('--reverse', 'copy the target back to the source, to go back a stage')
    .option('--restart', 'begin at the first row, even if a pass is under way')
    .option('--converter <file#function>', 'code that answers for values that the map does not know')
    .addOption(order('preflight', 'look for what is in the way, and end; nothing is written'))
    .addOption(order('status', 'say how far it is, and end'))
    .addOption(order('pause', 'ask the running process to pause'))
    .addOption(order('resume', 'ask the paused process to go on'))
    .addOption(order('cancel', 'end the running process, and forget how far it is'))
    .action(run);
}

async function run(flags: BackfillFlags): Promise<void> {
  const output = outputFor(flags);
  const project = await openProject(flags);
  const direction = flags.reverse ? 'backward' : 'forward';
  const { transitions: chosen, notes: leftAlone } = await dueForCopy(project, flags.transition, direction);
  for (const message of leftAlone) {
    output.emit({ event: 'note', message });
    output.say(`note: ${message}`);
  }
  if (chosen.length === 0) {
    output.say(
      leftAlone.length > 0
        ? 'Nothing to copy.'
        : `Nothing to copy: no transition is in phase ${flags.reverse ? 'expand or migrate or contract' : 'expand'}.`,
    );
    return;
  }
  const connectHere = await connectTo(project);

  const request = requestOf(flags);
  if (flags.status || request) {
    for (const transition of chosen) {
      const job = requireJob(project, transition);
      if (request) await sendRequest(connectHere, job, direction, request);
      const status = await readStatus(connectHere, job, direction);
      output.emit({ event: 'status', transition: job.id, direction, request, ...status });
      output.say(`${job.id}: ${request ? `asked to ${request}; ` : ''}${describe(status)}`);
      for (const line of failedLines(job.key, status.progress?.failedRows ?? [])) output.say(line);
    }
    return;
  }

  const converterOf = async (transition: PlannedTransition) =>
    flags.converter === undefined
      ? {}
      : { convert: await loadConverter(project, transition, flags.converter) };
  if (flags.preflight) {
    for (const transition of chosen) {
      const job = { ...requireJob(project, transition), ...(await converterOf(transition)) };
      const checks = await preflight(connectHere, job, { direction, statementMs: flags.statementTimeout });
      output.emit({ event: 'preflight', transition: job.id, direction, checks });
      for (const line of preflightLines(job.id, checks)) output.say(line);
      const isClear = checks.every(({ findings }) => findings.every(({ weight }) => weight === 'note'));
      if (!isClear) process.exitCode = 1;
    }
    return;
  }

  const converters = await Promise.all(chosen.map(converterOf));
  const notes = chosen.map((transition) => permitCopy(transition, project.sync, direction));
  const interrupt = onInterrupt(() => process.stderr.write('\nEnds after the current batch…\n'));
  try {
    for (const [index, transition] of chosen.entries()) {
      for (const message of notes[index] ?? []) {
        output.emit({ event: 'note', transition: transition.id, message });
        output.say(`note: ${message}`);
      }
      const job = { ...requireJob(project, transition), ...converters[index] };
      const queue = flags.pgBoss && (await openRangeQueue(await project.databaseUrl(), job, direction));
      const { outcome } = await copyVisibly(
        connectHere,
        job,
        { ...runOptions(flags, project), ...(queue && { queue }), direction, signal: interrupt.signal },
        output,
      ).finally(() => queue?.close());
      if (outcome === 'failed') process.exitCode = 1;
      if (outcome === 'cancelled' || outcome === 'interrupted') {
        process.exitCode = outcome === 'cancelled' ? 1 : interrupt.exitCode();
        return;
      }
    }
  } finally {
    interrupt.dispose();
  }
}

function runOptions(flags: BackfillFlags, { provider, directory }: Project): BackfillOptions {
  return {
    ...flags,
    lockMs: flags.lockTimeout,
    statementMs: flags.statementTimeout,
    throttle: {
      maxLagMs: flags.maxLagMs,
      replicas: flags.replicaUrl?.map((url) => () => connect(provider, url, directory)),
      lockWaits: true,
      query: flags.throttleQuery,
      command: flags.throttleCommand,
    },
  };
}

function requestOf({ pause, resume, cancel }: BackfillFlags): Request | undefined {
  if (pause) return 'pause';
  if (resume) return 'resume';
  return cancel ? 'cancel' : undefined;
}

function describe({ progress, session }: Status): string {
  if (progress === undefined) return 'never begun';
  const { state, rowsScanned, rowsCopied, rowsTotal, message } = progress;
  const name =
    (state === 'running' || state === 'throttled') && session === undefined ? 'interrupted' : state;
  const total = rowsTotal === undefined ? '' : ` of about ${count(rowsTotal)}`;
  return [
    name,
    ...(state === 'pending' ? [] : [`${count(rowsScanned)}${total} rows seen, ${count(rowsCopied)} copied`]),
    ...(message === undefined || message === name ? [] : [message]),
    session === undefined ? 'no process works on it' : `database session ${session} works on it`,
  ].join(', ');
}
