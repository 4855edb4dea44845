import type { User } from '@client';
import { Factory } from 'fishery';

export const users = Factory.define<Pick<User, 'id' | 'userName'>>(({ sequence }) => ({
  id: sequence,
  userName: 'a',
}));
export const named = users.build({ userName: 'b' });
