import type { Taken } from '../adapters/amqp/broker.ts';
import { deathOf } from '../adapters/amqp/submission.ts';
import type { Config } from '../adapters/config/config.ts';
import { reasonOf } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';
import type { Meter } from '../hub/meter.ts';
import type { Parcel } from '../hub/outgoing/relay.ts';
import { persistently } from './persistently.ts';

/** What it takes to deal with what has died on the broker. */
export type DeadLetterParts = {
  readonly hub: Hub;
  readonly metrics: Pick<Meter, 'deadLetter'>;
  readonly config: Pick<Config, 'AMQP_USER_PREFIX'>;
  handOver(parcels: readonly Parcel[]): Promise<void>;
  /** When something else was last written, by the clock that never jumps. */
  lastAt(): number;
  /** When the scanner last said something of another document. */
  answeredAt?(): number;
};

const BACK_AFTER_MS = 1000;

/**
 * Does what has to be done about a dead letter, however long the store is away, and acknowledges it then; what cannot be done
 * leaves it in its queue. Answers what was done, or nothing where the letter comes again.
 */
export async function dealWith<T>(hub: Hub, taken: Taken, work: () => Promise<T>): Promise<T | undefined> {
  try {
    const done = await persistently(hub, work, () => taken.isLost());
    taken.acknowledge();
    return done;
  } catch (error) {
    if (!taken.isLost()) leave(hub, taken, error);
    return undefined;
  }
}

function leave(hub: Hub, taken: Taken, error: unknown): void {
  const facts = { queue: deathOf(taken.message).queue, reason: reasonOf(error) };
  hub.log.warn(facts, 'a dead letter cannot be kept now; it stays in its queue');
  setTimeout(() => taken.giveBack(), BACK_AFTER_MS);
}
