import type { Recorded } from '../domain/kernel/workflow.ts';
import type { Directory } from '../domain/directory/directory.ts';
import type { Advance, CaseNow } from './case-now.ts';
import { caseChange } from './changes.ts';
import { deliveryDigest, eventDigest, sealable, testify } from './evidence.ts';
import type { Hub } from './hub.ts';
import type { Changes, Outgoing, ReportOrdered } from './ports.ts';

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
    readonly kind: string;
    readonly at: string;
    readonly cause: Readonly<Record<string, unknown>>;
    readonly directory: Directory;
    readonly opened: boolean;
  },
): Effect {
  const outgoing = recorded.flatMap((event) =>
    outgoingOf(hub, event, { now: decided, directory: because.directory, at: because.at }),
  );
  const events = recorded.map((event) => sealable(hub, decided.number, event));
  const { record, after } = testify(hub, decided, {
    kind: because.kind,
    at: because.at,
    body: {
      ...because.cause,
      directory: because.directory.version,
      events: events.map((event) => eventDigest(hub, event)),
      deliveries: outgoing.map(deliveryDigest),
    },
  });
  return {
    after: { ...after, isNew: false },
    news: outgoing.map((one) => ({ outgoing: one, now: after })),
    evidence: { chain: record.chain, seq: record.seq, hash: record.hash },
    changes: {
      cases: [caseChange(after, because.opened, because.at)],
      events,
      evidence: [record],
      outgoing,
      reports: recorded.flatMap((event) => reportsOf(event, decided.number, because.directory)),
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
    return [{ id: hub.ids.uuid(), system: system.id, type, createdAt: at, duplicate: false, about }];
  });
}

/** `report.ordered` means the same in every workflow. */
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
