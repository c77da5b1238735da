import { areaOf } from '../../domain/testing/areas.ts';
import { directoryWith, STRICT, type Settings } from '../../domain/testing/cast.ts';
import { aRequest } from '../../domain/testing/papers.ts';
import { schemaUrn, systemUrn, type Message } from '../../domain/kernel/message.ts';
import { compileAreas } from '../../schemas/area/compile.ts';
import { calendarFrom } from '../../schemas/calendar.ts';
import { CATALOGUE, makeBook, type Catalogue } from '../../schemas/catalogue.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import type { Answer, Outcome } from '../intake/outcome.ts';
import type { Hub } from '../hub.ts';
import type { Submission } from '../ports/messages.ts';
import { openMemoryStore, type MemoryStore, type Tables } from './memory-store.ts';
import { plainCodec } from './plain-codec.ts';
import { plainSigning } from './plain-signing.ts';

/** A hub on a store in memory, with the real areas and message types, and ids that count. */
export type Stage = {
  readonly hub: Hub;
  readonly store: MemoryStore;
  readonly tables: Tables;
  readonly logged: readonly string[];
};

export const NOW = '2026-11-21T09:30:00.000Z';

const codec = plainCodec(makeBook());

/** Which workflows there are, what the area says of those that the real one does not know, and whether e-mails are written. */
export type Scene = {
  readonly catalogue?: Catalogue;
  readonly says?: Readonly<Record<string, unknown>>;
  readonly writesMail?: boolean;
};
const area = areaOf(compileAreas('schemas/areas'));

export function openStage(
  settings: Settings = STRICT,
  { catalogue = CATALOGUE, says = {}, writesMail = false }: Scene = {},
): Stage {
  const store = openMemoryStore();
  const logged: string[] = [];
  const note = (facts: Readonly<Record<string, unknown>>, text: string) =>
    void logged.push(`${text} ${JSON.stringify(facts)}`);
  const directory = directoryWith(settings);
  const workflows = new Map([...area.workflows, ...Object.entries(says)]);
  const areas = new Map([[area.code, { ...area, workflows }]]);
  const hub: Hub = {
    catalogue,
    codec: catalogue === CATALOGUE ? codec : plainCodec(makeBook(catalogue)),
    store,
    directory: { current: () => directory },
    areas: { current: () => areas },
    calendar: weekdaysIn('Europe/Brussels'),
    clock: { now: () => NOW },
    ids: countingIds(),
    log: { info: note, warn: note, error: note },
    alarm: (what) => note(what, 'unsound'),
    signing: plainSigning(),
    writesMail,
  };
  return { hub, store, tables: store.tables, logged };
}

/** Monday to Friday, but for some days. */
export function weekdaysIn(zone: string, ...holidays: readonly string[]): Hub['calendar'] {
  const file = { weekdays: [1, 2, 3, 4, 5], holidays: new Set(holidays) };
  return calendarFrom(file, { zone, version: [zone, ...holidays].join(' ') });
}

function countingIds(): Hub['ids'] {
  let count = 0;
  let cases = 0;
  return {
    uuid: () => `uuid-${(count += 1)}`,
    caseNumber: (prefix) => `${prefix}-${(cases += 1)}`,
    salt: () => `salt-${(count += 1)}`,
  };
}

export function systemOfAuthority(authority: string): string {
  return `${authority.toLowerCase()}-system`;
}

type Part = Partial<Message> & { readonly authority: string; readonly type: string };

let messages = 0;

/** A message of the authority's system; a test names only what it is about. */
export function aMessage(part: Part): Message {
  messages += 1;
  return {
    specversion: '1.0',
    id: `m-${messages}`,
    source: systemUrn(systemOfAuthority(part.authority)),
    time: NOW,
    dataschema: schemaUrn(part.type),
    datacontenttype: 'application/json',
    data: {},
    ...part,
  };
}

export function submitted(message: Message, more: Partial<Submission> = {}): Submission {
  return {
    system: systemOfAuthority(message.authority ?? ''),
    bytes: codec.encode(message, 'json'),
    contentType: 'application/json',
    receivedAt: NOW,
    ...more,
  };
}

const PDF = Buffer.from('%PDF-1.7 a diploma').toString('base64');

/** A request as it goes over the wire: with the bytes of its document. */
export function wireRequest(more: Readonly<Record<string, unknown>> = {}) {
  const attachments = [{ id: 'doc-1', name: 'diploma.pdf', mediaType: 'application/pdf', content: PDF }];
  return aRequest({ attachments, ...more });
}

export function receiptOf(outcome: Answer | undefined): Receipt {
  if (outcome === undefined) throw new TypeError('Whoever asks for a receipt has sent something.');
  return outcome.receipt.said;
}

/** `accepted`, or every fault as `CODE /path`. */
export function verdictIn(outcome: Outcome | undefined): string {
  const { outcome: word, faults = [] } = receiptOf(outcome);
  return word === 'accepted' ? word : faults.map(({ code, path = '' }) => `${code} ${path}`.trim()).join(', ');
} // prettier-ignore

/** Everything that the store holds, as plain rows that can be compared. */
export function rowsOf(tables: Tables) {
  return {
    messages: [...tables.messages.values()],
    cases: [...tables.cases.values()],
    events: [...tables.events],
    evidence: [...tables.evidence],
    blobs: [...tables.blobs].map(([key, bytes]) => [key, Buffer.from(bytes).toString('hex')]),
    deliveries: [...tables.deliveries.values()],
    orders: [...tables.orders.values()],
  };
}
