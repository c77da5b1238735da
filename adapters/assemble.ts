import { Pool } from 'pg';
import type { Hub, MessageSigning } from '../hub/hub.ts';
import type { Metrics } from '../hub/meter.ts';
import type { Clock, Codec, Credentials, Log } from '../hub/ports.ts';
import type { RootStore } from '../hub/evidence/root-store.ts';
import { makeBook } from '../schemas/catalogue.ts';
import type { MessageBook } from '../schemas/message/book.ts';
import { openAreas } from './areas/areas.ts';
import { compileCodecs } from './codecs/codecs.ts';
import type { Config } from './config/config.ts';
import { openMetrics } from './metrics/metrics.ts';
import { verifySecret } from './store/credentials.ts';
import { openDirectory } from './store/directory.ts';
import { openIds } from './store/ids.ts';
import { openPrisma } from './store/prisma.ts';
import { openRoots } from './store/roots.ts';
import { openStore } from './store/store.ts';
import { openVault } from './store/vault.ts';

/** The hub with its adapters behind their ports: what worker and gateway have in common. */
export type Assembled = {
  readonly hub: Hub;
  readonly book: MessageBook;
  readonly pool: Pool;
  readonly roots: RootStore;
  readonly metrics: Metrics;
  readonly credentials: Credentials;
  /** Whether the database answers. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
};

const clock: Clock = { now: () => new Date().toISOString() };

/** With the signatures on messages, which are no adapter's business. */
export async function assemble(config: Config, log: Log, signing: MessageSigning): Promise<Assembled> {
  const pool = new Pool({
    connectionString: config.DATABASE_URL,
    max: config.POOL_SIZE,
    application_name: 'imi-hub',
    // The hot statements have the same good plan for every batch: planning them again costs more than running them.
    options: '-c plan_cache_mode=force_generic_plan',
    keepAlive: true,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener the process would end.
  pool.on('error', () => log.warn({}, 'an idle database connection was lost'));
  const prisma = openPrisma(pool);
  const areas = openAreas(config.HUB_AREAS, log);
  const directory = await openDirectory(prisma, log);
  const book = makeBook();
  const codec: Codec = compileCodecs(book);
  const store = openStore(pool, openVault(Buffer.from(config.HUB_MASTER_KEY, 'base64')));
  return {
    hub: { codec, store, directory, areas, clock, log, signing, ids: await openIds(pool, clock) },
    book,
    pool,
    roots: openRoots(pool),
    metrics: openMetrics(),
    credentials: { verify: (system, secret) => verifySecret(prisma, system, secret) },
    ready: () => answers(pool),
    async close() {
      areas.close();
      directory.close();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

async function answers(pool: Pool): Promise<boolean> {
  try {
    await pool.query('SELECT 1');
    return true;
  } catch {
    return false;
  }
}
