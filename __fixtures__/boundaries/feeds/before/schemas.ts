import { z } from 'zod';

export const created = z.object({ userName: z.string(), tenantId: z.number(), displayName: z.string(), email: z.string() });
export const changed = created.partial();
export const filter = z.object({ userName: z.string().optional() });
export const entrance = z.object({ userName: z.string(), password: z.string() });

export class UpdateUserDto {
  email?: string;
  userName?: string;
}

export interface Row {
  userName: string;
  displayName: string;
  tenantId: number;
  email: string;
}

export interface Shown {
  userName: string;
}
