import { ageVital, allOf, type Vital } from '../hub/health.ts';
import type { Repeating } from './repeat.ts';
import type { Settling } from './settling.ts';

/** A batch is written in a fraction of a second; one that holds the line for so long is not. */
const STUCK_SECONDS = 30;
/** Of sweeps, which come every two seconds. */
const LATE_SECONDS = 60;

type Work = {
  readonly settling: Pick<Settling, 'heldSince' | 'lastAt'>;
  readonly sweeping: Pick<Repeating, 'doneAt'>;
  readonly rooting: Pick<Repeating, 'doneAt'>;
  readonly rootSeconds: number;
};

/** How a worker's own work fares, whatever database and broker say of themselves. */
export function workVital({ settling, sweeping, rooting, rootSeconds }: Work): Vital {
  return allOf([
    ageVital('in_hand', settling.heldSince(), { seconds: STUCK_SECONDS, code: 'WORK_STUCK' }),
    // Nothing may have come.
    ageVital('written', settling.lastAt(), { seconds: Infinity, code: 'WORK_STUCK' }),
    ageVital('swept', sweeping.doneAt(), { seconds: LATE_SECONDS, code: 'SWEEP_LATE' }),
    ageVital('rooted', rooting.doneAt(), { seconds: LATE_SECONDS + 3 * rootSeconds, code: 'ROOT_LATE' }),
  ]);
}

type Connected = {
  isConnected(): boolean;
  consuming(): { readonly wanted: number; readonly present: number };
};

/** Whether the broker is there, and sends what is in the queues. */
export function brokerVital(broker: Connected): Vital {
  const { wanted, present } = broker.consuming();
  return {
    ages: {},
    complaints: [
      ...(broker.isConnected() ? [] : [{ code: 'BROKER_UNAVAILABLE' as const, facts: {} }]),
      ...(present < wanted ? [{ code: 'CONSUMERS_MISSING' as const, facts: { wanted, present } }] : []),
    ],
  };
}
