import type { User } from '@client';

export const name = (user: User) => user.displayName;
export const wrong: number = (user: User) => user.displayName
export function open( {
