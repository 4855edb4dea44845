/** A reproducible source of chance: the same seed makes the same choices. */
export interface Random {
  /** A whole number from 0 to `below - 1`. */
  below(below: number): number;
  pick<T>(items: readonly T[]): T;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One running instance, as the workload sees it. */
export interface Endpoint {
  readonly generation: string;
  /**
   * @param expected the one status that is right
   * @returns the body; JSON is parsed
   * @throws RequestFailed for any other status, or without an answer
   */
  send(expected: number, method: Method, path: string, body?: unknown): Promise<unknown>;
}

/** An instance did not answer, or with a status that is wrong here. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  constructor(
    readonly generation: string,
    message: string,
    /** The base URL that gave no answer at all. */
    readonly silentUrl?: string,
  ) {
    super(message);
  }
}

/** An instance answered, but not what was written before. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
  constructor(
    readonly generation: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * What belongs together in the application, and what must be true of it. Only one operation at a time works on it, so
 * that every answer about it can be foretold, whichever instance gives it.
 */
export interface Tenant {
  /** Sent along with every request. */
  readonly token?: string;
}

/** What one operation works with. */
export interface Scene<T extends Tenant> {
  readonly tenant: T;
  readonly random: Random;
  /** Writes go here… */
  readonly here: Endpoint;
  /** …and are read there: another instance, of another generation if one is alive. */
  readonly there: Endpoint;
}

export interface Operation<T extends Tenant> {
  readonly name: string;
  /** How often it runs, against the sum of all weights. */
  readonly weight: number;
  run(scene: Scene<T>): Promise<void>;
}

/** The mixed load of one application, through its HTTP API alone. */
export interface Workload<T extends Tenant> {
  /** What `begin` counts as. */
  readonly beginning: string;
  /** A new tenant: the first operation of each worker, and the next one after a failure. */
  begin(here: Endpoint, slug: string): Promise<T>;
  readonly operations: readonly Operation<T>[];
  /** What has to run before anything else, so that tenants stay small. */
  urgent(tenant: T): Operation<T> | undefined;
}

/** Objects may hold more than is expected, arrays may not. */
export function matches(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return actual === expected;
  if (typeof actual !== 'object' || actual === null) return false;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => matches(actual[index], item))
    );
  }
  return Object.entries(expected).every(([key, value]) =>
    matches((actual as Record<string, unknown>)[key], value),
  );
}

/** @throws WrongAnswer where an instance says something else than what was written */
export function agree<T extends Tenant>(
  { here }: Pick<Scene<T>, 'here'>,
  reader: Endpoint,
  what: string,
  actual: unknown,
  expected: unknown,
): void {
  if (matches(actual, expected)) return;
  throw new WrongAnswer(
    reader.generation,
    `${what}, written by ${here.generation} and read by ${reader.generation}: ` +
      `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
  );
}
