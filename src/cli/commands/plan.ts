import { Command } from 'commander';
import { listMigrations } from '../../migrations/write-migrations.js';
import { planTransition } from '../../plan/plan.js';
import type { ApplicationStep, Release } from '../../plan/release.js';
import { releaseState } from '../../plan/release-state.js';
import type { SchemaEdit } from '../../schema/schema-edit.js';
import { chooseTransitions } from '../column-transitions.js';
import { gateSentence } from '../gates.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { outputFor } from '../print.js';
import { openProject } from '../project.js';

export function plan(): Command {
  return withCommonOptions(new Command('plan'))
    .description('the releases of each transition: schema, migrations, application, gates, way back')
    .action(run);
}

async function run(flags: CommonOptions): Promise<void> {
  const output = outputFor(flags);
  const project = await openProject(flags);
  const chosen = chooseTransitions(project.transitions, flags.transition, ['expand', 'migrate', 'contract']);
  if (chosen.length === 0) output.say('The schema has no transition.');
  const folders = await listMigrations(project.migrations);
  for (const transition of chosen) {
    const planned = planTransition(transition, project);
    const { prepared } = releaseState(planned, folders);
    output.emit({ event: 'plan', ...planned, prepared });
    output.say(`${transition.id}: ${transition.scenario}, sync ${planned.sync}, ${planned.provider}`);
    for (const release of planned.releases) {
      for (const line of describe(release, prepared)) output.say(line);
    }
  }
}

function describe(release: Release, prepared: number): readonly string[] {
  const { number, name, title, schema, migrations, application, gates, rollback } = release;
  return [
    '',
    `${number <= prepared ? '✔' : '·'} release ${number} (${name}): ${title}`,
    ...schema.map((edit) => `    schema       ${editSentence(edit)}`),
    ...migrations.map((migration) => `    migration    ${migration.title}`),
    ...application.map((step) => `    application  ${stepSentence(step)}`),
    ...gates.map((gate) => `    then wait    ${gateSentence(gate)}`),
    ...rollback.map((sentence) => `    way back     ${sentence}`),
  ];
}

function stepSentence(step: ApplicationStep): string {
  switch (step.kind) {
    case 'install-extension':
      return 'the generated extension is installed (npx pec init)';
    case 'remove-extension':
      return 'the generated extension goes';
    case 'codemod':
      return `npx pec-codemod ${step.name}`;
  }
}

function editSentence(edit: SchemaEdit): string {
  switch (edit.kind) {
    case 'set-phase':
      return `phase:${edit.phase}`;
    case 'remove-annotation':
      return 'the annotation goes';
    case 'set-required':
      return `${edit.model}.${edit.field} becomes ${edit.required ? 'required' : 'optional'}`;
    case 'add-field-attribute':
      return `${edit.model}.${edit.field} gets ${edit.attribute}`;
    case 'remove-field-attribute':
      return `${edit.model}.${edit.field} loses ${edit.attribute}`;
    case 'add-block-attribute':
      return `${edit.model} gets ${edit.attribute}`;
    case 'remove-block-attribute':
      return `${edit.model} loses ${edit.attribute}`;
    case 'remove-field':
      return `${edit.model}.${edit.field} goes`;
  }
}
