import type { Schema } from '../advisors/relations.js';
import type { Overlay } from '../checker/checker.js';
import type { Source } from '../source.js';
import type { SearchedName } from './brand.js';
import type { Links } from './flow.js';
import type { Verdict } from './judge.js';

/** One occurrence and what it is, as plain data. */
export interface Located {
  /** As the report names it. */
  readonly file: string;
  /** Of the source, absolute: the scripts of one file are several sources. */
  readonly path: string;
  readonly offset: number;
  readonly name: string;
  /** Where it is spelled in more characters than the name has. */
  readonly length?: number;
  readonly verdict: Verdict;
}

/** What a run looks for, and where. */
export interface Wanted {
  readonly sources: readonly Source[];
  readonly names: readonly SearchedName[];
  readonly schema: Schema;
  /** What a name becomes in a transition; undefined for a compound unique key without a counterpart. */
  readonly targetOf: (transition: number, name: string) => string | undefined;
  readonly links: Links;
  /** The files of the client, as brands were put into them. */
  readonly branded: Overlay;
}
