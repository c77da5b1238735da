import { availableCommands } from '../domain/kernel/handle.ts';
import { HUB, schemaUrn, systemUrn, type Message } from '../domain/kernel/message.ts';
import type { NationalSystem } from '../domain/directory/authority.ts';
import { machineActor } from '../domain/kernel/workflow.ts';
import { LARGEST_INLINE_REPORT } from '../domain/reports/shows.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { caseFrom, type CaseNow } from './case-now.ts';
import type { StoredReceipt } from './outcome.ts';
import { mediaTypeOf } from '../schemas/dossier.ts';
import { hubFault } from './faults.ts';
import type { Hub } from './hub.ts';
import type { CaseNews, Outgoing } from './ports.ts';

/** What the relay knows without asking the store, because it has just been written. */
export type Known = {
  readonly now?: CaseNow;
  readonly receipt?: StoredReceipt;
};

/** Step 7: makes the message for one recipient, in its view and language. The same delivery always gives the same message. */
export async function compose(hub: Hub, outgoing: Outgoing, known: Known = {}): Promise<Message> {
  const { about } = outgoing;
  if ('messageId' in about)
    return receiptMessage(outgoing, known.receipt ?? (await storedReceipt(hub, outgoing, about.messageId)));
  return outgoing.type === 'report.issued'
    ? reportMessage(hub, outgoing, about)
    : newsMessage(hub, { outgoing, about, known });
}

async function storedReceipt(hub: Hub, outgoing: Outgoing, messageId: string) {
  const seen = await hub.store.receipt({ system: outgoing.system, id: messageId });
  if (seen === undefined)
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the receipt is not in the store', { delivery: outgoing.id });
  return { data: seen.receipt, ...(seen.caseNumber === undefined ? {} : { caseNumber: seen.caseNumber }) };
}

function receiptMessage(outgoing: Outgoing, receipt: StoredReceipt): Message {
  const subject = receipt.caseNumber === undefined ? {} : { subject: receipt.caseNumber };
  const duplicate = outgoing.duplicate ? { duplicate: 'DUPLICATE_SAME' as const } : {};
  return { ...envelope(outgoing), ...subject, ...duplicate, data: receipt.value ?? JSON.parse(receipt.data) };
}

async function newsMessage(
  hub: Hub,
  {
    outgoing,
    about,
    known,
  }: { readonly outgoing: Outgoing; readonly about: CaseNews; readonly known: Known },
): Promise<Message> {
  const now = known.now ?? (await caseThen(hub, about));
  const system = systemOf(hub, outgoing);
  const area = hub.areas.current().get(now.area);
  if (area === undefined)
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the area is not published', { area: now.area });
  const directory = hub.directory.current();
  const actor = machineActor(system, about.authority);
  const seen = now.workflow.view(now.state, { ...actor, language: system.language }, { area, directory });
  if (seen === undefined) {
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the authority has no view of the case', { delivery: outgoing.id });
  }
  const circumstances = { at: outgoing.createdAt, actor, area, directory, fresh: '' };
  const commands = availableCommands(now.workflow, now.state, circumstances);
  const view = await withDocuments(hub, about, { ...seen, commands });
  return { ...envelope(outgoing), ...caseAttributes(about, now), data: { case: view } };
}

async function caseThen(hub: Hub, about: CaseNews): Promise<CaseNow> {
  const record = await hub.store.caseAt(about.caseNumber, about.seq);
  const workflow = WORKFLOWS.find(({ name }) => name === record?.workflow);
  if (record === undefined || workflow === undefined) {
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the case is not in the store', { case: about.caseNumber });
  }
  return caseFrom(workflow, record);
}

/** Adds the bytes of the documents that go along, where the view shows the document at all (its digest is the sign). */
async function withDocuments(hub: Hub, about: CaseNews, view: object): Promise<unknown> {
  if (about.attachments.length === 0 || !('attachments' in view) || !Array.isArray(view.attachments))
    return view;
  const shown: readonly { readonly id: string; readonly sha256?: string }[] = view.attachments;
  const wanted = shown.filter(({ id, sha256 }) => about.attachments.includes(id) && sha256 !== undefined);
  const bytes = await hub.store.blobs(
    about.caseNumber,
    wanted.flatMap(({ sha256 = '' }) => [sha256]),
  );
  const attachments = shown.map((attachment) => {
    const content = wanted.includes(attachment) ? bytes.get(attachment.sha256 ?? '') : undefined;
    return content === undefined
      ? attachment
      : { ...attachment, content: Buffer.from(content).toString('base64') };
  });
  return { ...view, attachments };
}

async function reportMessage(hub: Hub, outgoing: Outgoing, about: CaseNews): Promise<Message> {
  const now = await caseThen(hub, about);
  const record = await hub.store.caseAt(about.caseNumber, about.seq);
  const id = reportNamedIn(record?.history.at(-1)?.facts);
  const report = id === undefined ? undefined : await reportData(hub, outgoing.system, id);
  if (report === undefined)
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the report is not in the store', { delivery: outgoing.id });
  return { ...envelope(outgoing), ...caseAttributes(about, now), data: { report } };
}

async function reportData(hub: Hub, system: string, id: string) {
  const file = await hub.store.report(id);
  if (file === undefined) return reportOnceKept(hub, system, id);
  const { kind, language, sha256, bytes } = file;
  const content =
    bytes.length > LARGEST_INLINE_REPORT ? {} : { content: Buffer.from(bytes).toString('base64') };
  return { id, kind, language, mediaType: mediaTypeOf(kind), size: bytes.length, sha256, ...content };
}

/** A file that is no longer kept is still told of, by its digest: whoever comes late learns what there was. */
async function reportOnceKept(hub: Hub, system: string, id: string) {
  const [known] = await hub.store.orderedReports(system, { limit: 1, id });
  if (known?.sha256 === undefined || known.size === undefined) return undefined;
  const { kind, language, sha256, size } = known;
  return { id, kind, language, mediaType: mediaTypeOf(kind), size, sha256 };
}

function reportNamedIn(facts: unknown): string | undefined {
  return typeof facts === 'object' && facts !== null && 'report' in facts && typeof facts.report === 'string'
    ? facts.report
    : undefined;
}

function envelope({ id, type, createdAt, system }: Outgoing): Omit<Message, 'data'> {
  return {
    specversion: '1.0',
    id,
    source: HUB,
    type,
    time: createdAt,
    dataschema: schemaUrn(type),
    datacontenttype: 'application/json',
    receiver: systemUrn(system),
  };
}

function caseAttributes({ authority, caseNumber }: CaseNews, now: CaseNow) {
  return { authority, subject: caseNumber, caseversion: now.state.version };
}

export function systemOf(hub: Hub, { system, id }: Outgoing): NationalSystem {
  const found = hub.directory.current().systems.get(system);
  if (found === undefined)
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the system is no longer registered', { delivery: id, system });
  return found;
}
