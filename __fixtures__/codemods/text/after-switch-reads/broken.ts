import type { User } from '@client';

export const name = (user: User) => user.displayName; // syntax-error
export const wrong: number = (user: User) => user.displayName
export function open( {
