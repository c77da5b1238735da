import { Pool } from 'pg';
import { importDirectory } from '../../adapters/store/directory.ts';
import { openMacs } from '../../adapters/store/macs.ts';
import { openPrisma } from '../../adapters/store/prisma.ts';
import type { NationalSystem } from '../../domain/directory/authority.ts';
import { readTrainingDirectory } from '../../scripts/training/directory.ts';
import type { PreparedHub } from '../../scripts/training/hub.ts';

/** Publishes the training directory with other systems; running hubs look for a newer directory every second. */
export async function publishDirectory(
  { config }: Pick<PreparedHub, 'config'>,
  change: (systems: readonly NationalSystem[]) => readonly NationalSystem[] = (systems) => systems,
): Promise<void> {
  const file = readTrainingDirectory();
  const pool = new Pool({ connectionString: config.DATABASE_URL, max: 1 });
  const prisma = openPrisma(pool);
  const macs = openMacs(Buffer.from(config.HUB_MASTER_KEY, 'base64'));
  await importDirectory(prisma, macs, { ...file, systems: change(file.systems) });
  await prisma.$disconnect();
  await pool.end();
}
