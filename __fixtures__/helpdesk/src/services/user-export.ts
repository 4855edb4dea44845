import { prisma } from '../db.js';
import type { User } from '../generated/prisma/client.js';
import type { Actor } from './api-keys.js';

interface Column {
  header: string;
  field: keyof User;
}

const columns: Column[] = [
  { header: 'id', field: 'id' },
  { header: 'userName', field: 'userName' },
  { header: 'email', field: 'email' },
  { header: 'role', field: 'role' },
];

/** Everybody of the organization as CSV, in the order of the alphabet. */
export async function exportUsers(actor: Actor): Promise<string> {
  const users = await prisma.user.findMany({
    where: { organizationId: actor.organizationId },
    orderBy: { userName: 'asc' },
  });
  const header = columns.map((column) => column.header);
  const rows = users.map((user) => columns.map(({ field }) => cell(user[field])));
  return [header, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function cell(value: User[keyof User]): string {
  const text = value instanceof Date ? value.toISOString() : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
