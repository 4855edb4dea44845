// What hides the field of a record that is spread beside it.
import type { User } from '@client';
import { prisma } from '../db';

export const shown = (user: User, hide: boolean) => ({ ...user, ...(hide && { userName: '***' }) });
export const chosen = (user: User, hide: boolean) => ({ ...user, ...(hide ? { userName: null } : {}) });
const mask = { userName: '***' };
export const constant = (user: User) => ({ ...user, ...mask });
const hidden = () => ({ userName: '***' });
export const called = (user: User) => ({ ...user, ...hidden() });
export const merged = (users: User[]) => users.map((user) => Object.assign({}, user, mask));
export const optional = (user: User, hide: boolean) => {
  const extra = hide ? { userName: 'x' } : undefined;
  return { ...user, ...extra };
};

// A record by its type: the key is the field's.
export const typed = (user: User): User => ({ ...user, ...(user.visits ? { displayName: '' } : null) });

// A field of the client's own by that name.
export const extended = prisma.$extends({
  result: { user: { userName: { needs: { id: true }, compute: () => '***' } } },
});
export const everywhere = prisma.$extends({ result: { $allModels: { userName: { compute: () => '***' } } } });

// None of the model.
export const ofPosts = prisma.$extends({
  result: { post: { userName: { needs: { id: true }, compute: () => '***' } } },
});
export const others = { ...{ id: 1 }, ...{ userName: 'a' } };
