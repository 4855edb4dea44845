import path from 'node:path';
import { Command } from 'commander';
import type { Journal } from '../../files/journal.js';
import { readMigrations } from '../../migrations/write-migrations.js';
import { gateText } from '../../plan/checklist.js';
import { planTransition } from '../../plan/plan.js';
import type { Stage } from '../../plan/stage.js';
import { stageState } from '../../plan/stage-state.js';
import { scenarioOf } from '../../scenarios/registry.js';
import type { PlannedTransition } from '../../schema/transition.js';
import { allOrNothing, alone } from '../all-or-nothing.js';
import { asPlanned, chooseOne } from '../chosen-transitions.js';
import { findingLines } from '../findings.js';
import { gateLine, lookAtGates, type Position, requireGates } from '../gates.js';
import { requireHelpersGone } from '../helpers-in-use.js';
import { byHandLines, type ClientByHand, installEverywhere } from '../install.js';
import { countOf, leftLines, obstructingPlaces, type PlaceLeft, placesLeft } from '../left.js';
import { type CommonOptions, collect, withCommonOptions } from '../options.js';
import { PlacesLeft, tellPlacesLeft } from '../places-left-error.js';
import { generatedIndex, type PreparedStage, prepareStage, transitionsFileOf } from '../prepare-stage.js';
import { type Output, outputFor } from '../print.js';
import { openProject, type Project, requireGenerator } from '../project.js';
import { describeRewrite } from '../rewrite-report.js';
import { lookAround, requireNoObstacle } from '../surroundings.js';
import { requireMappedSource } from '../unmapped-source.js';

interface NextFlags extends CommonOptions {
  readonly drained?: true;
  readonly unverified?: true;
  readonly evidence?: string;
  readonly keepSource?: true;
  readonly allowDirty?: true;
  readonly accept?: readonly string[];
}

export function next(): Command {
  return withCommonOptions(new Command('next'))
    .option('--drained', 'no instance from before the last stage runs any more')
    .option(
      '--unverified',
      'go on though no database has shown that rows are copied: the migrations refuse themselves',
    )
    .option(
      '--evidence <file>',
      'what `pec verify --json` printed in another environment, in place of a database',
    )
    .option(
      '--keep-source',
      'leave the old field in the client, and take it away in a stage of its own (contract)',
    )
    .option('--allow-dirty', 'rewrite files even if git could not bring them back')
    .option(
      '--accept <name>',
      'go on over this place in the code (file:line), or this trigger, function, … of the database, which was looked at; repeatable',
      collect,
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 prepared, 2 wrong usage or an error, 3 a gate is open, 130 or 143 ended by a signal',
    )
    .action(run);
}

async function run(flags: NextFlags): Promise<void> {
  const output = outputFor(flags);
  await alone('pec next', output, (journal) => prepareNext(flags, output, journal));
}

async function prepareNext(flags: NextFlags, output: Output, journal: Journal): Promise<void> {
  const project = await openProject(flags);
  requireGenerator(project);
  const transition = asPlanned(chooseOne(project, flags.transition));
  const { id } = transition;
  const options = { ...project, keepSource: flags.keepSource === true };
  const plan = planTransition(transition, options);
  const folders = await readMigrations(project.migrations);
  const { prepared, next: stage } = stageState(plan, folders);
  if (!stage) throw new Error(`${id} is at its end, and its annotation still stands`);

  if (prepared)
    await passGates(project, { transition, plan, stage: prepared, folders }, stage, flags, output);
  else {
    adviseOn(transition, output);
    await requireMappedSource(project, transition, output);
  }
  const around = await lookAround(project, transition, stage);
  for (const finding of around?.findings ?? []) {
    output.emit({ event: 'finding', transition: id, check: 'obstacles', ...finding });
    if (finding.weight !== 'stops') for (const line of findingLines(finding)) output.say(line);
  }
  requireNoObstacle(around?.findings ?? [], flags.accept ?? []);
  if (stage.name === 'finish') await requireHelpersGone(project.directory, transitionsFileOf(project), id);
  const standing = around?.standing ?? [];
  const planned = (keepSource: boolean) =>
    planTransition(transition, { ...options, standing, keepSource }).stages.find(
      ({ name }) => name === stage.name,
    )!;
  const done = await allOrNothing(journal, (undertaking) =>
    prepareStage(undertaking, project, {
      transition,
      stage: planned(options.keepSource),
      allowDirty: flags.allowDirty === true,
      accepted: flags.accept ?? [],
      obstructing: (places, effect) => obstructingPlaces(id, places, effect, flags.accept ?? []),
    }),
  ).catch(async (error: unknown) => {
    if (error instanceof PlacesLeft) await tellPlacesLeft(project, transition, prepared, error, output);
    throw error;
  });
  if (!done) return;
  await reportPrepared(
    project,
    transition,
    planned(done.keptFor.length > 0 || options.keepSource),
    done,
    output,
  );
}

/** A simpler way is worth knowing before the first stage is written. */
function adviseOn(transition: PlannedTransition, output: Output): void {
  const message = scenarioOf(transition).advice?.(transition);
  if (message === undefined) return;
  output.emit({ event: 'note', transition: transition.id, message });
  output.say(`note: ${message}.`);
}

/** @throws UserError `gate-open` */
async function passGates(
  project: Project,
  position: Position,
  next: Stage,
  flags: NextFlags,
  output: Output,
): Promise<void> {
  const { id } = position.transition;
  const unverified = flags.unverified === true;
  const { states } = await lookAtGates(project, position, {
    drained: flags.drained === true,
    unverified,
    evidence: flags.evidence,
  });
  output.say(`${id}: before stage ${next.name}`);
  for (const state of states) {
    output.emit({ event: 'gate', transition: id, ...state });
    output.say(gateLine(state));
  }
  const open = requireGates(id, next, states, unverified);
  if (open.length === 0) return;
  output.say(
    'note: this goes on unverified. The migrations of the stages migrate and finish look at the rows where they are applied, and refuse there.',
  );
}

/** @param stage as it is planned for what was left */
async function reportPrepared(
  project: Project,
  transition: PlannedTransition,
  stage: Stage,
  { schema, migrations, rewrites, reports, withoutTransitions, keptFor, refused }: PreparedStage,
  output: Output,
): Promise<void> {
  const { id } = transition;
  const withoutExtension = await clientsWithoutExtension(project, stage);
  output.emit({
    event: 'prepared',
    transition: id,
    stage: stage.name,
    schema,
    migrations,
    withoutExtension: withoutExtension.files,
    byHand: withoutExtension.byHand,
    withoutTransitions,
    codemods: rewrites,
    keptFor,
    refused: refused ?? null,
  });
  const open = placesLeft(reports);
  const isOpen = ({ file, line }: PlaceLeft) =>
    open.some((place) => place.file === file && place.line === line);
  const left = [...open, ...(refused ?? []).filter((place) => !isOpen(place))];
  // The title says what the application does now: over an open list that is not known.
  const isClean = left.every((place) => place.isTest);
  output.say(`${id}: stage ${stage.name} is prepared.${isClean ? ` ${stage.title}.` : ''}`);
  for (const file of schema) output.say(`  schema     ${file}`);
  for (const folder of migrations) output.say(`  migration  ${folder}`);
  for (const rewrite of rewrites) output.say(`  ${describeRewrite(rewrite)}`);
  for (const line of leftLines(left)) output.say(`    ${line}`);
  if (keptFor.length > 0 && 'source' in transition) {
    output.say(
      `  ${transition.source.field} stays in the client for ${countOf(keptFor)}: stage contract takes it away later`,
    );
  }
  for (const fact of new Set(rewrites.flatMap(({ scope }) => scope))) output.say(`  ${fact}`);
  for (const file of withoutTransitions) output.say(`  client     ${file}: the extension is gone`);
  for (const file of withoutExtension.files) {
    output.say(`  client     ${file} makes one without the extension: run \`npx pec init\``);
  }
  for (const place of withoutExtension.byHand) {
    for (const line of byHandLines(place)) output.say(`  client     ${line}`);
  }
  if (refused === undefined) {
    output.say(
      '  note: nothing was generated before, so it is not known what the compiler refuses since: run it',
    );
  }
  for (const line of whatFollows(stage, id)) output.say(line);
}

/** Clients which do not keep both sides equal: those that `pec init` wraps, and the others. */
async function clientsWithoutExtension(
  project: Project,
  { application }: Stage,
): Promise<{ readonly files: readonly string[]; readonly byHand: readonly ClientByHand[] }> {
  if (!application.some(({ kind }) => kind === 'install-extension')) return { files: [], byHand: [] };
  const { changes, byHand } = await installEverywhere(project, generatedIndex(project));
  return { files: changes.map(({ file }) => path.relative(project.directory, file)), byHand };
}

function whatFollows({ migrations, gates, rollout }: Stage, id: string): readonly string[] {
  const migrate = migrations.length > 0 ? ['run `prisma migrate deploy`'] : [];
  const rollOut = rollout
    ? [[...migrate, 'roll out'].join(', then ')]
    : [...migrate, 'nothing has to be rolled out'];
  const deploy = ['review and commit', ...rollOut].join('; ');
  if (gates.length === 0) return [`Now ${deploy}. Then the transition is over.`];
  return [`Now ${deploy}. Before the next stage:`, ...gates.map((gate) => `  [ ] ${gateText(gate, id)}`)];
}
