import { vi } from 'vitest';
import { prisma } from '../db';
import record from './default-record';

vi.mocked(prisma.user.findFirst).mockResolvedValue(record as never);
