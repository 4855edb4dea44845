import { defineTenantFactory, defineUserFactory } from './fabbrica';

const tenant = defineTenantFactory({ defaultData: { name: 'userName', users: { create: [{ email: 'e', userName: 'a' }] } } });

export const users = defineUserFactory({
  defaultData: ({ seq }) => ({ email: `a${seq}`, userName: `a${seq}`, tenant }),
  traits: {
    named: { data: { userName: 'b' } },
    later: { data: async () => ({ userName: 'c' }) },
  },
});
export const plain = defineUserFactory({
  defaultData: { userName: 'd', tenant },
  onAfterBuild: (data) => void data.userName,
  onAfterCreate: (user) => void user.userName,
});
export const loud = defineUserFactory.withTransientFields({ isLoud: false })({
  defaultData: async ({ isLoud }) => {
    if (isLoud) return { userName: 'A', tenant };
    return { userName: 'a', tenant };
  },
});
export const created = async () => {
  const one = await users.use('named').create({ userName: 'e' });
  const many = await users.createList(2, { userName: 'f' });
  return [one.userName, ...many.map(({ userName }) => userName)];
};
