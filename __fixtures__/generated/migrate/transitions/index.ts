// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.
import {
  applyTransitions,
  type TransitionsExtension,
  type TransitionsMetadata,
  type TransitionsOptions,
  transitionsExtension,
} from './runtime.js';
import type * as prismaClient from '../client/index.js';

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
          phase: 'migrate',
          source: { field: 'userName' },
          target: { field: 'displayName', required: true },
        },
        {
          id: 'User.rank',
          phase: 'migrate',
          source: { field: 'level' },
          target: { field: 'rank', required: true },
        },
      ],
      uniqueKeys: { id: ['id'] },
      relations: { posts: { model: 'Post', list: true } },
    },
    Post: { relations: { author: { model: 'User' } }, fields: ['id', 'data', 'author', 'authorId'] },
  },
} as const;

/** The extension of this schema, to be the first of all: `new PrismaClient({ … }).$extends(transitions())`. */
export function transitions(options: TransitionsOptions = {}): TransitionsExtension {
  return transitionsExtension(metadata, options);
}

/** The same, applied. The client keeps its type, so code typed with `PrismaClient` goes on compiling. */
export function withTransitions<Client extends object>(client: Client, options: TransitionsOptions = {}): Client {
  return applyTransitions(client, metadata, options);
}

/** For `new PrismaClient({ omit: transitionOmit })`: stops selecting old fields once nothing reads them. */
export const transitionOmit = { user: { userName: true, level: true } } as const;

/** User.userName → User.displayName, phase migrate. */
export const userDisplayName = {
  /** What `read` needs. */
  select: { displayName: true },
  /** The value of one record. */
  read: (record: Pick<prismaClient.User, 'displayName'>): prismaClient.User['displayName'] => record.displayName,
  /** The `data` that sets it. */
  write: (value: prismaClient.User['displayName']): { displayName: prismaClient.User['displayName']; userName: prismaClient.User['displayName'] } => ({
    displayName: value,
    userName: value,
  }),
} as const;

/** User.level → User.rank, phase migrate. */
export const userRank = {
  /** What `read` needs. */
  select: { rank: true },
  /** The value of one record. */
  read: (record: Pick<prismaClient.User, 'rank'>): prismaClient.User['rank'] => record.rank,
  /** The `data` that sets it. */
  write: (value: prismaClient.User['rank']): { rank: prismaClient.User['rank']; level: prismaClient.User['rank'] } => ({
    rank: value,
    level: value,
  }),
} as const;
