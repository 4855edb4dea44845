// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.
import {
  applyTransitions,
  type TransitionsExtension,
  type TransitionsMetadata,
  type TransitionsOptions,
  transitionsExtension,
} from './runtime.js';

export {
  type Drift,
  type TransitionCounter,
  type TransitionCounters,
  TransitionError,
  type TransitionErrorCode,
  type TransitionsExtension,
  type TransitionsOptions,
} from './runtime.js';

const metadata: TransitionsMetadata = { sync: 'trigger', models: {} } as const;

/** The extension of this schema, to be the first of all: `new PrismaClient({ … }).$extends(transitions())`. */
export function transitions(options: TransitionsOptions = {}): TransitionsExtension {
  return transitionsExtension(metadata, options);
}

/** The same, applied. The client keeps its type, so code typed with `PrismaClient` goes on compiling. */
export function withTransitions<Client extends object>(client: Client, options: TransitionsOptions = {}): Client {
  return applyTransitions(client, metadata, options);
}

/** For `new PrismaClient({ omit: transitionOmit })`: stops selecting old fields once nothing reads them. */
export const transitionOmit = {} as const;
