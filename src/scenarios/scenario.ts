import type { Standing } from '../database/catalog.js';
import type { Correspondence } from '../database/operation.js';
import type { MigrationText } from '../model/migration-text.js';
import type { Provider, SyncMode, Transition } from '../schema/transition.js';
import type { StageSpec } from './stage.js';

/** What is known beside the transition itself when its stages are planned. */
export interface PlanContext {
  readonly provider: Provider;
  readonly sync: SyncMode;
  /** The migrations so far, without those of the transition that are in force. */
  readonly history: readonly MigrationText[];
  /** What stands around the source in the database; [] where none was looked at. */
  readonly standing: readonly Standing[];
  /** The application still names the source in stage migrate, so that a stage `contract` follows. */
  readonly keepsSource: boolean;
}

export type ScenarioName = Transition['scenario'];

export type TransitionOf<Name extends ScenarioName> = Extract<Transition, { readonly scenario: Name }>;

/** What one kind of transition answers; the planner, the database and the reports ask, and never compare its name. */
export interface Scenario<T extends Transition> {
  /**
   * What has to be done in each stage.
   *
   * @throws UserError for what cannot be planned
   */
  stages(transition: T, context: PlanContext): readonly StageSpec[];
  /** What the trigger keeps, the backfill makes true and the verification compares; undefined where nothing is copied. */
  correspondence(transition: T): Correspondence | undefined;
  /** What becomes what, in one sentence: `User.userName becomes User.displayName.` */
  summary(transition: T): string;
  /** A simpler way that would do, as a sentence without a full stop; undefined where there is none. */
  advice?(transition: T): string | undefined;
}

/** A scenario for each kind of annotation: a missing one does not compile. */
export type Registry = { readonly [Name in ScenarioName]: Scenario<TransitionOf<Name>> };
