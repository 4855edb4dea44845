import path from 'node:path';
import type { CodemodName } from '../../codemods/codemod-report.js';
import { runCodemod } from '../../codemods/run.js';
import type { Release } from '../plan/release.js';
import type { ColumnTransition } from '../schema/transition.js';
import { type PlaceLeft, placesLeft } from './left.js';
import { type Project, requireGenerator } from './project.js';

/**
 * The places of the application that a transition leaves to a person, found anew: nothing is written.
 *
 * @param release the release that the working tree holds
 */
export async function findLeft(
  project: Project,
  { id }: ColumnTransition,
  release: Release,
): Promise<readonly PlaceLeft[]> {
  const reports = [];
  for (const codemod of codemodsOf(release)) {
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

/** Those of the release; from migrate on also `contract`, which sees what the others take for settled. */
function codemodsOf({ application, phase }: Release): readonly CodemodName[] {
  const own = application.flatMap((step) => (step.kind === 'codemod' ? [step.name] : []));
  return phase === 'expand' || own.includes('contract') ? own : [...own, 'contract'];
}
