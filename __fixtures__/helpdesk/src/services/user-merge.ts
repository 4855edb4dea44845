import { prisma } from '../db.js';
import { toUserDto, type UserDto, userSummary } from '../dto/user.js';
import { conflict } from '../errors.js';
import type { MergeUserInput } from '../validation/users.js';
import type { Actor } from './api-keys.js';
import { auditEvent } from './audit.js';

/** One person had two accounts: what the first wrote goes to the second, and the first goes. */
export async function mergeUser(actor: Actor, id: number, input: MergeUserInput): Promise<UserDto> {
  if (id === input.into) throw conflict('A user cannot be merged into itself');
  const { organizationId } = actor;

  return await prisma.$transaction(async (tx) => {
    const from = await tx.user.findFirstOrThrow({ where: { id, organizationId } });
    const into = await tx.user.findFirstOrThrow({
      where: { id: input.into, organizationId },
      select: { id: true, userName: true },
    });

    await tx.ticket.updateMany({ where: { authorId: from.id }, data: { authorId: into.id } });
    await tx.ticket.updateMany({ where: { assigneeId: from.id }, data: { assigneeId: into.id } });
    await tx.comment.updateMany({ where: { authorId: from.id }, data: { authorId: into.id } });
    await tx.user.delete({ where: { id: from.id } });
    await auditEvent(actor, 'user.merged', `${from.userName} -> ${into.userName}`, tx);

    const userName = input.keep === 'theirs' ? from.userName : into.userName;
    const merged = await tx.user.update({
      where: { id: into.id },
      data: { userName, phone: from.phone ?? undefined },
      select: userSummary,
    });
    return toUserDto(merged);
  });
}
