export type TransitionErrorCode =
  /** Source and target were both given, with values that do not belong together. */
  | 'conflicting-values'
  /** One side would become NULL, the other must not. */
  | 'required-side'
  /** A value or an operation on one side that cannot be computed for the other. */
  | 'not-mirrorable'
  /** A query on the target that the source cannot answer exactly. */
  | 'not-exact'
  /** The client is told to omit a source that reads still need. */
  | 'source-omitted';

/** Thrown before the query is sent: what was asked for cannot be done rightly in the phase of the transition. */
export class TransitionError extends Error {
  override readonly name = 'TransitionError';
  readonly code: TransitionErrorCode;
  /** The transition, named by its target: `User.displayName`. */
  readonly transition: string;

  /** @param message what is wrong and the way out */
  constructor(code: TransitionErrorCode, transition: string, message: string) {
    super(`Transition ${transition}: ${message} [${code}]`);
    this.code = code;
    this.transition = transition;
  }
}
