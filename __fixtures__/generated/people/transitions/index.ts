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
      uniqueKeys: { id: ['id'], email: ['email'], userName: ['userName'], tenantId_userName: ['tenantId', 'userName'] },
      relations: {
        boss: { model: 'User' },
        staff: { model: 'User', list: true },
        posts: { model: 'Post', list: true },
        profile: { model: 'Profile' },
        tags: { model: 'Tag', list: true },
      },
    },
    Post: { relations: { author: { model: 'User' } } },
    Profile: {
      transitions: [
        {
          id: 'Profile.about',
          phase: 'expand',
          source: { field: 'bio', required: true },
          target: { field: 'about' },
        },
      ],
      uniqueKeys: { id: ['id'], userId: ['userId'] },
      relations: { user: { model: 'User' } },
    },
    Tag: { relations: { users: { model: 'User', list: true } } },
  },
} as const;

/** What results of a client with `$extends(transitions())` hold, where the schema says less. */
export interface TransitionResults {
  user: { displayName: prismaClient.User['userName'] };
  profile: { about: prismaClient.Profile['bio'] };
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

/** Profile.bio → Profile.about, phase expand. */
export const profileAbout = {
  /** What `read` needs. */
  select: { about: true, bio: true },
  /** The value of one record, copied yet or not. */
  read: (record: Pick<prismaClient.Profile, 'about' | 'bio'>): prismaClient.Profile['bio'] => record.bio,
  /** The `data` that sets it. */
  write: (value: prismaClient.Profile['bio']): { about: prismaClient.Profile['bio']; bio: prismaClient.Profile['bio'] } => ({
    about: value,
    bio: value,
  }),
} as const;
