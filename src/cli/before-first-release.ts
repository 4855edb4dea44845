import { lookBeforeFirstRelease } from '../backfill/preflight/before-first-release.js';
import type { Finding } from '../backfill/preflight/preflight.js';
import { isUserError, UserError } from '../errors.js';
import type { ColumnTransition } from '../schema/transition.js';
import { connectTo, jobOf } from './column-transitions.js';
import type { Project } from './project.js';

/**
 * What the database means for a transition that is about to begin. Without one to look at there is nothing to say:
 * each index migration has its comment, and a backfill looks again.
 *
 * @throws UserError `obstacles` where the source is part of the partition key, so that release 4 could never be
 */
export async function requireFeasible(
  project: Project,
  transition: ColumnTransition,
): Promise<readonly Finding[]> {
  // It knows neither partitions nor rights.
  if (project.provider === 'sqlite') return [];
  const findings = await look(project, transition);
  const stopping = findings.find(({ weight }) => weight === 'stops');
  if (!stopping) return findings;
  throw new UserError('obstacles', stopping.message, stopping.hint ? { hint: stopping.hint } : {});
}

async function look(project: Project, transition: ColumnTransition): Promise<readonly Finding[]> {
  try {
    return await lookBeforeFirstRelease(await connectTo(project), jobOf(project, transition));
  } catch (error) {
    if (!isUserError(error)) throw error;
    return [];
  }
}
