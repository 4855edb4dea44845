import type { Post, User } from '@client';
import { Factory } from 'fishery';

export const users = Factory.define<Partial<User>>(({ sequence }) => ({ id: sequence, displayName: 'a' }));
export const transient = Factory.define<Partial<User>, { loud: boolean }>(({ transientParams }) => {
  const userName = transientParams.loud ? 'A' : 'a';
  return { displayName: userName };
});
export const posts = Factory.define<Post & { author: Partial<User> }>(() => ({
  id: 1,
  title: 't',
  userName: 'p',
  authorId: 1,
  author: users.build({ displayName: 'b' }),
}));
class UserFactory extends Factory<Partial<User>> {
  named(userName: string) {
    return this.params({ displayName: userName });
  }
}
export const named = UserFactory.define(() => ({ displayName: 'c' }));
export const built = [users.build({ displayName: 'd' }), posts.build({ author: { displayName: 'e' }, userName: 'p' })];
export const shown = named.named('f').build().displayName;
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
export const given = Factory.define<Partial<User>>(({ params }) => ({ displayName: params.displayName ?? 'a' }));
