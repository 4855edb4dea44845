import type { CreateUserDto, DbUser as Account } from './barrel';

export const nameOf = (user: Account): string | null => user.userName; // re-exports other-extensions
export const dtoOf = (dto: CreateUserDto): string => dto.userName; // dto-class
