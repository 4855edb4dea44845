/** A position in a file of the user's. Lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The offending text itself. */
  readonly text?: string;
}

export interface UserErrorDetails {
  readonly place?: Place;
  /** What to write or run instead, as one sentence. */
  readonly hint?: string;
  /** Further errors of the same run, each complete in itself. */
  readonly others?: readonly UserError[];
}

/**
 * What a user did wrong or has to set right: bad input, an open gate, a database that cannot be reached.
 * Commands print it without a stack trace and exit with code 2. Everything else that is thrown is a bug of
 * ours and is rethrown.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: string;
  readonly place: Place | undefined;
  readonly hint: string | undefined;
  readonly others: readonly UserError[];

  /**
   * @param code stable and greppable, for example `unknown-field`
   * @param message what is wrong, as one sentence without a full stop
   */
  constructor(code: string, message: string, details: UserErrorDetails = {}) {
    super(message);
    this.code = code;
    this.place = details.place;
    this.hint = details.hint;
    this.others = details.others ?? [];
  }
}

/** By name and not by `instanceof`: a generator and a command may hold two copies of this package. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError' && 'code' in error;
}

/** Joins several mistakes of one run into the one error that is thrown. */
export function joinUserErrors(errors: readonly [UserError, ...UserError[]]): UserError {
  const [first, ...rest] = errors;
  return new UserError(first.code, first.message, {
    ...(first.place && { place: first.place }),
    ...(first.hint && { hint: first.hint }),
    others: rest,
  });
}

/** `file:line:column: message (code)`, the offending text and the hint, one block for each error. */
export function formatUserError(error: UserError): string {
  const { place } = error;
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : '';
  const lines = [`${where}${error.message} [${error.code}]`];
  if (place?.text) lines.push(`    ${place.text}`);
  if (error.hint) lines.push(`  hint: ${error.hint}`);
  return [lines.join('\n'), ...error.others.map(formatUserError)].join('\n');
}
