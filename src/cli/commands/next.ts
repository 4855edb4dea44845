import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import type { CodemodReport } from '../../../codemods/codemod-report.js';
import { lookForUnmapped } from '../../backfill/unmapped.js';
import { dialectOf } from '../../database/dialects.js';
import { isUserError } from '../../errors.js';
import { renderRelease } from '../../migrations/render-migration.js';
import { listMigrations, writeMigrations } from '../../migrations/write-migrations.js';
import { planTransition } from '../../plan/plan.js';
import type { ApplicationStep, Release } from '../../plan/release.js';
import { releaseState } from '../../plan/release-state.js';
import { applySchemaEdits } from '../../schema/edit.js';
import type { ColumnTransition } from '../../schema/transition.js';
import { applyCodemod } from '../apply-codemod.js';
import { asColumnTransition, chooseOne, connectTo, jobOf } from '../column-transitions.js';
import { gateSentence, lookAtGates, requireClosed } from '../gates.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { type Output, outputFor } from '../print.js';
import { prismaGenerate } from '../prisma-generate.js';
import { openProject, type Project, requireGenerator } from '../project.js';
import { writeSchema } from '../write-schema.js';

interface NextFlags extends CommonOptions {
  readonly drained?: true;
  readonly allowDirty?: true;
}

export function next(): Command {
  return withCommonOptions(new Command('next'))
    .description(
      'prepare the next release of one transition in the working tree: schema, migrations, client, application',
    )
    .option('--drained', 'no instance of the release before the last one runs any more')
    .option('--allow-dirty', 'rewrite files even if git could not bring them back')
    .action(run);
}

async function run(flags: NextFlags): Promise<void> {
  const output = outputFor(flags);
  const project = await openProject(flags);
  requireGenerator(project);
  const transition = asColumnTransition(chooseOne(project.transitions, flags.transition));
  const plan = planTransition(transition, project);
  const { prepared, next: release } = releaseState(plan, await listMigrations(project.migrations));
  if (!release) throw new Error(`${transition.id} is at its end, and its annotation still stands`);

  const before = plan.releases.find(({ number }) => number === prepared);
  if (before) {
    const states = await lookAtGates(project, transition, before, { drained: flags.drained === true });
    requireClosed(transition.id, release, states);
    for (const { gate, evidence } of states) output.say(`  ✔ ${gateSentence(gate)}: ${evidence}`);
  }
  if (release.number === 1) await requireMappedSource(project, transition, output);
  const prepare = { project, release, id: transition.id, allowDirty: flags.allowDirty === true };
  const { migrations, schemaFiles, reports } = await prepareRelease(prepare);

  const relative = (file: string) => path.relative(project.directory, file);
  output.emit({
    event: 'prepared',
    transition: transition.id,
    release: release.number,
    name: release.name,
    schema: schemaFiles,
    migrations: migrations.map(relative),
    codemods: reports.map(({ codemod, filesChanged, transitions }) => ({
      codemod,
      filesChanged,
      counts: transitions[0]?.counts,
    })),
  });
  output.say(`${transition.id}: release ${release.number} (${release.name}) is prepared. ${release.title}.`);
  for (const file of schemaFiles) output.say(`  schema     ${file}`);
  for (const folder of migrations) output.say(`  migration  ${relative(folder)}`);
  for (const report of reports) for (const line of describe(report)) output.say(`  ${line}`);
  for (const line of whatFollows(release)) output.say(line);
}

/**
 * A value that the map leaves out is best found before the map stands in a trigger.
 *
 * @throws UserError `unmapped-values`
 */
async function requireMappedSource(
  project: Project,
  transition: ColumnTransition,
  output: Output,
): Promise<void> {
  const job = jobOf(project, transition);
  if (job.dialect.unmappedValues(job.sync) === undefined) return;
  try {
    await lookForUnmapped(await connectTo(project), job);
  } catch (error) {
    if (!isUserError(error) || error.code === 'unmapped-values') throw error;
    output.say(`note: whether the map knows every value of ${transition.source.field} is not looked at yet:`);
    output.say(`  ${error.message}. \`pec backfill\` will.`);
  }
}

interface Preparation {
  readonly project: Project;
  readonly release: Release;
  readonly id: string;
  readonly allowDirty: boolean;
}

/**
 * Changes the working tree. Until the client is generated anew, a failure takes everything back; from then on
 * only the codemods are left, and each of them writes all of its files or none.
 */
async function prepareRelease({ project, release, id, allowDirty }: Preparation) {
  const { directory, schema } = project;
  const generator = requireGenerator(project);
  const task = {
    transition: id,
    directory,
    allowDirty,
    transitionsFile: path.join(generator.output, 'transitions.json'),
    ownWork: new Set<string>(),
  };
  const codemods = release.application.filter((step) => step.kind === 'codemod');
  const reports: CodemodReport[] = [];
  const runAll = async (steps: readonly Extract<ApplicationStep, { kind: 'codemod' }>[]) => {
    for (const { name } of steps) reports.push(await applyCodemod({ ...task, codemod: name }));
  };
  // `contract` needs a client that still has the source; every other codemod one that has the target as it will be.
  const last = codemods.filter(({ name }) => name !== 'contract');
  await runAll(codemods.filter(({ name }) => name === 'contract'));

  const edited = await applySchemaEdits(schema.files, release.schema);
  const changed = edited.filter((file, index) => file.text !== schema.files[index]?.text);
  const migrations = await writeMigrations(
    project.migrations,
    project.provider,
    renderRelease(id, release, dialectOf(project.provider)),
  );
  try {
    await writeSchema(directory, changed);
    await prismaGenerate(directory);
  } catch (error) {
    await writeSchema(directory, schema.files);
    await Promise.all(migrations.map((folder) => rm(folder, { recursive: true })));
    throw error;
  }
  await runAll(last);
  return { migrations, schemaFiles: changed.map((file) => file.path), reports };
}

function describe({ codemod, filesChanged, transitions }: CodemodReport): readonly string[] {
  const open = transitions.flatMap(({ occurrences }) =>
    occurrences.filter((occurrence) => occurrence.class === 'needs-you'),
  );
  const rewritten = transitions.reduce((sum, { counts }) => sum + counts.rewritten, 0);
  return [
    `${codemod.padEnd(13)} ${rewritten} places in ${filesChanged} files; ${open.length} need you`,
    ...open.map(
      ({ file, line, column, reason, hint }) =>
        `  ${file}:${line}:${column} ${reason}${hint === undefined ? '' : `: ${hint}`}`,
    ),
  ];
}

function whatFollows(release: Release): readonly string[] {
  const deploy =
    release.migrations.length > 0
      ? 'review and commit; run `prisma migrate deploy`, then roll out'
      : 'review and commit; roll out';
  if (release.gates.length === 0) return [`Now ${deploy}. Then the transition is over.`];
  return [
    `Now ${deploy}. Before the next release:`,
    ...release.gates.map((gate) => `  [ ] ${gateSentence(gate)}`),
  ];
}
