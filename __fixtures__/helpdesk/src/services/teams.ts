import { prisma } from '../db.js';
import { type TeamDto, teamMembers, toTeamDto } from '../dto/team.js';
import { notFound } from '../errors.js';
import type { CreateTeamInput } from '../validation/organizations.js';
import type { Actor } from './api-keys.js';

export async function createTeam(actor: Actor, { name, memberIds }: CreateTeamInput): Promise<TeamDto> {
  const { organizationId } = actor;
  const members = await prisma.user.findMany({
    where: { id: { in: memberIds }, organizationId },
    select: { id: true },
  });
  if (members.length < memberIds.length) throw notFound('A member');
  const team = await prisma.team.create({
    data: {
      organizationId,
      name,
      memberships: {
        createMany: { data: memberIds.map((userId, index) => ({ userId, lead: index === 0 })) },
      },
    },
    include: teamMembers,
  });
  return toTeamDto(team);
}

/** The teams in which somebody of this name is, or all. */
export async function listTeams(actor: Actor, member?: string): Promise<TeamDto[]> {
  const teams = await prisma.team.findMany({
    where: {
      organizationId: actor.organizationId,
      ...(member !== undefined && { memberships: { some: { user: { is: { userName: member } } } } }),
    },
    include: teamMembers,
    orderBy: { name: 'asc' },
  });
  return teams.map(toTeamDto);
}
