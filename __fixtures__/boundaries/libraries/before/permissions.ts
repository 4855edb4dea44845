import { AbilityBuilder, createMongoAbility, subject } from '@casl/ability';

const { can, cannot, build } = new AbilityBuilder(createMongoAbility);
can('read', 'User', ['userName', 'email']);
cannot('update', 'User', 'userName');
can('read', 'Post', ['userName']);
export const ability = build();
export const allowed = ability.can('read', 'User', 'userName');
export const ofPost = ability.can('read', subject('Post', { id: 1 }), 'userName');
export const ofUser = ability.can('read', subject('User', { id: 1 }), 'userName');
