import type { Prisma } from '../generated/prisma/client.js';
import { type AuthorDto, authorSummary, toAuthorDto } from './user.js';

export const teamMembers = {
  memberships: {
    select: { lead: true, user: { select: authorSummary } },
    orderBy: { user: { userName: 'asc' } },
  },
} satisfies Prisma.TeamInclude;

export type TeamWithMembers = Prisma.TeamGetPayload<{ include: typeof teamMembers }>;

export interface TeamDto {
  id: number;
  name: string;
  lead: string | null;
  members: AuthorDto[];
}

export function toTeamDto(team: TeamWithMembers): TeamDto {
  const lead = team.memberships.find((membership) => membership.lead);
  return {
    id: team.id,
    name: team.name,
    lead: lead?.user.userName ?? null,
    members: team.memberships.map(({ user }) => toAuthorDto(user)),
  };
}
