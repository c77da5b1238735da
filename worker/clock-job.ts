import { strikeDue } from '../hub/clock/strike.ts';
import type { Hub } from '../hub/hub.ts';
import type { Meter } from '../hub/meter.ts';
import { parcelsOfNews, type Parcel } from '../hub/outgoing/relay.ts';
import { repeat, type Wakeable } from './repeat.ts';

/**
 * What is due is done within half a minute. What one case asks of another is done at once where this worker has written it: of
 * what has come over HTTP only the clock knows.
 */
const STRIKE_EVERY_MS = 20_000;

type How = {
  readonly metrics: Pick<Meter, 'struck'>;
  deliver(parcels: readonly Parcel[]): Promise<void>;
};

/** Does what the clock says. */
export function openClockJob(hub: Hub, { metrics, deliver }: How): Wakeable {
  return repeat(STRIKE_EVERY_MS, hub.log, async (signal) => {
    await strikeDue(hub, { signal, meter: metrics, tell: (news) => void deliver(parcelsOfNews(news)) });
  });
}
