import type { Person } from '@client';
import { exported } from './origins';

export const called = (user: Person) => exported(user);
