import type { User } from '@client';

export const escaped = (user: User) => [user.user\u004eame, user['user\x4eame'], user["\u{75}serName"]]; // escaped
export const ambiguous = ({ user\u004eame: name }: User) => name;
