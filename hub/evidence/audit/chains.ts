import { readBody } from './body.ts';
import type { Auditing, Check } from './check.ts';
import { checkCovered } from './covered.ts';
import { checkDeliveries } from './deliveries.ts';
import { checkEvents } from './events.ts';
import { ofChain, openLane } from './lane.ts';
import { checkLinks } from './links.ts';
import { checkReceipts } from './receipts.ts';
import type { AuditSource } from './source.ts';

/** Goes through all chains, each from its first record to its end, and holds no more than a page of each table. */
export async function auditChains(source: AuditSource, how: Omit<Auditing, 'chain'>): Promise<void> {
  const lanes = {
    heads: openLane(source.heads),
    records: openLane(source.records),
    events: openLane(source.events),
    receipts: openLane(source.receipts),
    deliveries: openLane(source.deliveries),
    covered: openLane(source.covered),
  };
  for await (const page of source.chains) for (const { chain } of page) await auditChain({ ...how, chain }, lanes);
} // prettier-ignore

type Lanes = { readonly [Name in LaneName]: ReturnType<typeof openLane<RowOf<Name>>> };
type LaneName = 'heads' | 'records' | 'events' | 'receipts' | 'deliveries' | 'covered';
type RowOf<Name extends LaneName> =
  AuditSource[Name] extends AsyncIterable<readonly (infer Row)[]> ? Row : never;

async function auditChain(auditing: Auditing, lanes: Lanes): Promise<void> {
  const { chain } = auditing;
  const heads = ofChain(lanes.heads, chain);
  const events = checkEvents(auditing, { events: ofChain(lanes.events, chain), heads });
  const receipts = checkReceipts(auditing, {
    receipts: ofChain(lanes.receipts, chain),
    isCaseErased: events.isErased,
  });
  const checks: readonly Check[] = [
    events,
    receipts,
    checkDeliveries(auditing, {
      deliveries: ofChain(lanes.deliveries, chain),
      hasErased: receipts.hasErased,
    }),
    checkCovered(auditing, ofChain(lanes.covered, chain)),
    // Takes the head, at which the events have looked before.
    checkLinks(auditing, heads),
  ];
  const records = ofChain(lanes.records, chain);
  for (let record = await records.take(); record !== undefined; record = await records.take()) {
    const heard = { ...record, said: readBody(record.body) };
    for (const check of checks) await check.see?.(heard);
  }
  for (const check of checks) await check.end?.();
}
