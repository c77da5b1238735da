import type { Pool } from 'pg';
import { openAlarm } from '../hub/alarm.ts';
import type { Hub, MessageSigning } from '../hub/hub.ts';
import type { Metrics } from '../hub/meter.ts';
import type { Vital } from '../hub/health.ts';
import type { Codec, Credentials } from '../hub/ports/messages.ts';
import type { Log } from '../hub/ports/surroundings.ts';
import type { RootStore } from '../hub/evidence/root-store.ts';
import { makeBook, type Catalogue } from '../schemas/catalogue.ts';
import type { MessageBook } from '../schemas/message/book.ts';
import { openAreas } from './areas/areas.ts';
import { openCalendar } from './areas/calendar.ts';
import { openAccounts, type Accounts } from './accounts.ts';
import { openManagement } from './amqp/management.ts';
import { vhostOf } from './amqp/provision.ts';
import { defined } from '../domain/kernel/optional.ts';
import { CLOCK } from './clock.ts';
import { compileCodecs } from './codecs/codecs.ts';
import type { Config } from './config/config.ts';
import { openMetrics } from './metrics/metrics.ts';
import { systemsWithChain } from './store/chains.ts';
import { verifySecret } from './store/credentials.ts';
import { openDirectory } from './store/directory.ts';
import { openEpochGuard, type EpochGuard } from './store/epoch.ts';
import { checkFoundations, onSchema } from './store/foundations.ts';
import { openIds } from './store/ids.ts';
import { closePool, HOT, openPool, PATIENT } from './store/pool.ts';
import { openPrisma } from './store/prisma.ts';
import { openRoots } from './store/roots.ts';
import { openMacs } from './store/macs.ts';
import { openStore } from './store/store.ts';
import { openScanner } from './scan/scanner.ts';
import { openVault } from './store/vault.ts';
import { storeVital } from './store/vital.ts';

/** The hub with its adapters behind their ports: what worker and gateway have in common. */
export type Assembled = {
  readonly hub: Hub;
  readonly book: MessageBook;
  readonly pool: Pool;
  readonly roots: RootStore;
  readonly epochs: EpochGuard;
  readonly metrics: Metrics;
  readonly credentials: Credentials;
  /** The access of systems; nothing where the broker's management cannot be reached. */
  readonly accounts?: Accounts;
  /** Systems that have ever had access, whether they still have it or not. */
  knownSystems(): Promise<readonly string[]>;
  /** How the database fares. */
  look(): Promise<Vital>;
  /** Whether it answers, and may be written. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
};

/** Connections for what may take minutes, beside those of the configuration. */
const FOR_LONG_WORK = 3;

type Given = { readonly signing: MessageSigning; readonly catalogue: Catalogue };

/** With the signatures on messages, which are no adapter's business. */
export function assemble(config: Config, log: Log, given: Given): Promise<Assembled> {
  return onSchema(() => assembled(config, log, given));
}

async function assembled(config: Config, log: Log, { signing, catalogue }: Given): Promise<Assembled> {
  const masterKey = Buffer.from(config.HUB_MASTER_KEY, 'base64');
  const macs = openMacs(masterKey);
  const epochs = openEpochGuard({ clock: CLOCK, log, macs });
  const { pool, patient } = await openPools(config, log, epochs);
  await checkFoundations(pool, { isTraining: config.HUB_TRAINING === 'yes', log });
  const [prisma, patientPrisma] = [openPrisma(pool), openPrisma(patient)];
  const calendar = openCalendar(config.HUB_CALENDAR, config.HUB_TIME_ZONE);
  const areas = openAreas(config.HUB_AREAS, log, [...catalogue.workflows.values()]);
  const metrics = openMetrics();
  const alarm = openAlarm(log, metrics);
  const directory = await openDirectory(patientPrisma, { macs, log, alarm });
  const book = makeBook(catalogue);
  const codec: Codec = compileCodecs(book);
  const store = openStore(
    { hot: pool, patient },
    { vault: openVault(masterKey), macs, alarm, written: epochs.remember },
  );
  const scanner = openScanner(config.SCANNER);
  if (scanner === undefined) log.warn({}, 'documents are not scanned: no SCANNER is configured');
  const accounts = accountsFrom(config, { prisma, macs, hub: { store, codec, clock: CLOCK } });
  return {
    hub: {
      catalogue,
      codec,
      store,
      directory,
      areas,
      calendar,
      clock: CLOCK,
      log,
      alarm,
      signing,
      ...defined('scanner', scanner),
      writesMail: config.MAIL_URL !== undefined,
      ids: await openIds(pool, CLOCK),
    },
    book,
    pool,
    roots: openRoots(patient),
    epochs,
    metrics,
    credentials: { verify: (system, secret) => verifySecret(prisma, macs, { system, secret }) },
    ...defined('accounts', accounts),
    knownSystems: () => systemsWithChain(pool),
    look: () => storeVital(pool),
    ready: async () => (await storeVital(pool)).complaints.length === 0,
    async close() {
      for (const watching of [epochs, areas, directory]) watching.close();
      await Promise.all([prisma, patientPrisma].map((client) => client.$disconnect()));
      await Promise.all([pool, patient].map(closePool));
    },
  };
}

/** Connections for messages, and those for what may take minutes. */
async function openPools(config: Config, log: Log, epochs: EpochGuard) {
  const pool = openPool(config.DATABASE_URL, {
    purpose: HOT,
    max: config.POOL_SIZE,
    log,
    // The hot statements have the same good plan for every batch: planning them again costs more than running them.
    settings: { plan_cache_mode: 'force_generic_plan' },
    verify: epochs.verify,
  });
  epochs.watch(pool);
  const patient = openPool(config.DATABASE_URL, {
    purpose: PATIENT,
    max: FOR_LONG_WORK,
    log,
    verify: epochs.verify,
  });
  await meetDatabase([pool, patient]);
  return { pool, patient };
}

type Secured = Pick<Parameters<typeof openAccounts>[0], 'prisma' | 'macs' | 'hub'>;

function accountsFrom(config: Config, secured: Secured): Accounts | undefined {
  if (config.AMQP_MANAGEMENT_URL === undefined) return undefined;
  return openAccounts({
    ...secured,
    management: openManagement(config.AMQP_MANAGEMENT_URL),
    vhost: vhostOf(config.AMQP_URL),
    prefix: config.AMQP_USER_PREFIX,
  });
}

/** A database that is not the hub's own stops the start, before anything is read of it. */
async function meetDatabase(pools: readonly Pool[]): Promise<void> {
  try {
    for (const pool of pools) (await pool.connect()).release();
  } catch (error) {
    await Promise.all(pools.map((pool) => closePool(pool)));
    throw error;
  }
}
