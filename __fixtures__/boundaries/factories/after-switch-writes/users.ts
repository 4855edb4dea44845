import { defineTenantFactory, defineUserFactory } from './fabbrica';

const tenant = defineTenantFactory({ defaultData: { name: 'userName', users: { create: [{ email: 'e', displayName: 'a' }] } } });

export const users = defineUserFactory({
  defaultData: ({ seq }) => ({ email: `a${seq}`, displayName: `a${seq}`, tenant }),
  traits: {
    named: { data: { displayName: 'b' } },
    later: { data: async () => ({ displayName: 'c' }) },
  },
});
export const plain = defineUserFactory({
  defaultData: { displayName: 'd', tenant },
  onAfterBuild: (data) => void data.displayName,
  onAfterCreate: (user) => void user.userName,
});
export const loud = defineUserFactory.withTransientFields({ isLoud: false })({
  defaultData: async ({ isLoud }) => {
    if (isLoud) return { displayName: 'A', tenant };
    return { displayName: 'a', tenant };
  },
});
export const created = async () => {
  const one = await users.use('named').create({ displayName: 'e' });
  const many = await users.createList(2, { displayName: 'f' });
  return [one.userName, ...many.map(({ userName }) => userName)];
};
