import { HUB } from '../../../domain/kernel/message.ts';
import type { FreshNews } from '../../case/consequences.ts';
import { hubFault } from '../../faults.ts';
import type { Hub } from '../../hub.ts';
import { orderedView, speakerOf, viewMessage } from '../ordered-view.ts';
import type { CaseArchive } from '../../ports/store.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { ReportOrdered } from '../report-records.ts';
import { issue, type Reporting } from '../make-report.ts';
import { certificateFiles, chainFile, receiptFiles, receivedFiles, rootFiles, sentFiles } from './collect.ts';
import type { Whom } from './disclose.ts';
import { jsonFile, listed, type DossierFile } from './files.ts';
import { DOSSIER_FORMAT, INDEX, type DossierIndex } from '../../../schemas/dossier.ts';

/**
 * Makes the dossier of a case as one authority may see it: the case, its messages and receipts, the evidence, reports and
 * certificates, in one container that is sealed and time-stamped as a whole (ETSI EN 319 162-1).
 */
export async function makeDossier(
  hub: Hub,
  reporting: Reporting,
  order: ReportOrdered,
): Promise<readonly FreshNews[]> {
  const reader = { authority: order.authority, system: speakerOf(hub, order)?.id ?? '' };
  const record = await hub.store.caseAt(order.caseNumber, order.seq);
  const archive = await hub.store.archive(order.caseNumber, reader);
  if (record === undefined || archive === undefined)
    throw hubFault('REPORT_FAILED', 'the case is not in the store', { report: order.id });
  const madeAt = hub.clock.now();
  const files = await filesOf(hub, reporting, { order, record, archive, madeAt });
  const index = indexOf(order, files, { reporting, madeAt });
  const bytes = await reporting.press.bind(
    [jsonFile(INDEX, hub.codec.canonical(index), { role: 'case' }), ...files],
    { signedAt: madeAt },
  );
  return issue(hub, order, { press: reporting.press, bytes, shown: record });
}

type Given = {
  readonly order: ReportOrdered;
  readonly record: CaseRecord;
  readonly archive: CaseArchive;
  readonly madeAt: string;
};

async function filesOf(
  hub: Hub,
  reporting: Reporting,
  { order, record, archive, madeAt }: Given,
): Promise<readonly DossierFile[]> {
  const reader = { authority: order.authority, system: speakerOf(hub, order)?.id ?? '' };
  const source = { hub, caseNumber: order.caseNumber, archive, reader };
  const isPersonal = hasPersonalData(order);
  const choice = { kind: isPersonal ? 'full' : 'fullWithoutPersonalData', parts: [] };
  const message = viewMessage(orderedView(hub, order, { record, choice }), madeAt);
  const receipts = await receiptFiles(source);
  return [
    jsonFile('case.json', hub.codec.canonical(message), { role: 'case' }),
    {
      name: 'case.xml',
      mediaType: 'application/xml',
      bytes: hub.codec.encode(message, 'xml'),
      about: { role: 'case' },
    },
    ...(isPersonal ? await sentFiles(source, receipts) : []),
    ...(isPersonal ? await receivedFiles(source) : []),
    ...receipts,
    chainFile(hub, order.caseNumber, { records: archive.evidence, reader }),
    ...(await rootFiles(reporting.roots, order.caseNumber)),
    ...(await reportFiles(hub, archive, { reader, isPersonal })),
    ...certificateFiles(hub, reporting.certificates, reader),
  ];
}

function hasPersonalData({ kind }: ReportOrdered): boolean {
  return kind === 'dossier';
}

/** The reader's own reports, as long as they are kept. */
async function reportFiles(
  hub: Hub,
  { reports }: CaseArchive,
  { reader, isPersonal }: { readonly reader: Whom; readonly isPersonal: boolean },
): Promise<readonly DossierFile[]> {
  const files = await Promise.all(reports.map((id) => hub.store.report(id)));
  return files
    .filter((file) => file !== undefined)
    .filter(({ authority }) => authority === reader.authority)
    .filter(({ kind }) => isPersonal || kind === 'fullWithoutPersonalData')
    .map(({ id, kind, language, bytes }) => ({
      name: `reports/${kind}-${language}-${id}.pdf`,
      mediaType: 'application/pdf',
      bytes,
      about: { role: 'report', report: id },
    }));
}

function indexOf(
  order: ReportOrdered,
  files: readonly DossierFile[],
  { reporting, madeAt }: { readonly reporting: Reporting; readonly madeAt: string },
): DossierIndex {
  return {
    format: DOSSIER_FORMAT,
    dossier: order.id,
    issuer: `${reporting.issuer ?? reporting.phrases('en').say('report.issuer').text} (${HUB})`,
    training: reporting.isTraining,
    case: order.caseNumber,
    authority: order.authority,
    personalData: hasPersonalData(order),
    madeAt,
    files: files.map(listed),
  };
}
