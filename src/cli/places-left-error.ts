import { UserError } from '../errors.js';
import type { Stage } from '../plan/stage.js';
import type { PlannedTransition } from '../schema/transition.js';
import { findLeft } from './find-left.js';
import { countOf, leftLines, type PlaceLeft } from './left.js';
import type { Output } from './print.js';
import type { Project } from './project.js';

/** Places in the code over which a stage does not go on. */
export class PlacesLeft extends UserError {
  constructor(
    id: string,
    stage: Stage,
    readonly places: readonly PlaceLeft[],
    /** What would follow: a place breaks without the source, or shows under the target what it hides. */
    readonly effect: 'breaks' | 'shows',
  ) {
    super('places-left', `${id}: stage ${stage.name} has to wait; nothing was changed`, {
      hint: 'change these places; or accept one by name with --accept file:line, or with `// pec-ignore-next-line` in the code',
    });
  }
}

/**
 * Lists the places that stop a stage. Of a place that is still read or written, the codemods of the stage before know
 * why it was left; they are asked once everything is taken back, since they look at the files as they were.
 *
 * @param before the stage that the files hold
 */
export async function tellPlacesLeft(
  project: Project,
  transition: PlannedTransition,
  before: Stage | undefined,
  { places, effect }: PlacesLeft,
  output: Output,
): Promise<void> {
  const { id, target } = transition;
  const source = 'source' in transition ? transition.source : target;
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
