import { Command } from 'commander';
import { describeDatabase } from '../../database/database-name.js';
import { isUserError } from '../../errors.js';
import { readMigrations } from '../../migrations/write-migrations.js';
import { planTransition } from '../../plan/plan.js';
import type { Stage } from '../../plan/stage.js';
import { stageState } from '../../plan/stage-state.js';
import { annotatedPhase, type PlannedTransition } from '../../schema/transition.js';
import { asPlanned, chooseTransitions } from '../chosen-transitions.js';
import { type GateState, gateLine, type Looked, lookAtGates, type Position } from '../gates.js';
import { countOf, leftLines } from '../left.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { type Output, outputFor } from '../print.js';
import { count } from '../progress-bar.js';
import { openProject, type Project } from '../project.js';

interface StatusFlags extends CommonOptions {
  readonly left?: true;
}

export function status(): Command {
  return withCommonOptions(new Command('status'))
    .option('--left', 'list the places in the code that are left to you')
    .action(run);
}

async function run(flags: StatusFlags): Promise<void> {
  const output = outputFor(flags);
  const project = await openProject(flags);
  const chosen = chooseTransitions(project.transitions, flags.transition, ['expand', 'migrate', 'contract']);
  if (chosen.length === 0) output.say('The schema has no transition.');
  const folders = await readMigrations(project.migrations);
  for (const transition of chosen.map(asPlanned)) {
    const { id } = transition;
    const phase = annotatedPhase(transition);
    const plan = planTransition(transition, project);
    const { prepared: stage, next } = stageState(plan, folders);
    // Before the first migration there is nothing in the database to look at.
    const looked = stage ? await look(project, { transition, plan, stage, folders }) : undefined;
    const gates = stage?.gates ?? [];
    const evidence = looked && evidenceOf(looked);
    const command = nextCommand(looked, chosen.length > 1 ? ` --transition ${id}` : '');
    output.emit({
      event: 'status',
      transition: id,
      phase,
      prepared: stage?.name,
      next: next?.name,
      gates,
      evidence,
      states: looked?.states,
      command,
    });

    const state = stage ? `stage ${stage.name} is prepared` : 'no stage is prepared yet';
    const from = 'source' in transition ? ` from ${transition.source.field}` : '';
    output.say(`${id}${from}: phase ${phase}, ${state}`);
    if (evidence) output.say(`  database: ${describe(evidence)}`);
    if (flags.left) await listLeft(project, transition, stage, output);
    if (!next) continue;
    if (looked) output.say(`  before stage ${next.name}:`);
    for (const each of looked?.states ?? []) output.say(`  ${gateLine(each)}`);
    output.say(`  next: ${command}`);
  }
}

async function listLeft(
  project: Project,
  transition: PlannedTransition,
  stage: Stage | undefined,
  output: Output,
): Promise<void> {
  const isSwitched = stage?.application.some(({ kind }) => kind === 'codemod') === true;
  if (!stage || !isSwitched) {
    output.say('  left to you: the code is not switched yet; stage migrate is where that begins');
    return;
  }
  // Prisma, the compiler and the codemods take a second to load.
  const { findLeft } = await import('../find-left.js');
  const left = await findLeft(project, transition, stage);
  output.say(`  left to you: ${left.length === 0 ? 'nothing that names the old field' : countOf(left)}`);
  for (const line of leftLines(left)) output.say(`    ${line}`);
  for (const place of left) output.emit({ event: 'left', transition: transition.id, ...place });
}

type Evidence =
  | { readonly database: 'none'; readonly why: string }
  | {
      readonly database: 'reached';
      readonly name: string;
      readonly backfill?: string;
      readonly rows?: number;
      readonly drift?: number;
    };

/** Nothing that a database says is worth an error: a status without one is still a status. */
async function look(project: Project, position: Position): Promise<Looked> {
  const options = { drained: false, unverified: true, evidence: undefined };
  try {
    return await lookAtGates(project, position, options);
  } catch (error) {
    if (!isUserError(error)) throw error;
    return await lookAtGates(project, position, options, { unreachable: error.message });
  }
}

function evidenceOf({ asked }: Looked): Evidence {
  if ('unreachable' in asked) return { database: 'none', why: asked.unreachable };
  const { verification, backfill } = asked;
  return {
    database: 'reached',
    name: describeDatabase(asked.database),
    ...(verification && { backfill, rows: verification.rows, drift: verification.drift }),
  };
}

function describe(evidence: Evidence): string {
  if (evidence.database === 'none') return `not looked at (${evidence.why})`;
  const { name, backfill, rows, drift } = evidence;
  return rows === undefined || drift === undefined
    ? name
    : `${name}: backfill ${backfill}; ${count(rows)} rows, ${count(drift)} drift`;
}

/** The gates are in the order in which they are reached, but for what only the user can say. */
function nextCommand(looked: Looked | undefined, named: string): string {
  const open = looked?.states.filter(({ holds }) => !holds) ?? [];
  const openGate = (kind: GateState['gate']['kind']) => open.find(({ gate }) => gate.kind === kind);
  if (openGate('committed')) return 'git commit';
  const [deployed, backfilled, verified] = (['deployed', 'backfilled', 'verified'] as const).map(openGate);
  if (deployed && !deployed.unproven) return 'npx prisma migrate deploy';
  const isAsked = looked !== undefined && !('unreachable' in looked.asked);
  if (isAsked && backfilled && !backfilled.isEmpty) return `npx pec backfill${named}`;
  if (verified && !verified.unproven) return `npx pec verify${named}`;
  const drained = openGate('drained') ? ' --drained' : '';
  const unverified = open.some(({ unproven }) => unproven) ? ' --unverified' : '';
  return `npx pec next${named}${drained}${unverified}`;
}
