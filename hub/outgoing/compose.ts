import { defined } from '../../domain/kernel/optional.ts';
import { availableCommands } from '../../domain/kernel/handle.ts';
import { HUB, schemaUrn, type Message } from '../../domain/kernel/message.ts';
import type { NationalSystem } from '../../domain/directory/authority.ts';
import { machineActor } from '../../domain/directory/machine-actor.ts';
import { LARGEST_INLINE_REPORT, REPORT_NEWS } from '../../domain/reports/shows.ts';
import { unsound } from '../alarm.ts';
import { caseOf, versionFor, type CaseNow } from '../case/case-now.ts';
import { worldOf } from '../case/law.ts';
import { eventTold } from './told.ts';
import type { GivenReceipt } from '../intake/outcome.ts';
import { urnOfKey } from '../intake/sender.ts';
import { inOrder } from '../../schemas/receipt.ts';
import { mediaTypeOf } from '../../schemas/dossier.ts';
import { hubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { Addressed, CaseNews, Outgoing } from '../ports/records.ts';

/** What the relay knows without asking the store, because it has just been written. */
export type Known = {
  readonly now?: CaseNow;
  readonly receipt?: GivenReceipt;
};

/** Step 7: makes the message for one recipient, in its view and language. The same delivery always gives the same message. */
export async function compose(hub: Hub, given: Outgoing, known: Known = {}): Promise<Message> {
  const outgoing = addressed(given);
  const { about } = outgoing;
  if ('messageId' in about)
    return receiptMessage(outgoing, known.receipt ?? (await storedReceipt(hub, outgoing, about.messageId)));
  return outgoing.type === REPORT_NEWS
    ? reportMessage(hub, outgoing, about)
    : newsMessage(hub, { outgoing, about, known });
}

function addressed({ system, ...outgoing }: Outgoing): Addressed {
  if (system !== undefined) return { ...outgoing, system };
  throw hubFault('DELIVERY_IMPOSSIBLE', 'no system speaks for the authority', { delivery: outgoing.id });
}

/** The receipt of a message of that very system, under the id by which it was first sent, or marked as a repetition. */
async function storedReceipt(hub: Hub, { id, system, duplicate }: Addressed, messageId: string) {
  const seen = await hub.store.receipt({ system, id: messageId });
  if (seen === undefined)
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the receipt is not in the store', { delivery: id });
  if (seen.receiptId !== id && !duplicate) throw unsound(hub.alarm, { table: 'delivery', delivery: id });
  return { said: seen.receipt, ...defined('caseNumber', seen.caseNumber) };
}

function receiptMessage(outgoing: Addressed, receipt: GivenReceipt): Message {
  const subject = receipt.caseNumber === undefined ? {} : { subject: receipt.caseNumber };
  const duplicate = outgoing.duplicate ? { duplicate: 'DUPLICATE_SAME' as const } : {};
  return { ...envelope(outgoing), ...subject, ...duplicate, data: inOrder(receipt.said) };
}

async function newsMessage(
  hub: Hub,
  {
    outgoing,
    about,
    known,
  }: { readonly outgoing: Addressed; readonly about: CaseNews; readonly known: Known },
): Promise<Message> {
  const now = known.now ?? (await caseThen(hub, outgoing, about)).now;
  const system = systemOf(hub, outgoing);
  const world = worldOf(hub, now.workflow, now.area);
  if (world === undefined)
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the area is not published', { area: now.area });
  const actor = machineActor(system, about.authority);
  const seen = now.workflow.view(
    now.state,
    { authority: about.authority, roles: system.roles, language: system.language },
    world,
  );
  if (seen === undefined) {
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the authority has no view of the case', { delivery: outgoing.id });
  }
  const circumstances = { ...world, at: outgoing.createdAt, actor, fresh: '' };
  const commands = availableCommands(now.workflow, now.state, circumstances);
  const view = await withDocuments(hub, about, { ...seen, commands });
  return { ...envelope(outgoing), ...caseAttributes(hub, about, now), data: { case: view } };
}

/** The case as it was at the event that is told of; only to whom it is really told. */
async function caseThen(hub: Hub, outgoing: Outgoing, about: CaseNews) {
  const record = await hub.store.caseAt(about.caseNumber, about.seq);
  const now = caseOf(hub.catalogue, record);
  if (record === undefined || now === undefined) {
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the case is not in the store', { case: about.caseNumber });
  }
  const event = eventTold(now, record.history, outgoing);
  if (event === undefined) throw unsound(hub.alarm, { table: 'delivery', delivery: outgoing.id });
  return { now, event };
}

/** Adds the bytes of the documents that go along, where the view shows the document at all (its digest is the sign). */
async function withDocuments(hub: Hub, about: CaseNews, view: object): Promise<unknown> {
  if (about.attachments.length === 0 || !('attachments' in view) || !Array.isArray(view.attachments))
    return view;
  const shown: readonly Shown[] = view.attachments;
  const wanted = within(
    LARGEST_INLINE,
    shown.filter(
      ({ id, sha256, uploaded }) =>
        about.attachments.includes(id) && sha256 !== undefined && uploaded !== true,
    ),
  );
  const bytes = await hub.store.blobs(
    about.caseNumber,
    wanted.flatMap(({ sha256 = '' }) => [sha256]),
  );
  const attachments = shown.map((attachment) => {
    if (!wanted.includes(attachment)) return attachment;
    const content = bytes.get(attachment.sha256 ?? '');
    // Not as if there were none: where it has been erased, so has its digest.
    if (content === undefined) throw unsound(hub.alarm, { table: 'case_attachment', case: about.caseNumber });
    return { ...attachment, content: Buffer.from(content).toString('base64') };
  });
  return { ...view, attachments };
}

/** So many bytes of documents go along at the most: with their case around them they are to fit into a message of the broker. */
const LARGEST_INLINE = 4 * 1024 * 1024;

/** The first of them that are no larger than that together; the others are fetched. */
function within(limit: number, all: readonly Shown[]): readonly Shown[] {
  let total = 0;
  return all.filter(({ size }) => (total += size) <= limit);
}

/** What was uploaded is fetched (`hub/documents/fetch.ts`). */
type Shown = {
  readonly id: string;
  readonly size: number;
  readonly sha256?: string;
  readonly uploaded?: boolean;
};

async function reportMessage(hub: Hub, outgoing: Addressed, about: CaseNews): Promise<Message> {
  const { now, event } = await caseThen(hub, outgoing, about);
  systemOf(hub, outgoing);
  const id = reportNamedIn(event.facts);
  const report = id === undefined ? undefined : await reportData(hub, about.authority, id);
  if (report === undefined)
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the report is not in the store', { delivery: outgoing.id });
  return { ...envelope(outgoing), ...caseAttributes(hub, about, now), data: { report } };
}

async function reportData(hub: Hub, authority: string, id: string) {
  const file = await hub.store.report(id);
  if (file === undefined) return reportOnceKept(hub, authority, id);
  if (file.authority !== authority) throw unsound(hub.alarm, { table: 'report', report: id });
  const { kind, language, sha256, bytes } = file;
  const content =
    bytes.length > LARGEST_INLINE_REPORT ? {} : { content: Buffer.from(bytes).toString('base64') };
  return { id, kind, language, mediaType: mediaTypeOf(kind), size: bytes.length, sha256, ...content };
}

/** A file that is no longer kept is still told of, by its digest: whoever comes late learns what there was. */
async function reportOnceKept(hub: Hub, authority: string, id: string) {
  const [known] = await hub.store.orderedReports([authority], { limit: 1, id });
  if (known?.sha256 === undefined || known.size === undefined) return undefined;
  const { kind, language, sha256, size } = known;
  return { id, kind, language, mediaType: mediaTypeOf(kind), size, sha256 };
}

function reportNamedIn(facts: unknown): string | undefined {
  return typeof facts === 'object' && facts !== null && 'report' in facts && typeof facts.report === 'string'
    ? facts.report
    : undefined;
}

function envelope({ id, type, createdAt, system }: Addressed): Omit<Message, 'data'> {
  return {
    specversion: '1.0',
    id,
    source: HUB,
    type,
    time: createdAt,
    dataschema: schemaUrn(type),
    datacontenttype: 'application/json',
    receiver: urnOfKey(system),
  };
}

function caseAttributes(hub: Hub, { authority, caseNumber }: CaseNews, now: CaseNow) {
  const caseversion = versionFor(now, authority, hub.directory.current());
  return { authority, subject: caseNumber, caseversion };
}

/** The system that a delivery goes to: one that is registered, and speaks for the authority that is told. */
export function systemOf(hub: Hub, { system = '', id, about }: Outgoing): NationalSystem {
  const { systems, systemOf: speaker } = hub.directory.current();
  const found = systems.get(system);
  if (found === undefined)
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the system is no longer registered', { delivery: id, system });
  if ('authority' in about && speaker.get(about.authority) !== found)
    throw hubFault('DELIVERY_IMPOSSIBLE', 'the system does not speak for the authority', { delivery: id, system });
  return found;
} // prettier-ignore
