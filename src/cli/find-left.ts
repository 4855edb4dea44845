import path from 'node:path';
import type { CodemodName } from '../../codemods/codemod-report.js';
import { runCodemod } from '../../codemods/run.js';
import type { Stage } from '../plan/stage.js';
import type { PlannedTransition } from '../schema/transition.js';
import { type PlaceLeft, placesLeft } from './left.js';
import { type Project, requireGenerator } from './project.js';

/**
 * The places of the application that a transition leaves to a person, found anew: nothing is written.
 *
 * @param stage the stage that the working tree holds
 */
export async function findLeft(
  project: Project,
  { id }: PlannedTransition,
  stage: Stage,
): Promise<readonly PlaceLeft[]> {
  const reports = [];
  for (const codemod of codemodsOf(stage)) {
    const { report } = await runCodemod({
      codemod,
      cwd: project.directory,
      schemaPath: project.schema.path,
      transitionsFile: path.join(requireGenerator(project).output, 'transitions.json'),
      transitions: [id],
      afterDrop: true,
    });
    reports.push(report);
  }
  return placesLeft(reports);
}

/** From migrate on `contract` too, which sees what the others take for settled: alone where the client lost the source. */
function codemodsOf({ application, name }: Stage): readonly CodemodName[] {
  const own = application.flatMap((step) => (step.kind === 'codemod' ? [step.name] : []));
  if (name === 'expand') return own;
  return own.includes('contract') ? ['contract'] : [...own, 'contract'];
}
