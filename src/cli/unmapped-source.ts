import { lookForUnmapped } from '../backfill/unmapped.js';
import { isUserError } from '../errors.js';
import type { PlannedTransition } from '../schema/transition.js';
import { connectTo, jobOf } from './chosen-transitions.js';
import type { Output } from './print.js';
import type { Project } from './project.js';

/**
 * Looks whether the map knows every value of the source, which is best found before the map stands in a trigger.
 * Without a database to look at it says so and goes on: a backfill looks again.
 *
 * @throws UserError `unmapped-values`
 */
export async function requireMappedSource(
  project: Project,
  transition: PlannedTransition,
  output: Output,
): Promise<void> {
  const job = jobOf(project, transition);
  if (!job?.sync.source) return;
  const { column } = job.sync.source;
  if (job.dialect.unmappedValues(job.sync) === undefined) return;
  try {
    await lookForUnmapped(await connectTo(project), job);
  } catch (error) {
    if (!isUserError(error) || error.code === 'unmapped-values') throw error;
    output.say(`note: nobody has looked yet whether the map knows every value of "${column}":`);
    output.say(`  ${error.message}`);
  }
}
