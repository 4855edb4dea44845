import type { User } from '@client';

export const nameOf = (user: User): string | null => user.displayName; // other-extensions
