import type { Operation } from '../database/operation.js';
import type { SchemaEdit } from '../schema/schema-edit.js';
import type { Phase } from '../schema/transition.js';

export type ReleaseName = 'expand' | 'migrate' | 'contract' | 'drop';

/** One migration folder. Folders of a release are applied in order, each before the rollout of its release. */
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
  | {
      readonly kind: 'codemod';
      readonly name: 'switch-reads' | 'switch-writes' | 'dual-write' | 'hide-target' | 'contract';
    };

/** A condition that must hold before the next release. */
export type Gate =
  /** No instance of this generation runs any more. */
  | { readonly kind: 'drained'; readonly generation: 0 | 1 | 2 | 3 }
  /** Every row was copied since that generation went. */
  | { readonly kind: 'backfilled' }
  /** No row drifts. */
  | { readonly kind: 'verified' };

export interface Release {
  readonly number: 1 | 2 | 3 | 4;
  readonly name: ReleaseName;
  /** The phase that the annotation bears in this release; undefined once it is gone. */
  readonly phase: Phase | undefined;
  readonly title: string;
  /** What to change in the schema of the release before (for release 1: of the annotated schema). */
  readonly schema: readonly SchemaEdit[];
  /** Takes the schema edits back. */
  readonly schemaInverse: readonly SchemaEdit[] | undefined;
  readonly migrations: readonly Migration[];
  /** False: nothing that runs is replaced. The release is its migrations alone. */
  readonly rollout: boolean;
  readonly application: readonly ApplicationStep[];
  /** What must hold before the next release, in the order in which to reach it. */
  readonly gates: readonly Gate[];
  /** How to go back from this release to the one before, as sentences. */
  readonly rollback: readonly string[];
}
