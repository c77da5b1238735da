import { X509Certificate } from 'node:crypto';
import { REPORT_NEWS } from '../../../domain/reports/shows.ts';
import { unsigned, type Message } from '../../../domain/kernel/message.ts';
import type { Receipt } from '../../../schemas/receipt.ts';
import { compose } from '../../outgoing/compose.ts';
import { unsound } from '../../alarm.ts';
import { isHubFault, type HubFault } from '../../faults.ts';
import { rootsCovering } from '../../evidence/inclusion.ts';
import type { RootStore } from '../../evidence/root-store.ts';
import type { Hub } from '../../hub.ts';
import { finished } from '../../outgoing/signed.ts';
import { documentsOf, messageAgain } from '../../case/original.ts';
import { erasedMeanwhile, isWritten } from '../make-report.ts';
import type { CaseArchive } from '../../ports/store.ts';
import type { EvidenceRecord, Original, Outgoing } from '../../ports/records.ts';
import { disclose, saidIn, type Whom } from './disclose.ts';
import { jsonFile, numbered, type DossierFile } from './files.ts';
import { CHAIN } from '../../../schemas/dossier.ts';

type Source = {
  readonly hub: Hub;
  readonly caseNumber: string;
  readonly archive: CaseArchive;
  readonly reader: Whom;
};

/** Receipts of the reader's own messages, refused ones included, in the order of the evidence. */
export async function receiptFiles({ hub, archive, reader }: Source): Promise<readonly DossierFile[]> {
  const own = new Set(
    archive.evidence
      .filter((record) => record.kind.startsWith('Submission'))
      .filter((record) => saidIn(record).senderDetails?.authority === reader.authority)
      .map(({ seq }) => seq),
  );
  const receipts = await Promise.all(
    archive.receipts.map(async (outgoing) => (await finished(hub, await compose(hub, outgoing))).message),
  );
  return receipts
    .map((message) => ({ message, record: recordIn(message) }))
    .filter(({ message, record }) => own.has(record) && isWhole(message))
    .toSorted((one, other) => one.record - other.record)
    .map(({ message, record }, index) =>
      jsonFile(numbered('receipts', index, 'receipt.json'), hub.codec.canonical(message), {
        role: 'receipt',
        record,
      }),
    );
}

/** Of a message that has been erased the receipt can no longer be held against the evidence. */
function isWhole({ data }: Message): boolean {
  return (data as Receipt).digest !== undefined;
}

function recordIn({ data }: Message): number {
  // A receipt of ours, as it was stored.
  const { evidence } = data as Receipt;
  return evidence?.seq ?? 0;
}

/** What the reader's authority has sent: as it was sent, and signed. What was accepted and is not erased must be there. */
export async function sentFiles(
  { hub, caseNumber, archive, reader }: Source,
  receipts: readonly DossierFile[],
): Promise<readonly DossierFile[]> {
  // The same id may have been refused with other content, and be that of another sender's message.
  const answers = new Map(
    receipts
      .map((file) => [file.name, answerIn(file)] as const)
      .filter(([, { data }]) => data.outcome === 'accepted')
      .map(([name, { receiver, data }]) => [`${receiver} ${data.message}`, name]),
  );
  const messages = await Promise.all(archive.originals.map((original) => again(hub, original)));
  const answered = messages
    .filter(({ authority }) => authority === reader.authority)
    .flatMap((message) => {
      const receipt = answers.get(`${message.source} ${message.id}`);
      return receipt === undefined ? [] : [{ message, receipt }];
    });
  if (answered.length < answers.size) throw unsound(hub.alarm, { table: 'case_original', case: caseNumber });
  return answered
    .toSorted((one, other) => (one.receipt < other.receipt ? -1 : 1))
    .map(({ message, receipt }, index) => {
      const digest = hub.codec.digest(unsigned(message));
      const name = numbered('messages/sent', index, `${message.type}.json`);
      return jsonFile(name, hub.codec.canonical(message), { role: 'message sent', digest, receipt });
    });
}

type ToldReceipt = { readonly receiver: string; readonly data: Receipt };

function answerIn({ bytes }: DossierFile): ToldReceipt {
  const told: ToldReceipt = JSON.parse(new TextDecoder().decode(bytes));
  return told;
}

async function again(hub: Hub, { caseNumber, plain }: Original): Promise<Message> {
  const { detached } = documentsOf(plain);
  const blobs = detached.length === 0 ? new Map() : await hub.store.blobs(caseNumber, detached);
  const message = messageAgain(plain, blobs);
  if (message === undefined) throw await documentMissing(hub, caseNumber);
  return message;
}

/** With the case its documents go, and nobody is to be alarmed; otherwise somebody has taken one away. */
async function documentMissing(hub: Hub, caseNumber: string): Promise<HubFault> {
  const now = await hub.store.caseAt(caseNumber);
  if (now !== undefined && !isWritten(now)) return erasedMeanwhile(now);
  return unsound(hub.alarm, { table: 'case_attachment', case: caseNumber });
}

/** What it was told of the case, and which record of evidence says that it was just this. */
export async function receivedFiles({ hub, archive, reader }: Source): Promise<readonly DossierFile[]> {
  const recorded = new Map(
    archive.evidence
      .filter(({ kind }) => kind === 'ContentConsignment' || kind === 'ContentHandover')
      .map((record) => [saidIn(record).userContentInfo?.digestValue, record.seq]),
  );
  const files: DossierFile[] = [];
  for (const outgoing of archive.deliveries.filter((one) => isNews(one) && one.system === reader.system)) {
    const told = await composeBelieved(hub, outgoing);
    if (told === undefined) continue;
    const { message, digest } = await finished(hub, told);
    const record = recorded.get(digest);
    const name = numbered('messages/received', files.length, `${message.type}.json`);
    files.push(
      jsonFile(name, hub.codec.canonical(message), {
        role: 'message received',
        digest,
        ...(record === undefined ? {} : { record }),
      }),
    );
  }
  return files;
}

/** What was never told does not come into a dossier, and does not keep it from being made. */
async function composeBelieved(hub: Hub, outgoing: Outgoing): Promise<Message | undefined> {
  try {
    return await compose(hub, outgoing);
  } catch (error) {
    if (isHubFault(error, 'RECORD_UNSOUND')) return undefined;
    throw error;
  }
}

/** A report comes as a file of its own. */
function isNews({ type }: Outgoing): boolean {
  return type !== REPORT_NEWS;
}

export function chainFile(
  hub: Hub,
  chain: string,
  given: { readonly records: readonly EvidenceRecord[]; readonly reader: Whom },
): DossierFile {
  const records = disclose(given.records, given.reader);
  return jsonFile(CHAIN, hub.codec.canonical({ chain, records }), { role: 'chain of evidence' });
}

/** The sealed roots that the chain lay under: they say since when it has been as it is. */
export async function rootFiles(roots: RootStore, chain: string): Promise<readonly DossierFile[]> {
  const covering = await rootsCovering(roots, chain);
  return covering.flatMap(({ statement, signature, leaf, index, size, proof }, place) => {
    if (signature === undefined) return [];
    const name = numbered('evidence/roots', place, 'root.json');
    const seal = name.replace(/json$/, 'p7s');
    const { seq, hash } = leaf;
    return [
      jsonFile(name, statement, {
        role: 'root of evidence',
        signature: seal,
        leaf: { chain: leaf.chain, seq, hash },
        index,
        size,
        proof: [...proof],
      }),
      {
        name: seal,
        mediaType: 'application/pkcs7-signature',
        bytes: signature,
        about: { role: 'seal of a root' },
      },
    ];
  });
}

/** With whose keys the signatures in the dossier were made: the hub's, and those that are registered for the reader's system. */
export function certificateFiles(
  hub: Hub,
  seals: readonly Uint8Array[],
  { system }: Whom,
): readonly DossierFile[] {
  const registered = hub.directory.current().systems.get(system)?.certificates ?? [];
  const own = [...seals, ...hub.signing.seal.certificates].map((bytes) => ({ bytes, of: 'hub' }));
  const theirs = registered.map((pem) => ({ bytes: new X509Certificate(pem).raw, of: system }));
  const once = new Map([...own, ...theirs].map((one) => [Buffer.from(one.bytes).toString('base64'), one]));
  return [...once.values()].map(({ bytes, of }, index) => ({
    name: numbered('certificates', index, `${of}.cer`),
    mediaType: 'application/pkix-cert',
    bytes,
    about: { role: 'certificate', of },
  }));
}
