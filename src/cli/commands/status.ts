import { Command } from 'commander';
import { readStatus } from '../../backfill/remote.js';
import { verify } from '../../backfill/verify.js';
import { isUserError } from '../../errors.js';
import { listMigrations } from '../../migrations/write-migrations.js';
import { planTransition } from '../../plan/plan.js';
import type { Release } from '../../plan/release.js';
import { releaseState } from '../../plan/release-state.js';
import type { ColumnTransition } from '../../schema/transition.js';
import { asColumnTransition, chooseTransitions, connectTo, jobOf } from '../column-transitions.js';
import { gateSentence } from '../gates.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { outputFor } from '../print.js';
import { count } from '../progress-bar.js';
import { openProject, type Project } from '../project.js';

export function status(): Command {
  return withCommonOptions(new Command('status'))
    .description('where each transition stands, from the files, and with a database also from its rows')
    .action(run);
}

async function run(flags: CommonOptions): Promise<void> {
  const output = outputFor(flags);
  const project = await openProject(flags);
  const chosen = chooseTransitions(project.transitions, flags.transition, ['expand', 'migrate', 'contract']);
  if (chosen.length === 0) output.say('The schema has no transition.');
  const folders = await listMigrations(project.migrations);
  for (const transition of chosen.map(asColumnTransition)) {
    const { id, phase, source } = transition;
    const plan = planTransition(transition, project);
    const state = releaseState(plan, folders);
    const release = plan.releases.find(({ number }) => number === state.prepared);
    // Before the first migration there is nothing in the database to look at.
    const evidence = release ? await look(project, transition, release) : undefined;
    output.emit({
      event: 'status',
      transition: id,
      phase,
      prepared: state.prepared,
      next: state.next?.name,
      gates: release?.gates,
      evidence,
    });
    output.say(
      `${id} (from ${source.field}): phase ${phase}, ${release ? `release ${release.number} (${release.name}) prepared` : 'no release prepared yet'}`,
    );
    for (const line of describe(evidence)) output.say(`  ${line}`);
    if (!state.next) continue;
    if (release) output.say(`  before release ${state.next.number} (${state.next.name}):`);
    for (const gate of release?.gates ?? []) output.say(`    [ ] ${gateSentence(gate)}`);
    output.say(
      `  next: npx pec next${release?.gates.some(({ kind }) => kind === 'drained') ? ' --drained' : ''}`,
    );
  }
}

type Evidence =
  | { readonly database: 'none'; readonly why: string }
  | {
      readonly database: 'reached';
      readonly backfill: string;
      readonly rows: number;
      readonly drift: number;
    };

/** Nothing here is worth an error: a status without a database is still one. */
async function look(
  project: Project,
  transition: ColumnTransition,
  release: Release,
): Promise<Evidence | undefined> {
  if (release.name === 'contract' && project.sync !== 'trigger') return undefined;
  try {
    const connect = await connectTo(project);
    const job = jobOf(project, transition);
    const { progress } = await readStatus(connect, job, 'forward');
    const { rows, drift } = await verify(connect, job);
    return { database: 'reached', backfill: progress?.state ?? 'never begun', rows, drift };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { database: 'none', why: error.message };
  }
}

function describe(evidence: Evidence | undefined): readonly string[] {
  if (!evidence) return [];
  if (evidence.database === 'none') return [`database: not looked at (${evidence.why})`];
  const { backfill, rows, drift } = evidence;
  return [`database: backfill ${backfill}; ${count(rows)} rows, ${count(drift)} drift`];
}
