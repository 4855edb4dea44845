import type { Mutation } from './mutations.js';
import type { Tenant, Workload } from './operation.js';

/** An application of the fixtures, with the one transition that it goes through. */
export interface RollingApplication<T extends Tenant> {
  /** Its folder in `__fixtures__`. */
  readonly name: string;
  /** What its developers write by hand into the schema: the annotation and the new field. */
  annotate(schema: string): string;
  /** What they write by hand into its files before the last stage, where the generated helpers go. */
  readonly beforeFinish?: (edit: EditFile) => Promise<void>;
  /** For SQL that shares nothing with the product. */
  readonly columns: Columns;
  readonly workload: Workload<T>;
  /** What else can go wrong with this transition. */
  readonly mutations?: readonly Mutation[];
}

/** All quoted. */
export interface Columns {
  readonly table: string;
  readonly source: string;
  readonly target: string;
  /** What the target has to be, as an expression over the source. */
  readonly converted: string;
}

/** Changes one file of the application; one that is not there is made. */
export type EditFile = (path: string, change: (text: string) => string) => Promise<void>;
