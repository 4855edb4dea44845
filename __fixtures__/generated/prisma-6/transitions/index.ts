// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.
import {
  applyTransitions,
  type TransitionsExtension,
  type TransitionsMetadata,
  type TransitionsOptions,
  transitionsExtension,
} from './runtime.js';
import type * as prismaClient from '../client/client.js';

export {
  type Drift,
  type TransitionCounter,
  type TransitionCounters,
  TransitionError,
  type TransitionErrorCode,
  type TransitionsExtension,
  type TransitionsOptions,
} from './runtime.js';

const metadata: TransitionsMetadata = {
  sync: 'client',
  models: {
    User: {
      transitions: [
        {
          id: 'User.displayName',
          phase: 'expand',
          source: { field: 'userName', required: true },
          target: { field: 'displayName' },
        },
      ],
      uniqueKeys: { id: ['id'], userName: ['userName'] },
      relations: { posts: { model: 'Post', list: true } },
    },
    Post: { relations: { author: { model: 'User' } } },
  },
} as const;

/** What results of a client with `$extends(transitions())` hold, where the schema says less. */
export interface TransitionResults {
  user: { displayName: prismaClient.User['userName'] };
}

/** The extension of this schema, to be the first of all: `new PrismaClient({ … }).$extends(transitions())`. */
export function transitions(options: TransitionsOptions = {}): TransitionsExtension<TransitionResults> {
  return transitionsExtension(metadata, options);
}

/** The same, applied. The client keeps its type, so code typed with `PrismaClient` goes on compiling. */
export function withTransitions<Client extends object>(client: Client, options: TransitionsOptions = {}): Client {
  return applyTransitions(client, metadata, options);
}

/** For `new PrismaClient({ omit: transitionOmit })`: stops selecting old fields once nothing reads them. */
export const transitionOmit = {} as const;

/** User.userName → User.displayName, phase expand. */
export const userDisplayName = {
  /** What `read` needs. */
  select: { displayName: true, userName: true },
  /** The value of one record, copied yet or not. */
  read: (record: Pick<prismaClient.User, 'displayName' | 'userName'>): prismaClient.User['userName'] => record.userName,
  /** The `data` that sets it. */
  write: (value: prismaClient.User['userName']): { displayName: prismaClient.User['userName']; userName: prismaClient.User['userName'] } => ({
    displayName: value,
    userName: value,
  }),
} as const;
