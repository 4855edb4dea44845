// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.
import {
  applyTransitions,
  type TransitionsExtension,
  type TransitionsMetadata,
  type TransitionsOptions,
  transitionsExtension,
} from './runtime.ts';
import type * as prismaClient from '../client/client.ts';

export {
  type Drift,
  type TransitionCounter,
  type TransitionCounters,
  TransitionError,
  type TransitionErrorCode,
  type TransitionsExtension,
  type TransitionsOptions,
} from './runtime.ts';

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

/** User.userName → User.displayName, phase contract. */
export const userDisplayName = {
  /** What `read` needs. */
  select: { displayName: true },
  /** The value of one record. */
  read: (record: Pick<prismaClient.User, 'displayName'>): prismaClient.User['displayName'] => record.displayName,
  /** The `data` that sets it. */
  write: (value: prismaClient.User['displayName']): { displayName: prismaClient.User['displayName'] } => ({
    displayName: value,
  }),
} as const;
