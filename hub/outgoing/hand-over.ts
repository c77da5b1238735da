import { defined } from '../../domain/kernel/optional.ts';
import { merge } from '../case/changes.ts';
import { append, type EvidenceEvent } from '../evidence/record.ts';
import type { Hub } from '../hub.ts';
import type { ChainHead, DeliveryMark, EvidenceRecord, Outgoing } from '../ports/records.ts';

/** A delivery, and what has become of it. */
export type Handed = {
  readonly outgoing: Outgoing;
  readonly at: string;
  /** SHA-256 of the message's canonical form without signature, where it was made. */
  readonly digest?: string;
  /** How much of its case it shows, where it says so. */
  readonly level?: string;
  readonly reasons?: readonly string[];
};

/** Deliveries that the broker has confirmed, or that their system has acknowledged; answers how many were still waiting. */
export function handOver(
  hub: Pick<Hub, 'store' | 'codec'>,
  event: 'ContentConsignment' | 'ContentHandover',
  all: readonly Handed[],
): Promise<number> {
  return testify(hub, all, { eventOf: () => event, mark: 'handedOver' });
}

/** Deliveries that have waited too long: once for each, and they go on waiting. */
export function tellOverdue(hub: Hub, all: readonly Handed[]): Promise<number> {
  const { systems } = hub.directory.current();
  return testify(hub, all, {
    eventOf: ({ system = '' }) =>
      systems.get(system)?.channel === 'http' ? 'ContentHandoverFailure' : 'ContentConsignmentFailure',
    mark: 'overdue',
  });
}

/** A delivery that its system would not or could not take out of its inbox. */
export function tellUndeliverable(hub: Hub, handed: Handed): Promise<number> {
  return testify(hub, [handed], { eventOf: () => 'ContentHandoverFailure', mark: undefined });
}

type How = {
  readonly eventOf: (outgoing: Outgoing) => EvidenceEvent;
  readonly mark: 'handedOver' | 'overdue' | undefined;
};

/** Marks and records in one transaction, each delivery in the chain that it belongs to. */
function testify(
  hub: Pick<Hub, 'store' | 'codec'>,
  all: readonly Handed[],
  { eventOf, mark }: How,
): Promise<number> {
  if (all.length === 0) return Promise.resolve(0);
  return hub.store.transaction(async (unit) => {
    const chains = [...new Set(all.map(({ outgoing }) => outgoing.chain))].toSorted();
    const heads = await unit.heads(chains);
    const ids = new Set(all.map(({ outgoing }) => outgoing.id));
    const open = mark === undefined ? ids : new Set(await unit.unmarked([...ids], mark));
    const moved = new Map<string, ChainHead>();
    const evidence: EvidenceRecord[] = [];
    const marks: DeliveryMark[] = [];
    for (const handed of all) {
      const { id, chain } = handed.outgoing;
      const head = moved.get(chain) ?? heads.get(chain);
      // Handed over twice in one moment is handed over.
      if (head === undefined || !open.delete(id)) continue;
      const appended = append(hub.codec, head, testimonyOf(handed, eventOf(handed.outgoing)));
      evidence.push(appended.record);
      moved.set(chain, appended.head);
      marks.push({ id, at: handed.at, ...defined('system', handed.outgoing.system) });
    }
    const marked = mark === undefined ? {} : { [mark]: marks };
    await unit.write(merge([{ evidence, heads: [...moved.values()], ...marked }]));
    return marks.length;
  });
}

function testimonyOf({ outgoing, at, digest, level, reasons }: Handed, event: EvidenceEvent) {
  const { system, type, about } = outgoing;
  const authority = 'authority' in about ? { authority: about.authority } : {};
  return {
    event,
    at,
    recipient: { ...defined('system', system), ...authority },
    more: { message: type, ...defined('level', level) },
    ...(digest === undefined ? {} : { digest }),
    ...(reasons === undefined ? {} : { reasons }),
  };
}
