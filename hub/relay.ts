import { compose, systemOf, type Known } from './compose.ts';
import type { Outcome } from './outcome.ts';
import type { Hub } from './hub.ts';
import type { Meter } from './meter.ts';
import { handOver, type Handed } from './hand-over.ts';
import type { Outbox, Outgoing } from './ports.ts';
import { finished } from './signed.ts';

/** Something to hand over, with what is known of it without asking the store. */
export type Parcel = { readonly outgoing: Outgoing; readonly known: Known };

export type Relay = {
  /** Hands over what has just been written; whatever fails waits for the next sweep. */
  handOver(parcels: readonly Parcel[]): Promise<void>;
  /** Hands over what has waited since before the instant: left by a process that died, or by a broker that was away. */
  sweep(before: string): Promise<number>;
};

const PAGE = 200;

/** Keeps the marks of what the broker has confirmed, and its evidence. */
export type MarkConsigned = (all: readonly Handed[]) => Promise<number>;

/** Steps 7 and 8: view for the recipient, its language, its format; published with confirm; then marked as handed over. */
export function openRelay(
  hub: Hub,
  outbox: Outbox,
  how: { readonly meter: Pick<Meter, 'delivered'>; readonly mark?: MarkConsigned },
): Relay {
  const { meter, mark = (all) => handOver(hub, 'ContentConsignment', all) } = how;
  const relay: Relay = {
    async handOver(parcels) {
      const done = await Promise.all(
        parcels.filter((parcel) => goesByBroker(hub, parcel)).map((parcel) => publish(hub, outbox, parcel)),
      );
      const handed = done.filter((one) => one !== undefined);
      if (handed.length === 0) return;
      for (const { outgoing, at } of handed)
        meter.delivered((Date.parse(at) - Date.parse(outgoing.createdAt)) / 1000);
      await markConsigned(hub, handed, mark);
    },
    async sweep(before) {
      let after: Outgoing | undefined;
      let total = 0;
      for (;;) {
        const page = {
          before,
          limit: PAGE,
          except: systemsThatFetch(hub),
          ...(after === undefined ? {} : { after }),
        };
        const waiting = await hub.store.waiting(page);
        await relay.handOver(waiting.map((outgoing) => ({ outgoing, known: {} })));
        total += waiting.length;
        after = waiting.at(-1);
        if (waiting.length < PAGE) return total;
      }
    },
  };
  return relay;
}

/** What a batch has set off, ready for the relay. */
export function parcelsOf(outcomes: readonly Outcome[]): readonly Parcel[] {
  return outcomes.flatMap(({ receipt, news }) => [
    ...news.map(({ outgoing, now }) => ({ outgoing, known: { now } })),
    { outgoing: receipt.outgoing, known: { receipt } },
  ]);
}

function goesByBroker(hub: Hub, { outgoing }: Parcel): boolean {
  return hub.directory.current().systems.get(outgoing.system)?.channel !== 'http';
}

function systemsThatFetch(hub: Hub): readonly string[] {
  return [...hub.directory.current().systems.values()]
    .filter(({ channel }) => channel === 'http')
    .map(({ id }) => id);
}

/** A mark that is lost costs a repetition under the same id, nothing else. */
async function markConsigned(hub: Hub, handed: readonly Handed[], mark: MarkConsigned): Promise<void> {
  try {
    await mark(handed);
  } catch {
    hub.log.warn({ deliveries: handed.length }, 'handed over, but not marked: the sweep will do it again');
  }
}

/** One delivery that cannot be made or taken never holds up the others: it stays in the outbox, and says so. */
async function publish(hub: Hub, outbox: Outbox, { outgoing, known }: Parcel): Promise<Handed | undefined> {
  const { id, system, type } = outgoing;
  try {
    const { format } = systemOf(hub, outgoing);
    const { message, digest } = await finished(hub, await compose(hub, outgoing, known));
    await outbox.publish({ id, system, type, format, bytes: hub.codec.encode(message, format) });
    return { outgoing, at: hub.clock.now(), digest };
  } catch (error) {
    hub.log.warn(
      { delivery: id, system, type, reason: error instanceof Error ? error.name : 'unknown' },
      'delivery waits',
    );
    return undefined;
  }
}
