import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { DEAD_DELIVERIES } from '../../adapters/amqp/topology.ts';
import type { Services } from '../../scripts/services/services.ts';
import { administratorOf } from '../support/database.ts';
import { openTables, type Tables } from '../support/tables.ts';
import type { Wire } from '../support/wire.ts';
import type { Dice } from './dice.ts';

/** What befalls database, broker and lines besides their death. */
export const FAULTS = [
  'read-only database',
  'silent database line',
  'locked table',
  'silent broker line',
  'cancelled consumer',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Longest time that a fault lasts, in milliseconds; longer than anybody waits for a lock. */
const LASTS = 8000;

export type Place = {
  readonly services: Pick<Services, 'databaseUrl' | 'amqpUrl'>;
  readonly database: Pick<Wire, 'freeze'>;
  readonly broker: Pick<Wire, 'freeze'>;
  readonly dice: Dice;
};

/** Resolves when it has befallen them, with the promise of its end. */
export async function befall(fault: FaultName, place: Place): Promise<{ readonly recovery: Promise<void> }> {
  const lasts = place.dice.below(LASTS);
  if (fault === 'silent database line') place.database.freeze();
  if (fault === 'silent broker line') place.broker.freeze();
  if (fault === 'cancelled consumer') return { recovery: whenThere(() => cancel(place)) };
  if (fault === 'read-only database') return { recovery: whenThere(() => forbidWriting(place, lasts)) };
  if (fault === 'locked table') return { recovery: whenThere(() => lock(place, lasts)) };
  return { recovery: Promise.resolve() };
}

/** The service may have been killed a moment ago. */
async function whenThere(work: () => Promise<void>): Promise<void> {
  for (let tries = 60; ; tries -= 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(500);
    }
  }
}

async function onTables(place: Place, work: (tables: Tables) => Promise<void>): Promise<void> {
  const tables = await openTables(place.services.databaseUrl);
  try {
    await work(tables);
  } finally {
    await tables.close().catch(() => undefined);
  }
}

async function forbidWriting(place: Place, lasts: number): Promise<void> {
  await onTables(place, (tables) =>
    administratorOf(() => tables).set({ default_transaction_read_only: 'on' }),
  );
  await sleep(lasts);
  // It may be killed meanwhile; the setting would stay.
  await whenThere(() =>
    onTables(place, async (tables) => {
      await tables.client.query('SET default_transaction_read_only = off');
      await administratorOf(() => tables).reset('default_transaction_read_only');
    }),
  );
}

function lock(place: Place, lasts: number): Promise<void> {
  return onTables(place, async ({ client }) => {
    await client.query('BEGIN; LOCK TABLE message IN ACCESS EXCLUSIVE MODE');
    await sleep(lasts);
    // A server that was killed meanwhile holds no lock any more.
    await client.query('COMMIT').catch(() => undefined);
  });
}

/** A queue in which nothing is: whatever reads it is told once that it is gone. */
async function cancel({ services }: Place): Promise<void> {
  const connection = await connect(services.amqpUrl);
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    await channel.deleteQueue(DEAD_DELIVERIES);
  } finally {
    await connection.close().catch(() => undefined);
  }
}
