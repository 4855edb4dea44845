import type { Migration, StageContents, StageName } from '../scenarios/stage.js';
import type { SchemaEdit } from '../schema/schema-edit.js';
import type { Phase } from '../schema/transition.js';

export type { ApplicationStep, Gate, Migration, StageName } from '../scenarios/stage.js';

/** One stage of the plan of a transition. */
export interface Stage extends StageContents {
  readonly name: StageName;
  /** The phase that the annotation bears from this stage on; undefined once the annotation is gone. */
  readonly phase: Phase | undefined;
  /** What to change in the schema of the stage before (for expand: of the annotated schema). */
  readonly schema: readonly SchemaEdit[];
  /** What to change afterwards, once the application does not name the source any more. */
  readonly withoutSource: readonly SchemaEdit[];
  /** Takes all edits of the schema back; undefined where data would be lost for good. */
  readonly schemaInverse: readonly SchemaEdit[] | undefined;
  readonly migrations: readonly Migration[];
}
