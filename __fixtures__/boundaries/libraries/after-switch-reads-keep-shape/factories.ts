import type { User } from '@client';
import { Factory } from 'fishery';

export const users = Factory.define<Pick<User, 'id' | 'displayName'>>(({ sequence }) => ({
  id: sequence,
  displayName: 'a',
}));
export const named = users.build({ displayName: 'b' });
