import type { Broker } from '../adapters/amqp/broker.ts';
import type { Log } from '../hub/ports/surroundings.ts';
import { openPatience } from './patience.ts';
import { repeat, type Repeating } from './repeat.ts';

const LOOK_EVERY_MS = 250;

type How = {
  readonly broker: Pick<Broker, 'stuckSince' | 'release' | 'resume'>;
  readonly log: Log;
  readonly holdMs: number;
  /** Whether the store answers. */
  ready(): Promise<boolean>;
  now?(): number;
};

/**
 * Nothing is held for long. A broker ends the channel of who holds a message longer than its `consumer_timeout`, in the midst
 * of the work and again and again. So when nothing has got on for a while, because the store is away, everything goes
 * back to its queue in good time, and is taken again when the store answers: once for an outage, however long. Where the
 * store answers and still nothing gets on, it is asked later and later.
 */
export function openHolding(how: How): Repeating {
  const look = lookout(how);
  return repeat(LOOK_EVERY_MS, how.log, look);
}

/** One look, to be repeated. */
export function lookout({ broker, log, holdMs, ready, now = () => performance.now() }: How) {
  const patience = openPatience();
  let isAway = false;
  let resumedAt = now();
  return async () => {
    if (isAway) {
      if (!patience.isOver(now()) || !(await ready())) return;
      [isAway, resumedAt] = [false, now()];
      broker.resume();
      log.info({}, 'the store answers: submissions are taken again');
      return;
    }
    const since = broker.stuckSince();
    const isStuck = since !== undefined && now() - since > holdMs;
    if (!isStuck) {
      if (patience.isTried() && now() - resumedAt > 2 * holdMs) patience.regain();
      return;
    }
    isAway = true;
    patience.lose(now());
    log.warn({ seconds: Math.round(holdMs / 1000) }, 'nothing gets on: what is held goes back to the broker');
    await broker.release();
  };
}
