import { UserError } from '../errors.js';
import type { Statement } from './dialect.js';

export interface QueryResult<Row> {
  readonly rows: readonly Row[];
  /** Rows that the statement touched. */
  readonly rowCount: number;
}

/** What a failed statement means to whoever could try it again. */
export type Failure =
  /** Another transaction was in the way: the same statement may succeed in a moment. */
  | 'busy'
  /** It took longer than allowed: a smaller one may succeed. */
  | 'timeout'
  /** The session is gone; whether the transaction was committed is unknown. */
  | 'lost'
  /** A value of some row is refused: a constraint, a conversion, a trigger of the user's. */
  | 'row'
  /** The disk is full, or the database may not grow further. */
  | 'full'
  | 'other';

/** One session with a database. Statements run one after the other. */
export interface Connection {
  /** What the server calls the session; undefined where there is no server. */
  readonly sessionId: string | undefined;
  query<Row>(statement: Statement): Promise<QueryResult<Row>>;
  /** Commits when `work` resolves and rolls back when it throws. Not reentrant. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** The same for reading: every statement of `work` sees the database as it was at the first. */
  snapshot<T>(work: () => Promise<T>): Promise<T>;
  failure(error: unknown): Failure;
  /** The database's own code for an error; undefined if the error is not the database's. */
  errorCode(error: unknown): string | undefined;
  /** Takes a name for this session, until the session ends. False: another session has it. */
  tryLock(name: string): Promise<boolean>;
  /** The number of the session that has the name now; undefined if none does. */
  lockHolder(name: string): Promise<number | undefined>;
  /**
   * Bounds, in milliseconds, every later statement of the session.
   *
   * @param limits `lockMs` undefined: well under the time after which the server looks for a deadlock, or else a second
   */
  setTimeouts(limits: { readonly lockMs?: number | undefined; readonly statementMs: number }): Promise<void>;
  /** Ends another session of the same user, which may hold locks for a client that it cannot reach any more. */
  endSession(sessionId: string): Promise<void>;
  /** Bytes that the database may still grow by; undefined where only the server knows. */
  freeBytes(): Promise<number | undefined>;
  /** Ends the session; never throws. */
  close(): Promise<void>;
}

export function connectionLost(): UserError {
  return new UserError('database-lost', 'The connection to the database is lost', {
    hint: 'run the same command again',
  });
}
