import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from './generated/client.ts';

export type Prisma = PrismaClient;

/** Prisma over the hub's own pool: for ordinary reads and writes, not for what happens with every message. */
export function openPrisma(pool: Pool): Prisma {
  return new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
}
