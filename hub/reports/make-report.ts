import { createHash } from 'node:crypto';
import { ISSUE_REPORT } from '../../domain/case/commands/issue-report.ts';
import type { Access } from '../../domain/kernel/access.ts';
import { textIn, type Language } from '../../domain/kernel/language.ts';
import type { Message } from '../../domain/kernel/message.ts';
import { defined } from '../../domain/kernel/optional.ts';
import type { Instant } from '../../domain/kernel/workflow.ts';
import { isForPerson } from '../../domain/reports/frame.ts';
import type { EmbeddedFile, Report } from '../../domain/reports/model.ts';
import type { Phrases } from '../../domain/reports/phrases.ts';
import { accessesTo } from '../case/accesses.ts';
import { act } from '../case/act.ts';
import type { FreshNews } from '../case/consequences.ts';
import type { RootStore } from '../evidence/root-store.ts';
import { hubFault, type HubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import { orderedView, viewMessage, type OrderedView } from './ordered-view.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { ReportOrdered } from './report-records.ts';

/** What carries reports over the end of their time stamps. */
export type Lasting = {
  /** The same report with a further time stamp over everything. */
  extend(file: Uint8Array): Promise<Uint8Array>;
  /** When the certificate of its newest time stamp ends. */
  stampsEndAt(file: Uint8Array): Promise<Instant | undefined>;
};

/** Renders and seals; long work, done away from the messages. */
export type Press = {
  produce(
    report: Report,
    sealing: { readonly signedAt: string; readonly reason: string },
  ): Promise<Uint8Array>;
  /** Only where reports are made to last (level B-LTA). */
  readonly lasting?: Lasting;
  /** Puts files into one container, sealed at the same level as reports. */
  bind(files: readonly BoundFile[], sealing: { readonly signedAt: string }): Promise<Uint8Array>;
};

export type BoundFile = { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array };

export type Reporting = {
  readonly press: Press;
  readonly phrases: (language: Language) => Phrases;
  /** The installation's own name; where it has none, reports bear the hub's in their language. */
  readonly issuer?: string;
  readonly isTraining: boolean;
  /** Address under which people can verify reports; printed as a code in each of them. */
  readonly publicAddress?: string;
  readonly roots: RootStore;
  /** DER of the certificates that the hub seals with, issuers included: they go into every dossier. */
  readonly certificates: readonly Uint8Array[];
};

/** Makes one ordered report: the view of who ordered it, as page, sealed, kept, recorded in the evidence and delivered. */
export async function makeReport(
  hub: Hub,
  reporting: Reporting,
  order: ReportOrdered,
): Promise<readonly FreshNews[]> {
  const record = await hub.store.caseAt(order.caseNumber, order.seq);
  if (record === undefined)
    throw hubFault('REPORT_FAILED', 'the case is not in the store', { report: order.id });
  const accesses = isForPerson(order) ? await accessesTo(hub, record) : [];
  const report = modelFor(hub, reporting, { order, record, accesses });
  const bytes = await reporting.press.produce(report, {
    signedAt: report.generatedAt,
    reason: report.title.text,
  });
  return issue(hub, order, { press: reporting.press, bytes, shown: record });
}

/** Stores what was made for an order, records it in the case and its evidence, and has it delivered. */
export async function issue(
  hub: Hub,
  order: ReportOrdered,
  made: {
    readonly press: Press;
    readonly bytes: Uint8Array;
    /** The case as it was when this was made of it. */
    readonly shown: CaseRecord;
  },
): Promise<readonly FreshNews[]> {
  const { id, caseNumber, authority: to } = order;
  const { press, bytes, shown } = made;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const stampsEndAt = await press.lasting?.stampsEndAt(bytes);
  const finished = { id, caseNumber, sha256, bytes, ...defined('stampsEndAt', stampsEndAt) };
  const data = { report: id, sha256, size: bytes.length, to };
  const news = await act(hub, {
    caseNumber,
    command: ISSUE_REPORT,
    data,
    along: (issuedAt) => ({ finished: [{ ...finished, issuedAt }] }),
    check: (now) => demandStillWritten(shown, now),
  });
  if ('refused' in news) throw hubFault('REPORT_FAILED', 'the report cannot be recorded', { report: id });
  return news;
}

/**
 * A report takes seconds to make, and what it shows may be erased meanwhile: then it must not be kept. The order stays, and
 * the next report shows that it is gone.
 */
function demandStillWritten(shown: CaseRecord, now: CaseRecord): void {
  if (isWritten(shown) && !isWritten(now)) throw erasedMeanwhile(now);
}

export function erasedMeanwhile({ number }: CaseRecord): HubFault {
  return hubFault('REPORT_OVERTAKEN', 'what the report shows has been erased meanwhile', { case: number });
}

export function isWritten({ history }: CaseRecord): boolean {
  return history.some(({ content }) => content !== undefined);
}

function modelFor(
  hub: Hub,
  reporting: Reporting,
  {
    order,
    record,
    accesses,
  }: {
    readonly order: ReportOrdered;
    readonly record: CaseRecord;
    readonly accesses: readonly Access[];
  },
): Report {
  const choice = { kind: order.kind, parts: order.parts };
  const ordered = orderedView(hub, order, { record, choice });
  const at = hub.clock.now();
  const phrases = reporting.phrases(ordered.reader.language);
  const { issuer, isTraining, publicAddress } = reporting;
  return ordered.workflow.reports.page(ordered.view, {
    id: order.id,
    workflow: ordered.workflow.name,
    choice,
    at,
    issuer: issuer ?? phrases.say('report.issuer').text,
    readerName: nameOf(ordered.reader.authority, ordered),
    isTraining,
    chain: { head: record.chainHead, records: record.chainSeq },
    ...defined('publicAddress', publicAddress),
    phrases,
    attachments: caseFiles(hub, viewMessage(ordered, at), phrases),
    accesses: accesses.map(({ authority, ...access }) => ({ ...access, name: nameOf(authority, ordered) })),
  });
}

function nameOf(authority: string, { reader, directory }: Pick<OrderedView, 'reader' | 'directory'>): string {
  const known = directory.authorities.get(authority);
  return known === undefined
    ? authority
    : textIn(known.informalTitle, reader.language, known.officialName).text;
}

/** The same view in its two canonical forms, for machines: embedded in the report as associated files. */
function caseFiles(hub: Hub, message: Message, phrases: Phrases): readonly EmbeddedFile[] {
  return [
    {
      name: `${message.subject}.xml`,
      mediaType: 'application/xml',
      description: phrases.say('report.embedded.xml').text,
      content: hub.codec.encode(message, 'xml'),
    },
    {
      name: `${message.subject}.json`,
      mediaType: 'application/json',
      description: phrases.say('report.embedded.json').text,
      content: new TextEncoder().encode(hub.codec.canonical(message)),
    },
  ];
}
