import { strikeDue } from '../hub/clock/strike.ts';
import type { Hub } from '../hub/hub.ts';
import { instantLater } from '../hub/instant.ts';
import type { Meter } from '../hub/meter.ts';
import { parcelsOfNews, type Parcel } from '../hub/outgoing/relay.ts';
import { repeat, type Stoppable, type Wakeable } from './repeat.ts';

/** What is due is done within half a minute. What one case asks of another is done at once where this worker has written it. */
const STRIKE_EVERY_MS = 20_000;
/** Nobody tells this process what a gateway elsewhere has written: it looks, as it looks for uploads and for orders of reports. */
const LOOK_EVERY_MS = 500;
/** Longer than anything takes to be written after it has come; what has been due for longer has had its round. */
const LATELY_MS = 60_000;
const PAGE = 100;

type How = {
  readonly metrics: Pick<Meter, 'struck'>;
  deliver(parcels: readonly Parcel[]): Promise<void>;
};

/** Does what the clock says. */
export function openClockJob(hub: Hub, { metrics, deliver }: How): Wakeable {
  const striking = repeat(STRIKE_EVERY_MS, hub.log, async (signal) => {
    await strikeDue(hub, { signal, meter: metrics, tell: (news) => void deliver(parcelsOfNews(news)) });
  });
  const looking = lookForNew(hub, () => striking.wake());
  return {
    ...striking,
    async stop() {
      await Promise.all([looking.stop(), striking.stop()]);
    },
  };
}

/** What was seen before is being done, or cannot be done and waits for its round. */
function lookForNew(hub: Hub, wake: () => void): Stoppable {
  let seen: ReadonlySet<string> = new Set();
  return repeat(LOOK_EVERY_MS, hub.log, async () => {
    const at = hub.clock.now();
    const dueAt = instantLater(at, -LATELY_MS);
    const page = await hub.store.due({ at, after: { dueAt, number: '' }, limit: PAGE });
    const due = page.map((one) => `${one.number} ${one.dueAt}`);
    if (due.some((one) => !seen.has(one))) wake();
    seen = new Set(due);
  });
}
