import type { Recorded } from '../../domain/kernel/workflow.ts';
import { CHAIN_START } from '../evidence/record.ts';
import { hubFault } from '../faults.ts';
import { keyOfMessage } from '../ports.ts';
import type {
  CaseArchive,
  CaseChange,
  CaseRecord,
  ChainHead,
  Changes,
  DeadLetter,
  EvidenceRecord,
  Original,
  Outgoing,
  Store,
  StoredEvent,
  StoredMessage,
  Unit,
  WaitingPage,
} from '../ports.ts';
import type { ReportOrdered } from '../report-records.ts';
import { eraseCase, eraseStrays, toErase } from './memory-erasure.ts';
import {
  deleteReports,
  demandSame,
  extend,
  finish,
  giveBackEnding,
  issued,
  orderedReports,
  reportFile,
  takeEnding,
  type KeptReport,
} from './memory-reports.ts';

/** What the store holds, to be looked into by tests. */
export type Tables = {
  readonly messages: Map<string, KeptMessage>;
  readonly cases: Map<string, CaseChange>;
  readonly erased: Set<string>;
  readonly events: StoredEvent[];
  readonly evidence: EvidenceRecord[];
  readonly blobs: Map<string, Uint8Array>;
  readonly originals: Original[];
  readonly heads: Map<string, ChainHead>;
  readonly deliveries: Map<
    string,
    Outgoing & { readonly isHandedOver: boolean; readonly isOverdue: boolean }
  >;
  readonly orders: Map<string, ReportOrdered & { readonly isTaken: boolean }>;
  readonly finished: Map<string, KeptReport>;
  readonly deadLetters: DeadLetter[];
};

/** A message as it is kept: without its digest once it is erased. */
export type KeptMessage = Omit<StoredMessage, 'digest'> & { readonly digest?: string };

export type MemoryStore = Store & { readonly tables: Tables };

/** The store's port in memory: values go in as JSON, as they would into a database; a failed transaction leaves nothing. */
export function openMemoryStore(): MemoryStore {
  const tables = emptyTables();
  let last: Promise<unknown> = Promise.resolve();
  return {
    tables,
    transaction(work) {
      const mine = last.then(() => run(tables, work));
      last = mine.catch(() => undefined);
      return mine;
    },
    caseAt: async (number, seq) => caseRecord(tables, number, seq),
    archive: async (number, reader) => archiveOf(tables, number, reader),
    receipt: async (key) => tables.messages.get(keyOfMessage(key)),
    blobs: async (number, digests) => blobsOf(tables, number, digests),
    waiting: async (page) => waiting(tables, page),
    delivery: async (id) => tables.deliveries.get(id),
    inbox: async (system, limit) => inboxOf(tables, system).slice(0, limit),
    waitingFor: async (system, id) => inboxOf(tables, system).find((one) => one.id === id),
    overdue: async (before, limit) => overdueOf(tables, before).slice(0, limit),
    takeReports: async (limit) => takeReports(tables, limit),
    giveBackReport: async (id) => giveBack(tables, id),
    takeEnding: async (limit, when) => takeEnding(tables, limit, when),
    giveBackEnding: async (id, takenAt) => giveBackEnding(tables, id, takenAt),
    deleteReports: async (limit, at) => deleteReports(tables, limit, at),
    issued: async (id) => issued(tables, id),
    orderedReports: async (system, wanted) => orderedReports(tables, system, wanted),
    report: async (id) => reportFile(tables, id),
    saveDeadLetter: async (letter) => void tables.deadLetters.push(letter),
    toErase: async (page) => toErase(tables, page),
    eraseStrays: async (before) => eraseStrays(tables, before),
  };
}

function emptyTables(): Tables {
  return {
    messages: new Map(),
    cases: new Map(),
    erased: new Set(),
    events: [],
    evidence: [],
    originals: [],
    heads: new Map(),
    blobs: new Map(),
    deliveries: new Map(),
    orders: new Map(),
    finished: new Map(),
    deadLetters: [],
  };
}

async function run<T>(tables: Tables, work: (unit: Unit) => Promise<T>): Promise<T> {
  const written: Changes[] = [];
  const result = await work({
    async load(keys, caseNumbers) {
      const seen = keys.map(keyOfMessage).flatMap((key) => {
        const message = tables.messages.get(key);
        return message === undefined ? [] : [[key, message] as const];
      });
      const cases = caseNumbers.flatMap((number) => {
        const record = caseRecord(tables, number);
        return record === undefined ? [] : [[number, record] as const];
      });
      return { seen: new Map(seen), cases: new Map(cases) };
    },
    heads: async (chains) => headsOf(tables, chains),
    unmarked: async (ids, mark) =>
      ids.filter((id) => {
        const { isHandedOver, isOverdue } = tables.deliveries.get(id) ?? {
          isHandedOver: true,
          isOverdue: true,
        };
        return !isHandedOver && !(mark === 'overdue' && isOverdue);
      }),
    async write(changes) {
      if (changes.messages.some((message) => tables.messages.has(keyOfMessage(message))))
        throw hubFault('MESSAGE_SEEN_MEANWHILE', 'a message has been stored before');
      for (const report of changes.extended) demandSame(tables, report);
      written.push(changes);
    },
  });
  for (const changes of written) write(tables, changes);
  return result;
}

function write(tables: Tables, changes: Changes): void {
  for (const message of changes.messages) tables.messages.set(keyOfMessage(message), message);
  for (const change of changes.cases) tables.cases.set(change.number, change);
  tables.events.push(...changes.events.map(throughJson));
  tables.evidence.push(...changes.evidence);
  tables.originals.push(...changes.originals);
  for (const head of changes.heads) moveHead(tables, head);
  for (const { caseNumber, sha256, bytes } of changes.blobs)
    tables.blobs.set(`${caseNumber} ${sha256}`, bytes);
  for (const outgoing of changes.outgoing)
    tables.deliveries.set(outgoing.id, { ...outgoing, isHandedOver: false, isOverdue: false });
  for (const { id } of changes.handedOver) markDelivery(tables, id, { isHandedOver: true });
  for (const { id } of changes.overdue) markDelivery(tables, id, { isOverdue: true });
  for (const order of changes.reports) tables.orders.set(order.id, { ...order, isTaken: false });
  for (const report of changes.finished) finish(tables, report);
  for (const report of changes.extended) extend(tables, report);
  for (const number of changes.erased) eraseCase(tables, number);
}

function throughJson(stored: StoredEvent): StoredEvent {
  const event: Recorded = JSON.parse(JSON.stringify(stored.event));
  return { ...stored, event };
}

/** Up to an event, the head of the chain is the one of that time, too. */
function caseRecord({ cases, events, evidence }: Tables, number: string, seq?: number): CaseRecord | undefined {
  const found = cases.get(number);
  if (found === undefined) return undefined;
  const { workflow, area } = found;
  const upTo = Math.min(seq ?? found.seq, found.seq);
  const proof = evidence.findLast((one) => one.chain === number && one.caseSeq <= upTo);
  const history = events
    .filter(({ caseNumber, event }) => caseNumber === number && event.seq <= upTo)
    .map(({ event }) => event);
  return { number, workflow, area, seq: upTo, chainSeq: proof?.seq ?? 0, chainHead: proof?.hash ?? '', history };
} // prettier-ignore

function archiveOf(
  tables: Tables,
  number: string,
  { authority, system }: { readonly authority: string; readonly system: string },
): CaseArchive | undefined {
  if (!tables.cases.has(number)) return undefined;
  const deliveries = [...tables.deliveries.values()];
  return {
    evidence: tables.evidence.filter(({ chain }) => chain === number),
    originals: tables.originals.filter((one) => one.caseNumber === number && one.system === system),
    deliveries: deliveries.filter(
      ({ about }) => 'authority' in about && about.authority === authority && about.caseNumber === number,
    ),
    receipts: deliveries.filter(
      (one) => one.type === 'receipt' && one.chain === number && one.system === system,
    ),
    reports: [...tables.orders.values()]
      .filter((order) => order.caseNumber === number && order.authority === authority)
      .flatMap(({ id }) => reportFile(tables, id) ?? []),
  };
}

function blobsOf(
  { blobs }: Tables,
  number: string,
  digests: readonly string[],
): ReadonlyMap<string, Uint8Array> {
  return new Map(
    digests.flatMap((sha256) => {
      const bytes = blobs.get(`${number} ${sha256}`);
      return bytes === undefined ? [] : [[sha256, bytes] as const];
    }),
  );
}

function allWaiting({ deliveries }: Tables): readonly Outgoing[] {
  return [...deliveries.values()]
    .filter(({ isHandedOver }) => !isHandedOver)
    .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
}

function placeOf({ createdAt, id }: { readonly createdAt: string; readonly id: string }): string {
  return `${createdAt} ${id}`;
}

function waiting(tables: Tables, { before, after, limit, except }: WaitingPage): readonly Outgoing[] {
  return allWaiting(tables)
    .filter(({ createdAt, system }) => createdAt < before && !except.includes(system))
    .filter((one) => after === undefined || placeOf(one) > placeOf(after))
    .slice(0, limit);
}

function inboxOf(tables: Tables, system: string): readonly Outgoing[] {
  return allWaiting(tables).filter((one) => one.system === system);
}

function overdueOf(tables: Tables, before: string): readonly Outgoing[] {
  return allWaiting(tables).filter(
    ({ id, createdAt }) => createdAt < before && tables.deliveries.get(id)?.isOverdue === false,
  );
}

function markDelivery(
  { deliveries }: Tables,
  id: string,
  mark: { readonly isHandedOver?: boolean; readonly isOverdue?: boolean },
): void {
  const found = deliveries.get(id);
  if (found !== undefined) deliveries.set(id, { ...found, ...mark });
}

function headsOf({ cases, heads }: Tables, chains: readonly string[]): ReadonlyMap<string, ChainHead> {
  return new Map(
    chains.map((chain) => {
      const found = cases.get(chain);
      if (found === undefined)
        return [chain, heads.get(chain) ?? { chain, seq: 0, hash: CHAIN_START, caseSeq: 0 }];
      return [chain, { chain, seq: found.chainSeq, hash: found.chainHead, caseSeq: found.seq }];
    }),
  );
}

function moveHead({ cases, heads }: Tables, head: ChainHead): void {
  const found = cases.get(head.chain);
  if (found === undefined) heads.set(head.chain, head);
  else cases.set(head.chain, { ...found, chainSeq: head.seq, chainHead: head.hash });
}

function takeReports({ orders }: Tables, limit: number): readonly ReportOrdered[] {
  const taken = [...orders.values()].filter(({ isTaken }) => !isTaken).slice(0, limit);
  for (const order of taken) orders.set(order.id, { ...order, isTaken: true });
  return taken;
}

function giveBack({ orders }: Tables, id: string): void {
  const order = orders.get(id);
  if (order !== undefined) orders.set(id, { ...order, isTaken: false });
}
