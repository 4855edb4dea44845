import type { User } from '@client';

export const name = (user: User) => user.userName; // syntax-error
export const wrong: number = (user: User) => user.userName
export function open( {
