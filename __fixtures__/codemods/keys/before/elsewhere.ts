import type { User } from '@client';
import { exported } from './constants';

export const imported = (user: User) => user[exported];
