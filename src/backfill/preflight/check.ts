import type { Connection } from '../../database/connection.js';
import type { CopyDirection, Statement } from '../../database/dialect.js';
import type { Job } from '../job.js';

/**
 * What a finding means. `stops`: rows would be left out or overwritten, so nothing is written. `later`: the copy
 * succeeds, but a stage to come will not. `note`: good to know.
 */
export type Weight = 'stops' | 'later' | 'note';

export interface Finding {
  readonly weight: Weight;
  /** One sentence without a full stop. */
  readonly message: string;
  readonly hint?: string;
  /** Of one that stops: the name under which the user may say that all is well; absent where nothing could be. */
  readonly accept?: string;
}

/** What a check is given to look at. */
export interface Subject {
  readonly connection: Connection;
  readonly job: Job;
  readonly direction: CopyDirection;
  readonly signal: AbortSignal | undefined;
}

export interface Look {
  readonly findings: readonly Finding[];
  /** What was seen, for the line of a check without findings. */
  readonly evidence: string;
}

/** One question that is answered before the first write. */
export interface Check {
  /** Stable, for programs: also the code of the error where it stops a run. */
  readonly name: 'unmapped-values' | 'obstacles' | 'duplicates' | 'missing-values' | 'room';
  /** What is true if there is no finding, as a sentence. */
  readonly title: string;
  /** True: it may read the whole table, and a run that goes on where it stood leaves it out. */
  readonly scans: boolean;
  look(subject: Subject): Promise<Look>;
}

/**
 * Asks the database, or says that it took too long.
 *
 * @returns undefined where the statement ran into the timeout of the session
 */
export async function ask<Row>(
  { connection }: Subject,
  statement: Statement,
): Promise<readonly Row[] | undefined> {
  try {
    return (await connection.query<Row>(statement)).rows;
  } catch (error) {
    if (connection.failure(error) !== 'timeout') throw error;
    return undefined;
  }
}

/** A look that was given up, because it took too long. */
export function unknown({ text }: Statement): Look {
  return {
    findings: [{ weight: 'note', message: 'this took too long to look at', hint: `ask a replica: ${text}` }],
    evidence: 'nobody knows',
  };
}
