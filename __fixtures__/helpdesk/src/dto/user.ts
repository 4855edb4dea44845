import type { Prisma, Role, User } from '../generated/prisma/client.js';

/** What a list shows of a person. */
export const userSummary = {
  id: true,
  userName: true,
  email: true,
  role: true,
} satisfies Prisma.UserSelect;

export type UserSummary = Prisma.UserGetPayload<{ select: typeof userSummary }>;

/** What stands beside a ticket or a comment. */
export const authorSummary = { id: true, userName: true } satisfies Prisma.UserSelect;

export interface AuthorDto {
  id: number;
  userName: string;
}

export interface UserDto extends AuthorDto {
  email: string;
  role: Role;
}

export interface UserDetailsDto extends UserDto {
  phone: string | null;
  createdAt: string;
  updatedAt: string;
}

export function toAuthorDto({ id, userName }: Pick<User, 'id' | 'userName'>): AuthorDto {
  return { id, userName };
}

export function toUserDto(user: UserSummary): UserDto {
  return { id: user.id, userName: user.userName, email: user.email, role: user.role };
}

export function toUserDetailsDto(user: User): UserDetailsDto {
  return {
    ...toUserDto(user),
    phone: user.phone,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  };
}
