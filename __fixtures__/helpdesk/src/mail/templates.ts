import type { Ticket, User } from '../generated/prisma/client.js';

type Recipient = Pick<User, 'userName'>;
type Subject = Pick<Ticket, 'id' | 'subject'>;

export interface Mail {
  subject: string;
  body: string;
}

export function ticketAssigned(user: Recipient, ticket: Subject, by: User['userName']): Mail {
  return {
    subject: `[#${ticket.id}] was given to you`,
    body: `Hi ${user.userName},\n\n${by} gave you the ticket "${ticket.subject}".\n`,
  };
}

export function ticketAnswered(user: Recipient, ticket: Subject, authors: User['userName'][]): Mail {
  return {
    subject: `[#${ticket.id}] ${ticket.subject}`,
    body: `Hi ${user.userName},\n\n${authors.join(', ')} answered your ticket.\n`,
  };
}

export function mentioned({ userName }: Recipient, ticket: Subject): Mail {
  return {
    subject: `You were mentioned in #${ticket.id}`,
    body: `Hi ${userName},\n\nsomebody mentioned you in "${ticket.subject}".\n`,
  };
}
