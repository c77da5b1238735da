import { strikeDue } from '../hub/clock/strike.ts';
import type { Hub } from '../hub/hub.ts';
import type { Meter } from '../hub/meter.ts';
import { parcelsOfNews, type Parcel } from '../hub/outgoing/relay.ts';
import { repeat, type Wakeable } from './repeat.ts';

/** What is due is done within the minute; what is due at once, such as what one case asks of another, at once. */
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
