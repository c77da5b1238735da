import type { Recorded } from '../domain/kernel/workflow.ts';
import type { Directory } from '../domain/directory/directory.ts';
import type { Advance, CaseNow } from './case-now.ts';
import { caseChange } from './changes.ts';
import { eventDigest, sealable } from './evidence/event-digest.ts';
import { append, type Party, type Testimony } from './evidence/record.ts';
import type { Hub } from './hub.ts';
import type { Changes, Outgoing } from './ports.ts';
import type { ReportOrdered } from './report-records.ts';

/** News that was just made, with the state it tells of: the relay need not load the case again. */
export type FreshNews = { readonly outgoing: Outgoing; readonly now: CaseNow };

export type Effect = {
  readonly after: CaseNow;
  readonly changes: Partial<Changes>;
  readonly news: readonly FreshNews[];
  readonly evidence: { readonly chain: string; readonly seq: number; readonly hash: string };
};

/** What a decision leaves behind: events, deliveries, ordered reports and one record of evidence. */
export function effect(
  hub: Hub,
  { after: decided, recorded }: Advance,
  because: {
    readonly testimony: Testimony;
    readonly directory: Directory;
    readonly opened: boolean;
  },
): Effect {
  const { testimony, directory, opened } = because;
  const { at } = testimony;
  const outgoing = recorded.flatMap((event) => outgoingOf(hub, event, { now: decided, directory, at }));
  const events = recorded.map((event) => sealable(hub, decided.number, event));
  const { record, head } = append(hub.codec, decided.chain, {
    ...testimony,
    ...(testimony.event === 'HubAction' ? soleRecipient(outgoing) : {}),
    more: {
      ...testimony.more,
      directory: directory.version,
      events: events.map((event) => eventDigest(hub, event)),
      deliveries: hub.codec.digest(outgoing.map(announced)),
    },
  });
  const after = { ...decided, chain: head, isNew: false };
  return {
    after,
    news: outgoing.map((one) => ({ outgoing: one, now: after })),
    evidence: { chain: record.chain, seq: record.seq, hash: record.hash },
    changes: {
      cases: [caseChange(after, opened, at)],
      events,
      evidence: [record],
      outgoing,
      reports: recorded.flatMap((event) => reportsOf(event, decided.number, directory)),
      erased: recorded.filter(({ type }) => type === 'content.erased').map(() => decided.number),
    },
  };
}

function outgoingOf(
  hub: Hub,
  event: Recorded,
  given: { readonly now: CaseNow; readonly directory: Directory; readonly at: string },
): readonly Outgoing[] {
  const { now, directory, at } = given;
  return now.workflow.deliveries(event, now.state).flatMap(({ to, type, attachments = [] }) => {
    const system = directory.systemOf.get(to);
    if (system === undefined) {
      hub.log.warn({ authority: to, type, case: now.number }, 'no system speaks for the authority');
      return [];
    }
    // Told is the case as the whole command left it.
    const about = { authority: to, caseNumber: now.number, seq: now.seq, attachments };
    const chain = now.number;
    return [{ id: hub.ids.uuid(), system: system.id, type, createdAt: at, duplicate: false, chain, about }];
  });
}

/**
 * Who is to be told of what. Only a digest of it goes into the record, which its sender may see: whom the other side's house
 * is told of is none of its business. Each hand-over has a record of its own.
 */
function announced({ id, type, about }: Outgoing) {
  return { id, type, to: 'authority' in about ? about.authority : '' };
}

/** For whom the hub has done something, where that is one authority. */
function soleRecipient(outgoing: readonly Outgoing[]): { readonly recipient?: Party } {
  const told = new Set(outgoing.map((one) => announced(one).to));
  const [authority] = told;
  return authority === undefined || told.size > 1 ? {} : { recipient: { authority } };
}

/** `report.ordered` means the same in every workflow, as `content.erased` does. */
function reportsOf(event: Recorded, caseNumber: string, directory: Directory): readonly ReportOrdered[] {
  if (event.type !== 'report.ordered' || !isOrder(event.facts)) return [];
  const { report, kind, parts = [], language } = event.facts;
  const system = directory.systemOf.get(event.by)?.id ?? '';
  return [
    {
      id: report,
      caseNumber,
      authority: event.by,
      system,
      kind,
      parts,
      language,
      seq: event.seq,
      orderedAt: event.at,
    },
  ];
}

type Order = {
  readonly report: string;
  readonly kind: string;
  readonly parts?: readonly string[];
  readonly language: string;
};

function isOrder(facts: unknown): facts is Order {
  return (
    typeof facts === 'object' && facts !== null && 'report' in facts && 'kind' in facts && 'language' in facts
  );
}
