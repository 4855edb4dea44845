import type { Person } from '@client';
import { prisma } from '../db';

interface Card {
  readonly id: number;
  readonly userName?: string | null;
}
interface Form {
  readonly id?: number;
  readonly userName?: string;
}
class Row {
  id = 0;
  userName?: string | null;
}
declare function show(card: Card): void;

export const shown = (user: Person) => show(user);
export const rows = async (): Promise<Row[]> => prisma.person.findMany();
export const form = (): Form => ({ id: 1 });
export const initials = (card: Card) => card.userName?.slice(0, 2);
