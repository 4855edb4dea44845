import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** An answer other than success that is the caller's to deal with. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly status: ContentfulStatusCode,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function notFound(what: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `${what} was not found`);
}

export function conflict(message: string): HttpProblem {
  return new HttpProblem(409, 'conflict', message);
}

export function forbidden(message: string): HttpProblem {
  return new HttpProblem(403, 'forbidden', message);
}
