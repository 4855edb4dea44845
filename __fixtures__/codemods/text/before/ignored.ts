// pec-ignore-file the exporter keeps the old name
import type { User } from '@client';

export const exported = (user: User) => user.userName;
