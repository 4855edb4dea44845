import { prisma } from '../db.js';
import { toUserDetailsDto, toUserDto, type UserDetailsDto, type UserDto, userSummary } from '../dto/user.js';
import { notFound } from '../errors.js';
import type { Prisma, User } from '../generated/prisma/client.js';
import type {
  CreateUserInput,
  ListUsersQuery,
  RenameUsersInput,
  UpdateUserInput,
  UpsertUserInput,
} from '../validation/users.js';
import type { Actor } from './api-keys.js';
import { auditEvent } from './audit.js';

type Order = (direction: Prisma.SortOrder) => Prisma.UserOrderByWithRelationInput[];

const orders: Record<ListUsersQuery['sort'], Order> = {
  userName: (direction) => [{ userName: direction }, { id: direction }],
  email: (direction) => [{ email: direction }],
  role: (direction) => [{ role: direction }, { userName: 'asc' }],
  createdAt: (direction) => [{ createdAt: direction }, { id: direction }],
};

export async function listUsers(actor: Actor, query: ListUsersQuery) {
  const where: Prisma.UserWhereInput = { organizationId: actor.organizationId };
  if (query.role) where.role = query.role;
  if (query.q) {
    where.OR = [
      { userName: { contains: query.q, mode: 'insensitive' } },
      { email: { contains: query.q, mode: 'insensitive' } },
    ];
  }
  const [total, users] = await prisma.$transaction([
    prisma.user.count({ where }),
    prisma.user.findMany({
      where,
      select: userSummary,
      orderBy: orders[query.sort](query.order),
      skip: (query.page - 1) * query.limit,
      take: query.limit,
    }),
  ]);
  return { total, users: users.map(toUserDto) };
}

export async function createUser(actor: Actor, input: CreateUserInput): Promise<UserDetailsDto> {
  const { email, userName, role, phone } = input;
  const user = await prisma.$transaction(async (tx) => {
    const created = await tx.user.create({
      data: { organizationId: actor.organizationId, email, userName, role, phone },
    });
    await auditEvent(actor, 'user.created', created.userName, tx);
    return created;
  });
  return toUserDetailsDto(user);
}

async function findUser(actor: Actor, id: number): Promise<User> {
  const user = await prisma.user.findFirst({ where: { id, organizationId: actor.organizationId } });
  if (!user) throw notFound(`User ${id}`);
  return user;
}

export async function getUser(actor: Actor, id: number): Promise<UserDetailsDto> {
  return toUserDetailsDto(await findUser(actor, id));
}

export async function getUserByName(actor: Actor, userName: string): Promise<UserDetailsDto> {
  const user = await prisma.user.findUnique({
    where: { organizationId_userName: { organizationId: actor.organizationId, userName } },
  });
  if (!user) throw notFound(`User "${userName}"`);
  return toUserDetailsDto(user);
}

export async function updateUser(actor: Actor, id: number, input: UpdateUserInput): Promise<UserDetailsDto> {
  const before = await findUser(actor, id);
  const user = await prisma.user.update({
    where: { id },
    data: { userName: input.userName, role: input.role, phone: input.phone },
  });
  if (user.userName !== before.userName) {
    await auditEvent(actor, 'user.renamed', `${before.userName} -> ${user.userName}`);
  }
  return toUserDetailsDto(user);
}

/** Makes sure that the person with this address exists under this name. */
export async function upsertUser(actor: Actor, email: string, input: UpsertUserInput): Promise<UserDto> {
  const { organizationId } = actor;
  const user = await prisma.user.upsert({
    where: { email, organizationId },
    create: { organizationId, email, userName: input.userName, role: input.role },
    update: { userName: input.userName, role: input.role },
    select: userSummary,
  });
  return toUserDto(user);
}

/** All of the names change, or none. */
export async function renameUsers(actor: Actor, { users }: RenameUsersInput): Promise<UserDto[]> {
  const renamed = await prisma.$transaction(
    users.map(({ id, userName }) =>
      prisma.user.update({
        where: { id, organizationId: actor.organizationId },
        data: { userName: { set: userName } },
        select: userSummary,
      }),
    ),
  );
  const names = renamed.map((user) => user.userName);
  await auditEvent(actor, 'user.renamed', names.join(', '));
  return renamed.map(toUserDto);
}

/** For other systems, which know a person by name: nothing happens if somebody else was faster. */
export async function renameByName(actor: Actor, from: string, to: string): Promise<void> {
  const { count } = await prisma.user.updateMany({
    where: { organizationId: actor.organizationId, userName: from },
    data: { userName: to },
  });
  if (count === 0) throw notFound(`User "${from}"`);
  await auditEvent(actor, 'user.renamed', `${from} -> ${to}`);
}

/** The person goes, with everything that they wrote. */
export async function deleteUser(actor: Actor, id: number): Promise<void> {
  const { userName } = await findUser(actor, id);
  await prisma.$transaction([
    prisma.user.delete({ where: { id } }),
    auditEvent(actor, 'user.deleted', userName),
  ]);
}
