import type { Operation } from '../database/operation.js';
import type { SchemaEdit } from '../schema/schema-edit.js';

/** One pull request of a transition; `expand` comes first. */
export type StageName = 'expand' | 'migrate' | 'contract' | 'finish';

/** One migration folder. Folders of a stage are applied in order, each before the rollout of its stage. */
export interface Migration {
  /** The end of the folder name, after Prisma's time stamp, as `migrationName` makes it. */
  readonly name: string;
  readonly title: string;
  /** True: one BEGIN…COMMIT around all operations. False: an operation brings its own, or must stand alone. */
  readonly atomic: boolean;
  readonly operations: readonly Operation[];
  /** The exact inverse, in the order in which it runs; undefined where data would be lost for good. */
  readonly inverse: readonly Operation[] | undefined;
}

export type ApplicationStep =
  | { readonly kind: 'install-extension' }
  | { readonly kind: 'remove-extension' }
  /** Lists the places that the compiler refuses with the client of the stage: writes that leave a required field out. */
  | { readonly kind: 'list-creates' }
  | {
      readonly kind: 'codemod';
      readonly name: 'switch-reads' | 'switch-writes' | 'dual-write' | 'hide-target' | 'contract';
    };

/** A condition that must hold before the next stage. */
export type Gate =
  /** No instance from before this stage runs any more. */
  | { readonly kind: 'drained'; readonly before: StageName }
  /** Every row was copied since the instances that do not write the target went. */
  | { readonly kind: 'backfilled' }
  /** No row drifts. */
  | { readonly kind: 'verified' };

/** A change of the schema in a stage. */
export interface StageEdit {
  readonly edit: SchemaEdit;
  /** `forward`: the way back leaves the change; `backward`: the change stands already, and only the way back makes it. */
  readonly only?: 'forward' | 'backward';
}

/** What is the same in the stage that a scenario describes and in the one that is planned. */
export interface StageContents {
  readonly title: string;
  /** False: nothing that runs is replaced. The stage is its migrations alone. */
  readonly rollout: boolean;
  readonly application: readonly ApplicationStep[];
  /** What must hold before the next stage, in the order in which to reach it. */
  readonly gates: readonly Gate[];
  /** How to go back from this stage to the one before, as sentences. */
  readonly rollback: readonly string[];
}

/** One stage as a scenario describes it. The planner names its migrations, sets the phase and inverts the schema edits. */
export interface StageSpec extends StageContents {
  readonly stage: StageName;
  /** Changes of the schema that come before the application is rewritten. */
  readonly schema: readonly StageEdit[];
  /** Changes that take the source away from the client: they come once the application does not name it any more. */
  readonly withoutSource?: readonly StageEdit[];
  readonly migrations: readonly MigrationSpec[];
}

export interface MigrationSpec extends Omit<Migration, 'name'> {
  /** Absent for the main migration of a stage; others are numbered within their kind. */
  readonly part?: 'index' | 'unique' | 'enum';
}
