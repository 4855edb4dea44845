import { Command } from 'commander';
import { readStatus } from '../../backfill/remote.js';
import { verify } from '../../backfill/verify.js';
import { isUserError } from '../../errors.js';
import { readMigrations } from '../../migrations/write-migrations.js';
import { gateText } from '../../plan/checklist.js';
import { planTransition } from '../../plan/plan.js';
import type { Release } from '../../plan/release.js';
import { releaseState } from '../../plan/release-state.js';
import type { ColumnTransition } from '../../schema/transition.js';
import { asColumnTransition, chooseTransitions, connectTo, jobOf } from '../column-transitions.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { outputFor } from '../print.js';
import { count } from '../progress-bar.js';
import { openProject, type Project } from '../project.js';

export function status(): Command {
  return withCommonOptions(new Command('status')).action(run);
}

async function run(flags: CommonOptions): Promise<void> {
  const output = outputFor(flags);
  const project = await openProject(flags);
  const chosen = chooseTransitions(project.transitions, flags.transition, ['expand', 'migrate', 'contract']);
  if (chosen.length === 0) output.say('The schema has no transition.');
  const folders = await readMigrations(project.migrations);
  for (const transition of chosen.map(asColumnTransition)) {
    const { id, phase, source } = transition;
    const plan = planTransition(transition, project);
    const { prepared, next } = releaseState(plan, folders);
    const release = plan.releases.find(({ number }) => number === prepared);
    // Before the first migration there is nothing in the database to look at.
    const evidence = release ? await look(project, transition, release) : undefined;
    const gates = release?.gates ?? [];
    output.emit({ event: 'status', transition: id, phase, prepared, next: next?.name, gates, evidence });

    const state = release
      ? `release ${prepared} (${release.name}) is prepared`
      : 'no release is prepared yet';
    output.say(`${id} from ${source.field}: phase ${phase}, ${state}`);
    if (evidence) output.say(`  database: ${describe(evidence)}`);
    if (!next) continue;
    if (gates.length > 0) output.say(`  before release ${next.number} (${next.name}):`);
    for (const gate of gates)
      output.say(`    [${gate.kind !== 'drained' && proves(evidence) ? 'x' : ' '}] ${gateText(gate, id)}`);
    const named = chosen.length > 1 ? ` --transition ${id}` : '';
    const drained = gates.some(({ kind }) => kind === 'drained') ? ' --drained' : '';
    output.say(`  next: npx pec next${named}${drained}`);
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
  // From then on the source falls behind on purpose, unless a trigger goes on keeping both equal.
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

function proves(evidence: Evidence | undefined): boolean {
  return evidence?.database === 'reached' && evidence.drift === 0;
}

function describe(evidence: Evidence): string {
  if (evidence.database === 'none') return `not looked at (${evidence.why})`;
  const { backfill, rows, drift } = evidence;
  return `backfill ${backfill}; ${count(rows)} rows, ${count(drift)} drift`;
}
