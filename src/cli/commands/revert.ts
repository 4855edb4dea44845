import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { dialectOf } from '../../database/dialects.js';
import { UserError } from '../../errors.js';
import { renderRevert } from '../../migrations/render-migration.js';
import { listMigrations, writeMigrations } from '../../migrations/write-migrations.js';
import { planTransition } from '../../plan/plan.js';
import { releaseState } from '../../plan/release-state.js';
import { applySchemaEdits } from '../../schema/edit.js';
import { asColumnTransition, chooseOne } from '../column-transitions.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { outputFor } from '../print.js';
import { prismaGenerate } from '../prisma-generate.js';
import { openProject } from '../project.js';
import { writeSchema } from '../write-schema.js';

interface RevertFlags extends CommonOptions {
  readonly drained?: true;
}

export function revert(): Command {
  return withCommonOptions(new Command('revert'))
    .description('take the last prepared release of one transition back: inverse migrations and schema')
    .option('--drained', 'no instance of that release runs any more')
    .action(run);
}

async function run(flags: RevertFlags): Promise<void> {
  const output = outputFor(flags);
  const project = await openProject(flags);
  const { directory, schema, migrations, provider } = project;
  const transition = asColumnTransition(chooseOne(project.transitions, flags.transition));
  const { id } = transition;
  const plan = planTransition(transition, project);
  const { prepared } = releaseState(plan, await listMigrations(migrations));
  const release = plan.releases.find(({ number }) => number === prepared);
  if (!release) {
    throw new UserError('nothing-to-revert', `${id}: no release is prepared yet`, {
      hint: 'to give the transition up, delete its annotation and its field',
    });
  }
  const inverse = renderRevert(id, release, dialectOf(provider));
  if (!inverse || !release.schemaInverse) {
    throw new UserError(
      'no-way-back',
      `${id}: release ${release.number} (${release.name}) cannot be taken back`,
    );
  }
  if (inverse.length > 0 && !flags.drained) {
    throw new UserError('gate-open', `${id}: instances of release ${release.number} may still run`, {
      hint: 'roll the application back first; say so with --drained once none of them runs any more',
    });
  }
  const edited = await applySchemaEdits(schema.files, release.schemaInverse);
  const folders = await writeMigrations(migrations, provider, inverse);
  try {
    await writeSchema(directory, edited);
    await prismaGenerate(directory);
  } catch (error) {
    await writeSchema(directory, schema.files);
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
    throw error;
  }
  const written = folders.map((folder) => path.relative(directory, folder));
  output.emit({ event: 'reverted', transition: id, release: release.number, migrations: written });
  output.say(
    `${id}: release ${release.number} (${release.name}) is taken back in the schema and the migrations.`,
  );
  for (const folder of written) output.say(`  migration  ${folder}`);
  for (const sentence of release.rollback) output.say(`  ${sentence}`);
  if (release.application.some(({ kind }) => kind === 'codemod')) {
    output.say('The application is rewritten still: take its commit back with git, all but its migrations.');
  }
}
