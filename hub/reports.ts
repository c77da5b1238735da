import { createHash } from 'node:crypto';
import type { Directory } from '../domain/directory/directory.ts';
import { LANGUAGES, textIn, type Language } from '../domain/kernel/language.ts';
import { HUB, schemaUrn, systemUrn, type Message } from '../domain/kernel/message.ts';
import { defined } from '../domain/kernel/optional.ts';
import type { Reader, Workflow } from '../domain/kernel/workflow.ts';
import type { EmbeddedFile, Report } from '../domain/reports/model.ts';
import type { Phrases } from '../domain/reports/phrases.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { caseMessage } from '../schemas/catalogue.ts';
import { act } from './act.ts';
import { caseFrom } from './case-now.ts';
import type { FreshNews } from './effect.ts';
import { hubFault } from './faults.ts';
import type { Hub } from './hub.ts';
import type { CaseRecord, ReportOrdered } from './ports.ts';

/** Renders and seals; long work, done away from the messages. */
export type Press = {
  produce(
    report: Report,
    sealing: { readonly signedAt: string; readonly reason: string },
  ): Promise<Uint8Array>;
};

export type Reporting = {
  readonly press: Press;
  readonly phrases: (language: Language) => Phrases;
  readonly issuer: string;
  readonly isTraining: boolean;
  /** Address under which people can verify reports; printed as a code in each of them. */
  readonly publicAddress?: string;
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
  const report = modelFor(hub, reporting, { order, record });
  const bytes = await reporting.press.produce(report, {
    signedAt: report.generatedAt,
    reason: report.title.text,
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const finished = {
    id: order.id,
    caseNumber: order.caseNumber,
    sha256,
    bytes,
    issuedAt: report.generatedAt,
  };
  const data = { report: order.id, sha256, size: bytes.length, to: order.authority };
  const along = { finished: [finished] };
  const news = await act(hub, {
    caseNumber: order.caseNumber,
    command: 'report.issue',
    data,
    along,
    check: (now) => demandStillWritten(record, now),
  });
  if ('refused' in news)
    throw hubFault('REPORT_FAILED', 'the report cannot be recorded', { report: order.id });
  return news;
}

/**
 * A report takes seconds to make, and what it shows may be erased meanwhile: then it must not be kept. The order stays, and
 * the next report shows that it is gone.
 */
function demandStillWritten(shown: CaseRecord, now: CaseRecord): void {
  if (isWritten(shown) && !isWritten(now))
    throw hubFault('REPORT_FAILED', 'what the report shows has been erased meanwhile', { case: now.number });
}

function isWritten({ history }: CaseRecord): boolean {
  return history.some(({ content }) => content !== undefined);
}

function modelFor(
  hub: Hub,
  reporting: Reporting,
  { order, record }: { readonly order: ReportOrdered; readonly record: CaseRecord },
): Report {
  const workflow = WORKFLOWS.find(({ name }) => name === record.workflow);
  const area = hub.areas.current().get(record.area);
  const language = LANGUAGES.find((known) => known === order.language);
  if (workflow === undefined || area === undefined || language === undefined) {
    throw hubFault('REPORT_FAILED', 'the report needs an area or a language that is not there', {
      report: order.id,
    });
  }
  const directory = hub.directory.current();
  const roles = directory.systemOf.get(order.authority)?.roles ?? [];
  const reader = { authority: order.authority, roles, language };
  const choice = { kind: order.kind, parts: order.parts };
  const { state } = caseFrom(workflow, record);
  const view = workflow.reportView(state, { choice, reader }, { area, directory });
  if (view === undefined)
    throw hubFault('REPORT_FAILED', 'who ordered the report has no view of the case', { report: order.id });
  const at = hub.clock.now();
  const phrases = reporting.phrases(language);
  const { issuer, isTraining, publicAddress } = reporting;
  return workflow.report(view, {
    id: order.id,
    choice,
    at,
    issuer,
    readerName: readerName(reader, directory),
    isTraining,
    chain: { head: record.chainHead, records: record.chainSeq },
    ...defined('publicAddress', publicAddress),
    phrases,
    attachments: caseFiles(hub, { order, workflow, view, phrases, at, version: state.version }),
  });
}

function readerName({ authority, language }: Reader, { authorities }: Directory): string {
  const known = authorities.get(authority);
  return known === undefined ? authority : textIn(known.informalTitle, language, known.officialName).text;
}

/** The same view in its two canonical forms, for machines: embedded in the report as associated files. */
function caseFiles(
  hub: Hub,
  given: {
    readonly order: ReportOrdered;
    readonly workflow: Workflow;
    readonly view: object;
    readonly phrases: Phrases;
    readonly at: string;
    readonly version: number;
  },
): readonly EmbeddedFile[] {
  const { order, workflow, view, phrases, at, version } = given;
  const type = caseMessage(workflow);
  const message: Message = {
    specversion: '1.0',
    id: order.id,
    source: HUB,
    type,
    subject: order.caseNumber,
    time: at,
    dataschema: schemaUrn(type),
    datacontenttype: 'application/json',
    authority: order.authority,
    caseversion: version,
    receiver: systemUrn(order.system),
    data: { case: view },
  };
  return [
    {
      name: `${order.caseNumber}.xml`,
      mediaType: 'application/xml',
      description: phrases.say('report.embedded.xml').text,
      content: hub.codec.encode(message, 'xml'),
    },
    {
      name: `${order.caseNumber}.json`,
      mediaType: 'application/json',
      description: phrases.say('report.embedded.json').text,
      content: new TextEncoder().encode(hub.codec.canonical(message)),
    },
  ];
}
