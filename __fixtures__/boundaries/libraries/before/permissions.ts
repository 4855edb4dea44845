import { AbilityBuilder, createMongoAbility } from '@casl/ability';

const { can, cannot, build } = new AbilityBuilder(createMongoAbility);
can('read', 'User', ['userName', 'email']);
cannot('update', 'User', 'userName');
can('read', 'Post', ['userName']);
export const ability = build();
export const allowed = ability.can('read', 'User', 'userName');
