import path from 'node:path';
import { Command } from 'commander';
import { scopeFacts } from '../../../codemods/cli/report.js';
import type { CodemodName, CodemodReport, Diagnostic, Occurrence } from '../../../codemods/codemod-report.js';
import { dialectOf } from '../../database/dialects.js';
import { UserError } from '../../errors.js';
import type { Journal } from '../../files/journal.js';
import { renderRelease } from '../../migrations/render-migration.js';
import { readMigrations } from '../../migrations/write-migrations.js';
import { gateText } from '../../plan/checklist.js';
import { planTransition } from '../../plan/plan.js';
import type { Release } from '../../plan/release.js';
import { releaseState } from '../../plan/release-state.js';
import { applySchemaEdits } from '../../schema/edit.js';
import type { ColumnTransition } from '../../schema/transition.js';
import { allOrNothing, alone, type Undertaking } from '../all-or-nothing.js';
import { applyChanges, applyCodemod } from '../apply-codemod.js';
import { asColumnTransition, chooseOne } from '../column-transitions.js';
import { findLeft } from '../find-left.js';
import { findingLines } from '../findings.js';
import { gateLine, lookAtGates, requireGates } from '../gates.js';
import { requireHelpersGone } from '../helpers-in-use.js';
import { byHandLines, type ClientByHand, installEverywhere, removeEverywhere } from '../install.js';
import { countOf, leftLines, obstructingPlaces, type PlaceLeft, placesLeft } from '../left.js';
import { type CommonOptions, collect, withCommonOptions } from '../options.js';
import { type Output, outputFor } from '../print.js';
import { openProject, type Project, requireGenerator } from '../project.js';
import { redefinitionFor } from '../redefinition.js';
import { lookAround, requireNoObstacle } from '../surroundings.js';
import { requireMappedSource } from '../unmapped-source.js';
import { writeRelease } from '../write-release.js';

interface NextFlags extends CommonOptions {
  readonly drained?: true;
  readonly unverified?: true;
  readonly evidence?: string;
  readonly allowDirty?: true;
  readonly accept?: readonly string[];
}

export function next(): Command {
  return withCommonOptions(new Command('next'))
    .option('--drained', 'no instance from before the last release runs any more')
    .option(
      '--unverified',
      'go on though no database has shown that rows are copied: the migrations refuse themselves',
    )
    .option(
      '--evidence <file>',
      'what `pec verify --json` printed in another environment, in place of a database',
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
  const transition = asColumnTransition(chooseOne(project.transitions, flags.transition));
  const { id } = transition;
  const plan = planTransition(transition, project);
  const folders = await readMigrations(project.migrations);
  const { prepared, next: release } = releaseState(plan, folders);
  if (!release) throw new Error(`${id} is at its end, and its annotation still stands`);

  const before = plan.releases.find(({ number }) => number === prepared);
  if (before) {
    const position = { transition, plan, release: before, folders };
    const { states } = await lookAtGates(project, position, {
      drained: flags.drained === true,
      unverified: flags.unverified === true,
      evidence: flags.evidence,
    });
    output.say(`${id}: before release ${release.number} (${release.name})`);
    for (const state of states) {
      output.emit({ event: 'gate', transition: id, ...state });
      output.say(gateLine(state));
    }
    const open = requireGates(id, release, states, flags.unverified === true);
    if (open.length > 0) {
      output.say(
        'note: this goes on unverified. The migrations of releases 2 and 4 look at the rows where they are applied, and refuse there.',
      );
    }
  }
  if (release.number === 1) await requireMappedSource(project, transition, output);
  const around = await lookAround(project, transition, release);
  for (const finding of around?.findings ?? []) {
    output.emit({ event: 'finding', transition: id, check: 'obstacles', ...finding });
    if (finding.weight !== 'stops') for (const line of findingLines(finding)) output.say(line);
  }
  requireNoObstacle(around?.findings ?? [], flags.accept ?? []);
  const planned = planTransition(transition, { ...project, standing: around?.standing ?? [] });
  const carrying = planned.releases.find(({ number }) => number === release.number)!;
  if (release.name === 'drop') await requireHelpersGone(project.directory, transitionsFileOf(project), id);
  let obstacle: Obstacle | undefined;
  const refuse: Refuse = (places, effect) => {
    const breaking = obstructingPlaces(id, places, effect, flags.accept ?? []);
    if (breaking.length === 0) return;
    obstacle = { places: breaking, effect };
    throw new UserError(
      'places-left',
      `${id}: release ${release.number} (${release.name}) has to wait; nothing was changed`,
      {
        hint: 'change these places; or accept one by name with --accept file:line, or with `// pec-ignore-next-line` in the code',
      },
    );
  };
  const done = await allOrNothing(journal, (undertaking) =>
    prepare(undertaking, project, carrying, id, flags.allowDirty === true, refuse),
  ).catch(async (error) => {
    if (obstacle) await tellObstacle(project, transition, before, obstacle, output);
    throw error;
  });
  if (!done) return;

  const { schema, migrations, rewrites, withoutTransitions } = done;
  const withoutExtension = await clientsWithoutExtension(project, release);
  output.emit({
    event: 'prepared',
    transition: id,
    release: release.number,
    name: release.name,
    schema,
    migrations,
    withoutExtension: withoutExtension.files,
    byHand: withoutExtension.byHand,
    withoutTransitions,
    codemods: rewrites,
  });
  const left = placesLeft(done.reports);
  const isClean = !left.some((place) => place.breaks && !place.isTest);
  output.say(
    `${id}: release ${release.number} (${release.name}) is prepared.${isClean ? ` ${release.title}.` : ''}`,
  );
  for (const file of schema) output.say(`  schema     ${file}`);
  for (const folder of migrations) output.say(`  migration  ${folder}`);
  for (const rewrite of rewrites) output.say(`  ${describe(rewrite)}`);
  for (const line of leftLines(left)) output.say(`    ${line}`);
  for (const fact of new Set(rewrites.flatMap(({ scope }) => scope))) output.say(`  ${fact}`);
  for (const file of withoutTransitions) output.say(`  client     ${file}: the extension is gone`);
  for (const file of withoutExtension.files) {
    output.say(`  client     ${file} makes one without the extension: run \`npx pec init\``);
  }
  for (const place of withoutExtension.byHand) {
    for (const line of byHandLines(place)) output.say(`  client     ${line}`);
  }
  for (const line of whatFollows(release, id)) output.say(line);
}

/** Places over which a release does not go on. */
interface Obstacle {
  readonly places: readonly PlaceLeft[];
  readonly effect: 'breaks' | 'shows';
}

/**
 * Lists the places that stop a release. Of a place that is still read or written, the codemods of the release before know
 * why it was left; they are asked once everything is taken back, since they look at the files as they were.
 */
async function tellObstacle(
  project: Project,
  transition: ColumnTransition,
  before: Release | undefined,
  { places, effect }: Obstacle,
  output: Output,
): Promise<void> {
  const { id, source, target } = transition;
  const isVague = places.some(({ reason }) => reason === 'still-read' || reason === 'still-written');
  const known = before && isVague ? await findLeft(project, transition, before) : [];
  const told = places.map((place) => {
    const { file, line, column, breaks, shows } = place;
    const same = known.find((each) => each.file === file && each.line === line && each.column === column);
    return { ...(same ?? place), breaks, shows };
  });
  const what =
    effect === 'breaks'
      ? `would break once ${source.field} is gone`
      : `may show under ${target.field} what is hidden under ${source.field}`;
  output.say(`${id}: ${countOf(told)} ${what}:`);
  for (const line of leftLines(told)) output.say(`  ${line}`);
  for (const place of told) output.emit({ event: 'left', transition: id, ...place });
}

/** Clients which do not keep both sides equal: those that `pec init` wraps, and the others. */
async function clientsWithoutExtension(
  project: Project,
  { application }: Release,
): Promise<{ readonly files: readonly string[]; readonly byHand: readonly ClientByHand[] }> {
  if (!application.some(({ kind }) => kind === 'install-extension')) return { files: [], byHand: [] };
  const { changes, byHand } = await installEverywhere(project, generatedIndex(project));
  return { files: changes.map(({ file }) => path.relative(project.directory, file)), byHand };
}

/** @throws UserError `places-left` where places with this effect are not accepted */
type Refuse = (places: readonly PlaceLeft[], effect: 'breaks' | 'shows') => void;

async function prepare(
  undertaking: Undertaking,
  project: Project,
  release: Release,
  transition: string,
  allowDirty: boolean,
  refuse: Refuse,
) {
  const { directory, schema, provider } = project;
  const task = {
    transition,
    directory,
    schemaPath: schema.path,
    allowDirty,
    transitionsFile: transitionsFileOf(project),
    ownWork: new Set<string>(),
  };
  const codemods = release.application.flatMap((step) => (step.kind === 'codemod' ? [step.name] : []));
  const edited = await applySchemaEdits(schema.files, release.schema);
  const anew = await redefinitionFor(project, transition, release, schema.files, edited);
  const migrations = renderRelease(transition, release, dialectOf(provider), anew);

  // `contract` needs a client that still has the source; every other codemod one that has the target as it will be.
  const reports: CodemodReport[] = [];
  const rewrite = async (codemod: CodemodName) => {
    reports.push(await applyCodemod(undertaking, { ...task, codemod }));
  };
  for (const name of codemods) if (name === 'contract') await rewrite(name);
  if (codemods.includes('contract')) refuse(placesLeft(reports.slice(-1)), 'breaks');
  const written = await writeRelease(undertaking, project, edited, migrations);
  for (const name of codemods) if (name !== 'contract') await rewrite(name);
  // What is written may come from what is read, and has its new type only once that read is switched.
  for (const { codemod } of reports.filter(holdsBack)) await rewrite(codemod);
  const hiding = reports.filter(({ codemod }) => codemod === 'hide-target').slice(-1);
  if (hiding.length > 0) refuse(placesLeft(hiding), 'shows');
  const rewrites = codemods.map((name) => rewriteOf(reports, name));
  const isOver =
    project.transitions.length === 1 && release.application.some(({ kind }) => kind === 'remove-extension');
  const changes = isOver ? await removeEverywhere(project, generatedIndex(project)) : [];
  const last = codemods.flatMap((name) => reports.filter((report) => report.codemod === name).slice(-1));
  return {
    ...written,
    rewrites,
    reports: last,
    withoutTransitions: await applyChanges(undertaking, task, changes),
  };
}

function transitionsFileOf(project: Project): string {
  return path.join(requireGenerator(project).output, 'transitions.json');
}

function generatedIndex(project: Project): string {
  const { output, fileExtension } = requireGenerator(project);
  return path.join(output, `index.${fileExtension}`);
}

/** What one codemod did, in all of its runs. */
interface Rewrite {
  readonly codemod: CodemodName;
  readonly rewritten: number;
  readonly filesChanged: number;
  /** What is left after the last run. */
  readonly open: readonly Occurrence[];
  /** Type errors at other places: of data that is passed on whole. */
  readonly typeErrors: readonly Diagnostic[];
  readonly notAnalysed: CodemodReport['notAnalysed'];
  /** Imports whose types are unknown: what is called unrelated there is not known to be. */
  readonly unresolvedImports: CodemodReport['unresolvedImports'];
  /** What was read and what was not, in words. */
  readonly scope: readonly string[];
}

function rewriteOf(reports: readonly CodemodReport[], codemod: CodemodName): Rewrite {
  const runs = reports.filter((report) => report.codemod === codemod);
  const transitions = runs.flatMap((run) => run.transitions);
  return {
    codemod,
    rewritten: transitions.reduce((sum, { counts }) => sum + counts.rewritten, 0),
    filesChanged: new Set(runs.flatMap(({ edits }) => edits.map(({ file }) => file))).size,
    open: openOccurrences(runs.at(-1)),
    typeErrors: typeErrorsElsewhere(runs.at(-1)),
    notAnalysed: runs.at(-1)?.notAnalysed ?? [],
    unresolvedImports: runs.at(-1)?.unresolvedImports ?? [],
    scope: scopeFacts(runs.at(-1) ?? {}),
  };
}

function openOccurrences(report: CodemodReport | undefined): readonly Occurrence[] {
  const occurrences = report?.transitions.flatMap((transition) => transition.occurrences) ?? [];
  return occurrences.filter((occurrence) => occurrence.class === 'needs-you');
}

function typeErrorsElsewhere(report: CodemodReport | undefined): readonly Diagnostic[] {
  const isOpen = ({ file, line }: Diagnostic) =>
    openOccurrences(report).some((open) => open.file === file && open.line === line);
  const diagnostics = report?.transitions.flatMap((transition) => transition.diagnostics) ?? [];
  return diagnostics.filter((diagnostic) => !isOpen(diagnostic));
}

function holdsBack(report: CodemodReport): boolean {
  return openOccurrences(report).some(({ reason }) => reason === 'adds-type-error');
}

function describe({
  codemod,
  rewritten,
  filesChanged,
  open,
  typeErrors,
  unresolvedImports,
}: Rewrite): string {
  const left = open.length + typeErrors.length + unresolvedImports.length;
  return `${codemod.padEnd(13)} ${plural(rewritten, 'place')} in ${plural(filesChanged, 'file')} rewritten, ${left} left to you`;
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function whatFollows({ migrations, gates, rollout }: Release, id: string): readonly string[] {
  const migrate = migrations.length > 0 ? 'run `prisma migrate deploy`' : undefined;
  const rollOut = rollout ? `${migrate ? ', then ' : ''}roll out` : '; nothing has to be rolled out';
  const deploy = `review and commit; ${migrate ?? ''}${rollOut}`;
  if (gates.length === 0) return [`Now ${deploy}. Then the transition is over.`];
  return [`Now ${deploy}. Before the next release:`, ...gates.map((gate) => `  [ ] ${gateText(gate, id)}`)];
}
