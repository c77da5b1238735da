import { hash as hashOf } from 'node:crypto';
import type { Recorded } from '../domain/kernel/workflow.ts';
import type { CaseNow } from './case-now.ts';
import type { Hub } from './hub.ts';
import type { EvidenceRecord, Outgoing, StoredEvent } from './ports.ts';

/**
 * Adds one record to the case's chain of evidence: the message, what it did, and who is told. Modelled on the evidence
 * of ETSI EN 319 522-3; digests only, so that the chain outlives the erasure of personal data.
 */
export function testify(
  hub: Hub,
  after: CaseNow,
  about: { readonly kind: string; readonly at: string; readonly body: Readonly<Record<string, unknown>> },
): { readonly record: EvidenceRecord; readonly after: CaseNow } {
  const seq = after.chainSeq + 1;
  const body = hub.codec.canonical(about.body);
  const head = { chain: after.number, seq, kind: about.kind, at: about.at, body, prev: after.chainHead };
  const hash = hub.codec.digest(head);
  return {
    record: { ...head, hash, caseSeq: after.seq },
    after: { ...after, chainSeq: seq, chainHead: hash },
  };
}

/** An event ready for the store: its content gets a salt, so that its digest tells nothing after erasure. */
export function sealable(hub: Hub, caseNumber: string, event: Recorded): StoredEvent {
  if (event.content === undefined) return { caseNumber, event };
  // Digested as it is stored: whoever opens it can hash it as it lies there.
  const plain = JSON.stringify({ salt: hub.ids.salt(), content: event.content });
  return { caseNumber, event, sealed: { plain, digest: hashOf('sha256', plain, 'hex') } };
}

/** The digest that stands for an event in the evidence. */
export function eventDigest(hub: Hub, { event, sealed }: StoredEvent) {
  const { seq, type, at, by, facts } = event;
  return {
    seq,
    type,
    digest: hub.codec.digest({ seq, type, at, by, facts, content: sealed?.digest ?? null }),
  };
}

export function deliveryDigest({ id, type, about }: Outgoing) {
  return { id, type, to: 'authority' in about ? about.authority : '' };
}
