import type { Member, User } from './barrel';
import type { User as Whole } from './everything';
import type { User as Own } from './own';

export const all = (a: User, b: Member, c: Whole, d: Own) => [a.userName, b.userName, c.userName, d.userName];
