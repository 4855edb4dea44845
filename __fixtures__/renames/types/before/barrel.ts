export type { Post, User } from '@client';
export type { User as Member } from '@client';
