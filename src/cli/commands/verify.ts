import { Command } from 'commander';
import { permitCopy } from '../../backfill/permit.js';
import { atMost, confidence } from '../../backfill/sampling.js';
import { describeUnmapped } from '../../backfill/unmapped.js';
import { verify as compare, type Verification } from '../../backfill/verify.js';
import { annotatedPhase, type PlannedTransition } from '../../schema/transition.js';
import { asPlanned, chooseTransitions, connectTo, jobOf, requireJob } from '../chosen-transitions.js';
import { copyVisibly } from '../copy.js';
import { dueForCopy } from '../due.js';
import { lookAround } from '../evidence.js';
import { onInterrupt } from '../interrupt.js';
import { type CommonOptions, percentage, wholeNumber, withCommonOptions } from '../options.js';
import { outputFor } from '../print.js';
import { count, showProgress } from '../progress-bar.js';
import { openProject } from '../project.js';

interface VerifyFlags extends CommonOptions {
  readonly sample: number;
  readonly samplePercent?: number;
  readonly repair?: true;
}

export function verify(): Command {
  return withCommonOptions(new Command('verify'))
    .option('--sample <rows>', 'keys of differing rows to name', wholeNumber(0), 10)
    .option('--sample-percent <n>', 'compare only this share of the rows, chosen at random', percentage)
    .option('--repair', 'run the backfill where rows differ, and compare once more')
    .action(run);
}

async function run(flags: VerifyFlags): Promise<void> {
  const output = outputFor(flags);
  const project = await openProject(flags);
  const chosen = chooseTransitions(
    project.transitions,
    flags.transition,
    // Later the source falls behind on purpose, unless a trigger goes on keeping both equal.
    project.sync === 'trigger' ? ['expand', 'migrate', 'contract'] : ['expand', 'migrate'],
  )
    .map(asPlanned)
    .filter((transition) => {
      const isCompared = jobOf(project, transition) !== undefined;
      if (!isCompared) output.say(`${transition.id}: nothing to compare, since no value is copied`);
      return isCompared;
    });
  if (chosen.length === 0) {
    if (project.transitions.length === 0)
      output.say('Nothing to compare: the schema has no transition under way.');
    return;
  }
  const due = flags.repair ? await dueForCopy(project, flags.transition, 'forward') : undefined;
  const isDue = ({ id }: PlannedTransition) => due?.transitions.some((each) => each.id === id) === true;
  const notes = chosen.map((transition) =>
    isDue(transition) ? permitCopy(transition, project.sync, 'forward') : [],
  );
  const connect = await connectTo(project);

  const interrupt = onInterrupt(() => {});
  const { signal } = interrupt;
  try {
    for (const [index, transition] of chosen.entries()) {
      const job = requireJob(project, transition);
      const display = output.json ? undefined : showProgress(job.id);
      const look = async (repaired: boolean) => {
        const found = await compare(connect, job, {
          sample: flags.sample,
          percent: repaired ? undefined : flags.samplePercent,
          signal,
          onProgress: (rows, expected) => display?.update(rows, expected),
        }).finally(() => display?.stop());
        const around = await lookAround(project, job);
        output.emit({ event: 'verification', transition: job.id, ...found, ...around });
        for (const line of describe(job.id, found)) output.say(line);
        return found;
      };
      let found = await look(false);
      if (found.drift > 0 && flags.repair && !isDue(transition)) {
        output.say(`${job.id}: not repaired. ${whyNot(transition, due?.notes ?? [])}`);
      } else if (found.drift > 0 && flags.repair && !signal.aborted) {
        for (const message of notes[index] ?? []) output.say(`note: ${message}`);
        await copyVisibly(connect, job, { restart: true, signal }, output);
        if (!signal.aborted) found = await look(true);
      }
      if (found.drift > 0) process.exitCode = 1;
      if (signal.aborted) {
        process.exitCode = interrupt.exitCode();
        return;
      }
    }
  } finally {
    interrupt.dispose();
  }
}

/** The rules of `pec backfill`: it is not known which side is right. */
function whyNot(transition: PlannedTransition, notes: readonly string[]): string {
  const { id, target } = transition;
  const source = 'source' in transition ? transition.source.field : target.field;
  return (
    notes.find((note) => note.startsWith(`${id} `)) ??
    `${id} is in phase ${annotatedPhase(transition)}: ${target.field} is the newer side. To copy ${source} over it all the same, name it with --transition ${id}.`
  );
}

/** What a sample says of the rest. */
function assurance(rows: number, ranges: number): string {
  const percent = (share: number) =>
    `${(share * 100).toLocaleString('en', { maximumSignificantDigits: 2 })} %`;
  return (
    `with ${confidence * 100} % confidence at most ${percent(atMost(ranges))} of the ranges hold a row that drifts, ` +
    `or ${percent(atMost(rows))} of the rows if they are scattered`
  );
}

function describe(id: string, found: Verification): readonly string[] {
  const { rows, drift, samples, unmapped, sampled, complete } = found;
  if (sampled && complete) {
    const { ranges, rangesCompared } = sampled;
    const looked = `${id}: ${count(rows)} of ${count(sampled.rows)} rows compared, in ${count(rangesCompared)} of ${count(ranges)} ranges of keys`;
    if (drift === 0 && rangesCompared < ranges)
      return [`${looked}: 0 drift`, `  ${assurance(found.rows, rangesCompared)}`];
    if (drift > 0)
      return [
        `${looked}`,
        ...describe(id, { rows, drift, samples, ...(unmapped && { unmapped }), complete }),
      ];
  }
  if (!complete) return [`${id}: interrupted after ${count(rows)} rows, ${count(drift)} of them differ`];
  if (drift === 0) return [`${id}: ${count(rows)} rows, 0 drift`];
  const more = drift - samples.length;
  return [
    `${id}: ${count(drift)} of ${count(rows)} rows drift`,
    ...samples.map((key) => `  ${key}`),
    ...(samples.length > 0 && more > 0 ? [`  and ${count(more)} more`] : []),
    ...(unmapped ? [`  the map has no entry for ${describeUnmapped(unmapped)}`] : []),
  ];
}
