import { Command } from 'commander';
import { dialectOf } from '../../database/dialects.js';
import { UserError } from '../../errors.js';
import type { Journal } from '../../files/journal.js';
import { renderRevert } from '../../migrations/render-migration.js';
import { readMigrations } from '../../migrations/write-migrations.js';
import { planTransition } from '../../plan/plan.js';
import { releaseState } from '../../plan/release-state.js';
import { applySchemaEdits } from '../../schema/edit.js';
import { allOrNothing, alone } from '../all-or-nothing.js';
import { asColumnTransition, chooseOne } from '../column-transitions.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { type Output, outputFor } from '../print.js';
import { openProject } from '../project.js';
import { redefinitionFor } from '../redefinition.js';
import { writeRelease } from '../write-release.js';

interface RevertFlags extends CommonOptions {
  readonly drained?: true;
}

export function revert(): Command {
  return withCommonOptions(new Command('revert'))
    .option('--drained', 'no instance of that release runs any more')
    .action(run);
}

async function run(flags: RevertFlags): Promise<void> {
  const output = outputFor(flags);
  await alone('pec revert', output, (journal) => takeReleaseBack(flags, output, journal));
}

async function takeReleaseBack(flags: RevertFlags, output: Output, journal: Journal): Promise<void> {
  const project = await openProject(flags);
  const transition = asColumnTransition(chooseOne(project.transitions, flags.transition));
  const { id } = transition;
  const plan = planTransition(transition, project);
  const { prepared } = releaseState(plan, await readMigrations(project.migrations));
  const release = plan.releases.find(({ number }) => number === prepared);
  if (!release) {
    throw new UserError('nothing-to-revert', `${id}: no release is prepared yet`, {
      hint: 'to give the transition up, delete its annotation and its field',
    });
  }
  // The drop takes the annotation away, and with it the transition: nobody gets here after it.
  if (!release.schemaInverse) throw new Error(`release ${release.number} has no inverse`);
  const { files } = project.schema;
  const edited = await applySchemaEdits(files, release.schemaInverse);
  const anew = await redefinitionFor(project, id, release, files, edited);
  const inverse = renderRevert(id, release, dialectOf(project.provider), anew);
  if (!inverse) throw new Error(`release ${release.number} has no inverse`);
  if (inverse.length > 0 && !flags.drained) {
    throw new UserError('gate-open', `${id}: instances of release ${release.number} may still run`, {
      hint: 'roll the application back first; say so with --drained once none of them runs any more',
    });
  }
  const written = await allOrNothing(journal, (undertaking) =>
    writeRelease(undertaking, project, edited, inverse),
  );
  if (!written) return;
  const { schema, migrations } = written;
  output.emit({ event: 'reverted', transition: id, release: release.number, schema, migrations });
  output.say(`${id}: release ${release.number} (${release.name}) is taken back in the working tree.`);
  for (const file of schema) output.say(`  schema     ${file}`);
  for (const folder of migrations) output.say(`  migration  ${folder}`);
  if (release.application.some(({ kind }) => kind === 'codemod')) {
    output.say('The application is still rewritten: take its part of the commit back with git.');
  }
  if (migrations.length > 0) output.say('Now review and commit; run `prisma migrate deploy`.');
  if (prepared === 1) output.say('To give the transition up, delete its annotation and its field as well.');
}
