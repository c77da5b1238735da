import { hash } from 'node:crypto';
import { defined } from '../../domain/kernel/optional.ts';
import type { Recorded } from '../../domain/kernel/workflow.ts';
import type { Hub } from '../hub.ts';
import type { Codec } from '../ports/messages.ts';
import type { StoredEvent } from '../ports/records.ts';

/** An event ready for the store: its content gets a salt, so that its digest tells nothing after erasure. */
export function sealable(hub: Hub, caseNumber: string, event: Recorded): StoredEvent {
  if (event.content === undefined) return { caseNumber, event };
  // Digested as it is stored: whoever opens it can hash it as it lies there.
  const plain = JSON.stringify({ salt: hub.ids.salt(), content: event.content });
  return { caseNumber, event, sealed: { plain, digest: hash('sha256', plain, 'hex') } };
}

/** The digest that stands for an event in the evidence. */
export function eventDigest(hub: Hub, { event, sealed }: StoredEvent) {
  const { seq, type } = event;
  return { seq, type, digest: digestOfEvent(hub.codec, { ...event, content: sealed?.digest ?? null }) };
}

/** An event with the digest of its content in the place of that; null where it has none. */
export type Digestible = Omit<Recorded, 'content'> & { readonly content: string | null };

export function digestOfEvent(
  codec: Pick<Codec, 'digest'>,
  { seq, type, at, by, person, facts, content }: Digestible,
): string {
  return codec.digest({ seq, type, at, by, ...defined('person', person), facts, content });
}
