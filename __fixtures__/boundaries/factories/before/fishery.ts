import type { Post, User } from '@client';
import { Factory } from 'fishery';

export const users = Factory.define<Partial<User>>(({ sequence }) => ({ id: sequence, userName: 'a' }));
export const transient = Factory.define<Partial<User>, { loud: boolean }>(({ transientParams }) => {
  const userName = transientParams.loud ? 'A' : 'a';
  return { userName };
});
export const posts = Factory.define<Post & { author: Partial<User> }>(() => ({
  id: 1,
  title: 't',
  userName: 'p',
  authorId: 1,
  author: users.build({ userName: 'b' }),
}));
class UserFactory extends Factory<Partial<User>> {
  named(userName: string) {
    return this.params({ userName });
  }
}
export const named = UserFactory.define(() => ({ userName: 'c' }));
export const built = [users.build({ userName: 'd' }), posts.build({ author: { userName: 'e' }, userName: 'p' })];
export const shown = named.named('f').build().userName;
export const whole = Factory.define<User>(({ sequence }) => ({
  id: sequence,
  email: 'a@b.c',
  userName: 'a',
  displayName: 'a',
  visits: 0,
  tenantId: 1,
  managerId: null,
  createdAt: new Date(),
}));
export const older = Factory.define<User>(({ sequence }) => ({ ...whole.build(), id: sequence, userName: 'b' }));
export const given = Factory.define<Partial<User>>(({ params }) => ({ userName: params.userName ?? 'a' }));
