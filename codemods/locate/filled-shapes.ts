import type { Checker, Overlay } from '../checker/checker.js';
import type { DependentsOf } from '../verify/dependents.js';
import { shapesOfRecords } from './given-shapes.js';
import type { Located } from './located.js';
import { type MappedRequest, shapesMapped } from './mapped-shapes.js';

export interface FilledRequest extends MappedRequest {
  /** What files read as with the branded client, as the checker has them. */
  readonly overlay: Overlay;
  /** The files that are checked. */
  readonly files: readonly string[];
  readonly dependentsOf: DependentsOf;
}

/** Members of shapes of the code's own that records of the model fill, where no compiler misses the field afterwards. */
export function filledShapes(
  checker: Checker,
  located: readonly Located[],
  request: FilledRequest,
): readonly Located[] {
  const { sources, overlay, files, dependentsOf } = request;
  const mapped = shapesMapped(checker, located, request);
  return shapesOfRecords(mapped, { checker, sources, branded: overlay, files, dependentsOf });
}
