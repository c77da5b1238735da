import { defined } from '../../domain/kernel/optional.ts';
import type { Message } from '../../domain/kernel/message.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import { levelIn } from '../case/level.ts';
import { compose, systemOf, type Known } from './compose.ts';
import type { FreshNews } from '../case/consequences.ts';
import type { Outcome } from '../intake/outcome.ts';
import { reasonOf } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { Meter } from '../meter.ts';
import { handOver, type Handed } from './hand-over.ts';
import type { Outbox } from '../ports/surroundings.ts';
import type { Outgoing } from '../ports/records.ts';
import { bytesOf, finished } from './signed.ts';

/** Something to hand over, with what is known of it without asking the store. */
export type Parcel = { readonly outgoing: Outgoing; readonly known: Known };

export type Relay = {
  /** Hands over what has just been written; whatever fails waits for the next sweep. */
  handOver(parcels: readonly Parcel[]): Promise<void>;
  /** Hands over what is held by nobody: left by a process that died, or by a broker that was away. */
  sweep(at: string): Promise<number>;
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
  // A slow broker or database must not make a sweep of the same process take it for left behind.
  const underWay = new Set<string>();
  async function handOverAll(parcels: readonly Parcel[]): Promise<void> {
    const done = await Promise.all(parcels.map((parcel) => publish(hub, outbox, parcel)));
    const handed = done.filter((one) => one !== undefined);
    if (handed.length === 0) return;
    for (const { outgoing, at } of handed)
      meter.delivered((Date.parse(at) - Date.parse(outgoing.createdAt)) / 1000);
    await markConsigned(hub, handed, mark);
  }
  const relay: Relay = {
    async handOver(parcels) {
      const own = parcels.filter(
        ({ outgoing: { id, system } }) => isPushed(hub, system) && !underWay.has(id),
      );
      for (const { outgoing } of own) underWay.add(outgoing.id);
      try {
        await handOverAll(own);
      } finally {
        for (const { outgoing } of own) underWay.delete(outgoing.id);
      }
    },
    async sweep(at) {
      let after: Outgoing | undefined;
      let total = 0;
      for (;;) {
        const page = { at, limit: PAGE, systems: pushed(hub), ...defined('after', after) };
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
    ...parcelsOfNews(news),
    { outgoing: receipt.outgoing, known: { receipt } },
  ]);
}

/** The same of what the hub itself has done. */
export function parcelsOfNews(news: readonly FreshNews[]): readonly Parcel[] {
  return news.map(({ outgoing, now }) => ({ outgoing, known: { now } }));
}

/** Others fetch what is theirs, or are not there any more, or not yet. */
function isPushed(hub: Hub, system = ''): boolean {
  return hub.directory.current().systems.get(system)?.channel === 'amqp';
}

function pushed(hub: Hub): readonly string[] {
  return [...hub.directory.current().systems.keys()].filter((id) => isPushed(hub, id));
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
  const { id, system = '', type } = outgoing;
  try {
    const { format } = systemOf(hub, outgoing);
    const ready = await finished(hub, await compose(hub, outgoing, known));
    const { message, digest } = ready;
    const bytes = bytesOf(hub, ready, format);
    await outbox.publish({
      id,
      system,
      type,
      format,
      bytes,
      ...defined('correlation', correlationOf(message)),
    });
    return { outgoing, at: hub.clock.now(), digest, ...levelIn(message) };
  } catch (error) {
    hub.log.warn({ delivery: id, system, type, reason: reasonOf(error) }, 'delivery waits');
    return undefined;
  }
}

/** So that a system may pair it without opening it: a receipt with its message, what is told with its case. */
function correlationOf({ type, subject, data }: Message): string | undefined {
  return type === 'receipt' && isNaming(data) ? data.message : subject;
}

function isNaming(data: unknown): data is Pick<Receipt, 'message'> {
  return typeof data === 'object' && data !== null && 'message' in data && typeof data.message === 'string';
}
