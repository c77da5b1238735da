import { openAccounts, type Accounts } from '../../adapters/accounts.ts';
import { openManagement } from '../../adapters/amqp/management.ts';
import { vhostOf } from '../../adapters/amqp/provision.ts';
import type { Alarm } from '../../hub/alarm.ts';
import { CLOCK } from '../../adapters/clock.ts';
import { CANONICAL } from '../../adapters/codecs/canonical.ts';
import { openEpochGuard } from '../../adapters/store/epoch.ts';
import type { Macs } from '../../adapters/store/macs.ts';
import { closePool, openPool, PATIENT } from '../../adapters/store/pool.ts';
import { openPrisma, type Prisma } from '../../adapters/store/prisma.ts';
import { openSecrets } from '../../adapters/store/secrets.ts';
import { openStore } from '../../adapters/store/store.ts';
import { wordsOf } from '../command/words.ts';
import { givenAddresses } from '../services/services.ts';

/** What a command needs that looks after systems: the database, and their access to broker and gateway. */
export type Desk = {
  readonly prisma: Prisma;
  readonly macs: Macs;
  readonly alarm: Alarm;
  readonly accounts: Accounts;
  close(): Promise<void>;
};

export const VARIABLES_NEEDED = 'DATABASE_URL=… AMQP_URL=… AMQP_MANAGEMENT_URL=… HUB_MASTER_KEY=…';

/** Nothing where the environment does not name the services and the key. A database that was restored is not worked with. */
export function openDesk(environment: Readonly<Record<string, string | undefined>>): Desk | undefined {
  const addresses = givenAddresses(environment);
  const secrets = openSecrets(environment['HUB_MASTER_KEY']);
  if (addresses === undefined || secrets === undefined) return undefined;
  const { macs } = secrets;
  const epochs = openEpochGuard({ clock: CLOCK, log: QUIET, macs });
  const pool = openPool(addresses.databaseUrl, {
    purpose: PATIENT,
    max: 2,
    log: QUIET,
    verify: epochs.verify,
  });
  const prisma = openPrisma(pool);
  const hub = {
    store: openStore({ hot: pool, patient: pool }, { ...secrets, alarm, written: epochs.remember }),
    codec: CANONICAL,
    clock: CLOCK,
  };
  const accounts = openAccounts({
    prisma,
    macs,
    hub,
    management: openManagement(addresses.managementUrl),
    vhost: vhostOf(addresses.amqpUrl),
    prefix: environment['AMQP_USER_PREFIX'] ?? '',
  });
  return {
    prisma,
    macs,
    alarm,
    accounts,
    async close() {
      await prisma.$disconnect();
      epochs.close();
      await closePool(pool);
    },
  };
}

/** Why it could not be done: whoever runs the hub need not read where in it that was found. */
export function deskSentence(error: unknown): string {
  const words = wordsOf(error);
  const hint = NO_SCHEMA.test(words) ? ' Has the database been migrated (npm run migrate)?' : '';
  return `It cannot be done: ${words}.`.replace(/\.+$/, '.') + hint;
}

const NO_SCHEMA = /does not exist/;

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The audit says more of it. */
function alarm({ table }: Parameters<Alarm>[0]): void {
  process.stderr.write(`${table} holds what the hub has not written\n`);
}
