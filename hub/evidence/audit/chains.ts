import { readBody } from './body.ts';
import type { Auditing, Check } from './check.ts';
import { checkCovered } from './covered.ts';
import { checkDeliveries } from './deliveries.ts';
import { EPOCHS } from '../../epoch/epoch.ts';
import { hearEpochs } from './epochs.ts';
import { checkEvents } from './events.ts';
import { ofChain, openLane } from './lane.ts';
import { checkLinks } from './links.ts';
import { checkReceipts } from './receipts.ts';
import { checkDirectory, checkLetters } from './hub-chains.ts';
import { DIRECTORY_CHAIN } from '../record.ts';
import { checkMails } from './mails.ts';
import { checkCaseFile } from './case-file.ts';
import { checkSealed } from './sealed.ts';
import { checkTold } from './told.ts';
import type { AuditSource, KeptDirectory } from './source.ts';

/** Goes through all chains, each from its first record to its end, and holds no more than a page of each table. */
export async function auditChains(source: AuditSource, how: Omit<Auditing, 'chain'>): Promise<void> {
  const lanes = {
    heads: openLane(source.heads),
    records: openLane(source.records),
    events: openLane(source.events),
    receipts: openLane(source.receipts),
    deliveries: openLane(source.deliveries),
    mails: openLane(source.mails),
    covered: openLane(source.covered),
    told: openLane(source.told),
    reports: openLane(source.reports),
    letters: openLane(source.letters),
    sealed: openLane(source.sealed),
  };
  const directory = await source.directory();
  let isPublished = false;
  for await (const page of source.chains)
    for (const { chain } of page) {
      isPublished ||= chain === DIRECTORY_CHAIN;
      await auditChain({ ...how, chain }, { lanes, directory, isOpened: source.isOpened });
    }
  if (!isPublished && directory.version > 0) how.note({ code: 'DIRECTORY_DIFFERS', what: `version ${directory.version}` });
} // prettier-ignore

type AllLanes = {
  readonly lanes: Lanes;
  readonly directory: KeptDirectory;
  readonly isOpened: boolean;
};
type Lanes = { readonly [Name in LaneName]: ReturnType<typeof openLane<RowOf<Name>>> };
type LaneName =
  | 'heads'
  | 'records'
  | 'events'
  | 'receipts'
  | 'deliveries'
  | 'mails'
  | 'covered'
  | 'told'
  | 'reports'
  | 'letters'
  | 'sealed';
type RowOf<Name extends LaneName> =
  AuditSource[Name] extends AsyncIterable<readonly (infer Row)[]> ? Row : never;

async function auditChain(auditing: Auditing, { lanes, directory, isOpened }: AllLanes): Promise<void> {
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
      // What the hub alone has opened and erased has no receipt.
      hasErased: () => receipts.hasErased() || events.isErased(),
    }),
    checkMails(auditing, { mails: ofChain(lanes.mails, chain), isCaseErased: events.isErased }),
    checkCovered(auditing, ofChain(lanes.covered, chain)),
    checkCaseFile(auditing, { heads, reports: ofChain(lanes.reports, chain), history: events.history }),
    checkTold(auditing, { told: ofChain(lanes.told, chain), isCaseErased: events.isErased }),
    checkSealed(auditing, {
      sealed: ofChain(lanes.sealed, chain),
      heads,
      isOpened,
      isCaseErased: events.isErased,
    }),
    checkLetters(auditing, ofChain(lanes.letters, chain)),
    checkDirectory(auditing, directory),
    ...(chain === EPOCHS ? [hearEpochs(auditing)] : []),
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
