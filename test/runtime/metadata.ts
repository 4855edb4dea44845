import type { FieldTransition, TransitionsMetadata } from '../../src/runtime/metadata.js';

export const rename: FieldTransition = {
  id: 'User.displayName',
  phase: 'expand',
  source: { field: 'userName', required: true },
  target: { field: 'displayName' },
};

/** User has a transition; the other models only lead to it: 1-n, m-n, 1-1, and User to itself. */
export function metadata(
  sync: TransitionsMetadata['sync'],
  transition: FieldTransition = rename,
): TransitionsMetadata {
  return {
    sync,
    models: {
      User: {
        transitions: [transition],
        uniqueKeys: {
          id: ['id'],
          email: ['email'],
          userName: ['userName'],
          displayName: ['displayName'],
          tenantId_userName: ['tenantId', 'userName'],
          tenantId_displayName: ['tenantId', 'displayName'],
          displayName_email: ['displayName', 'email'],
        },
        relations: {
          boss: { model: 'User' },
          staff: { model: 'User', list: true },
          posts: { model: 'Post', list: true },
          tags: { model: 'Tag', list: true },
          profile: { model: 'Profile' },
        },
      },
      Post: { relations: { author: { model: 'User' } } },
      Tag: { relations: { users: { model: 'User', list: true } } },
      Profile: { relations: { user: { model: 'User' } } },
    },
  };
}
