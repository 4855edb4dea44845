import { Command } from 'commander';
import { dialectOf } from '../../database/dialects.js';
import { UserError } from '../../errors.js';
import type { Journal } from '../../files/journal.js';
import { renderRevert } from '../../migrations/render-migration.js';
import { readMigrations } from '../../migrations/write-migrations.js';
import { isOf, parseMigration } from '../../plan/migration-name.js';
import { planTransition } from '../../plan/plan.js';
import type { Stage } from '../../plan/stage.js';
import { stageState } from '../../plan/stage-state.js';
import { standingMigrations } from '../../plan/standing-migrations.js';
import { applySchemaEdits } from '../../schema/edit.js';
import { allOrNothing, alone } from '../all-or-nothing.js';
import { asPlanned, chooseOne } from '../chosen-transitions.js';
import { type GateState, gateLine, lookAtStage } from '../gates.js';
import { requireKept } from '../kept-by-sqlite.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { type Output, outputFor } from '../print.js';
import { openProject } from '../project.js';
import { redefinitionFor } from '../redefinition.js';
import { standingAround } from '../surroundings.js';
import { writeStage } from '../write-stage.js';

interface RevertFlags extends CommonOptions {
  readonly drained?: true;
  readonly unverified?: true;
  readonly evidence?: string;
}

export function revert(): Command {
  return withCommonOptions(new Command('revert'))
    .option('--drained', 'no instance of that stage runs any more')
    .option(
      '--unverified',
      'go on though no database has shown that the migrations of that stage are applied',
    )
    .option(
      '--evidence <file>',
      'what `pec verify --json` printed in another environment, in place of a database',
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 taken back, 2 wrong usage or an error, 3 a gate is open, 130 or 143 ended by a signal',
    )
    .action(run);
}

async function run(flags: RevertFlags): Promise<void> {
  const output = outputFor(flags);
  await alone('pec revert', output, (journal) => takeStageBack(flags, output, journal));
}

async function takeStageBack(flags: RevertFlags, output: Output, journal: Journal): Promise<void> {
  const project = await openProject(flags);
  const transition = asPlanned(chooseOne(project, flags.transition));
  const { id } = transition;
  const standing = await standingAround(project, transition);
  const plan = planTransition(transition, { ...project, standing });
  const folders = await readMigrations(project.migrations);
  const { prepared: stage } = stageState(plan, folders);
  if (!stage) {
    throw new UserError('nothing-to-revert', `${id}: no stage is prepared yet`, {
      hint: 'to give the transition up, delete its annotation and its field',
    });
  }
  const { states } = await lookAtStage(
    project,
    { transition, plan, stage, folders },
    { unverified: flags.unverified === true, evidence: flags.evidence },
    // The rewrite of the application is taken back with git beforehand.
    'schema',
  );
  for (const state of states) output.emit({ event: 'gate', transition: id, ...state });
  requireOut(id, stage, states, flags.unverified === true);
  requireAllKnown(id, stage, folders);
  // Finish takes the annotation away, and with it the transition: nobody gets here after it.
  if (!stage.schemaInverse) throw new Error(`stage ${stage.name} has no inverse`);
  const { files } = project.schema;
  const edited = await applySchemaEdits(files, stage.schemaInverse);
  const anew = await redefinitionFor(project, id, stage, files, edited);
  const inverse = renderRevert(id, stage, dialectOf(project.provider), anew);
  if (!inverse) throw new Error(`stage ${stage.name} has no inverse`);
  await requireKept(project, transition, stage, inverse, undefined);
  if (stage.rollout && inverse.length > 0 && !flags.drained) {
    throw new UserError('gate-open', `${id}: instances of stage ${stage.name} may still run`, {
      hint: 'roll the application back first; say so with --drained once none of them runs any more',
    });
  }
  const written = await allOrNothing(journal, (undertaking) =>
    writeStage(undertaking, project, files, edited, inverse),
  );
  if (!written) return;
  const { schema, migrations } = written;
  output.emit({ event: 'reverted', transition: id, stage: stage.name, schema, migrations });
  output.say(`${id}: stage ${stage.name} is taken back in the working tree.`);
  for (const file of schema) output.say(`  schema     ${file}`);
  for (const folder of migrations) output.say(`  migration  ${folder}`);
  if (stage.application.some(({ kind }) => kind === 'codemod')) {
    output.say('The application is still rewritten: take its part of the commit back with git.');
  }
  if (migrations.length > 0) output.say('Now review and commit; run `prisma migrate deploy`.');
  if (stage.name === 'expand')
    output.say('To give the transition up, delete its annotation and its field as well.');
}

/** A stage that is not out is taken back with git; a way back that is not out must not take a second stage back. */
function requireOut(id: string, { name }: Stage, states: readonly GateState[], unverified: boolean): void {
  const open = states.filter(({ holds, unproven }) => !holds && !(unproven && unverified));
  if (open.length === 0) return;
  const told = open.map((state) => gateLine(state).trim()).join(' ');
  throw new UserError('gate-open', `${id}: stage ${name} is not out; nothing was changed: ${told}`, {
    hint: open.every(({ unproven }) => unproven)
      ? 'go on with --unverified, or with --evidence of another environment'
      : 'take what is not committed or deployed back with git; a stage or a way back that is to stay is committed and deployed first',
  });
}

/**
 * Indexes that the schema does not know were carried over from the database, which knows how to take them back.
 *
 * @throws UserError `carried-unknown`
 */
function requireAllKnown(
  id: string,
  { name, migrations }: Stage,
  texts: Parameters<typeof standingMigrations>[0],
): void {
  const parts = new Set(migrations.map(({ name }) => parseMigration({ folder: `0_${name}`, sql: '' })?.part));
  const unknown = standingMigrations(texts).find(
    (own) =>
      isOf(own, id) && own.stage === name && /^(?:index|unique)_/.test(own.part) && !parts.has(own.part),
  );
  if (unknown === undefined) return;
  throw new UserError(
    'carried-unknown',
    `the migration ${unknown.folder} carries over what only the database knows`,
    { hint: 'give the database that it was prepared with: --database-url' },
  );
}
