import type { User } from '@client';
import { exported } from './origins';

export const called = (user: User) => exported(user);
