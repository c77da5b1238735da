import { isOfForm } from '../intake/sender.ts';
import { receiptOfForm } from '../outgoing/receipt-of-form.ts';
import { sendersFor } from '../reports/dossier/disclose.ts';
import { defined } from '../../domain/kernel/optional.ts';
import type { Recorded } from '../../domain/kernel/workflow.ts';
import { CHAIN_START } from '../evidence/record.ts';
import { hubFault } from '../faults.ts';
import { keyOfMessage } from '../ports/records.ts';
import type { CaseArchive, Move, Recipients, Store, Unit, WaitingPage } from '../ports/store.ts';
import type {
  CaseChange,
  CaseRecord,
  ChainHead,
  Changes,
  DeadLetter,
  EvidenceRecord,
  Original,
  Outgoing,
  StoredEvent,
  StoredMessage,
} from '../ports/records.ts';
import type { ReportOrdered } from '../reports/report-records.ts';
import { claimUpload, shareUpload, documentQueries, uploadIn, type KeptUpload } from './memory-documents.ts';
import { askAgain, dueIn } from './memory-due.ts';
import { endMail, keepMail, mailQueries, waitingMails, type KeptMail } from './memory-mails.ts';
import { listedOf, type KeptParts } from './memory-parts.ts';
import { countsIn } from './memory-statistics.ts';
import { eraseCase, eraseStrays } from './memory-erasure.ts';
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
  readonly parts: KeptParts;
  readonly erased: Set<string>;
  /** Areas with those of their versions by which their cases have been asked what is due. */
  readonly asked: Set<string>;
  readonly events: StoredEvent[];
  readonly evidence: EvidenceRecord[];
  readonly blobs: Map<string, Uint8Array>;
  readonly originals: Original[];
  readonly uploads: Map<string, KeptUpload>;
  readonly heads: Map<string, ChainHead>;
  readonly deliveries: Map<
    string,
    Outgoing & { readonly isHandedOver: boolean; readonly isOverdue: boolean }
  >;
  readonly mails: Map<string, KeptMail>;
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
    chain: async (number, upTo) =>
      tables.evidence.filter(({ chain, seq }) => chain === number && seq <= upTo),
    archive: async (number, reader) => archiveOf(tables, number, reader),
    receipt: async (key) => tables.messages.get(keyOfMessage(key)),
    ...documentQueries(tables),
    blobs: async (number, digests) => blobsOf(tables, number, digests),
    waiting: async (page) => waiting(tables, page),
    recipients: async () => recipientsOf(tables),
    readdress: async (moves) => readdress(tables, moves),
    delivery: async (id) => tables.deliveries.get(id),
    inbox: async (system, { limit, at }) => inboxOf(tables, system).filter(isFree(at)).slice(0, limit),
    waitingFor: async (system, id) => inboxOf(tables, system).find((one) => one.id === id),
    overdue: async (before, limit) => overdueOf(tables, before).slice(0, limit),
    ...mailQueries(tables),
    takeReports: async (limit) => takeReports(tables, limit),
    giveBackReport: async (id) => giveBack(tables, id),
    takeEnding: async (limit, when) => takeEnding(tables, limit, when),
    giveBackEnding: async (id, takenAt) => giveBackEnding(tables, id, takenAt),
    deleteReports: async (limit, at) => deleteReports(tables, limit, at),
    issued: async (id) => issued(tables, id),
    orderedReports: async (authorities, wanted) => orderedReports(tables, authorities, wanted),
    report: async (id) => reportFile(tables, id),
    cases: async (wanted) => listedOf(tables.parts, wanted),
    counts: async (wanted) => countsIn([...tables.cases.values()], wanted),
    due: async (page) => dueIn(tables, page),
    askAgain: async (area, version, at) => askAgain(tables, { area, version, at }),
    eraseStrays: async (before) => eraseStrays(tables, before),
  };
}

function emptyTables(): Tables {
  return {
    messages: new Map(),
    cases: new Map(),
    parts: new Map(),
    erased: new Set(),
    asked: new Set(),
    events: [],
    evidence: [],
    originals: [],
    uploads: new Map(),
    heads: new Map(),
    blobs: new Map(),
    deliveries: new Map(),
    mails: new Map(),
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
      return { seen: new Map(seen), cases: new Map(cases), unsound: new Set() };
    },
    uploads: async (ids) =>
      new Map(ids.flatMap((id) => uploadIn(tables, id) ?? []).map((one) => [one.id, one])),
    heads: async (chains) => headsOf(tables, chains),
    waitingMails: async (ids) => waitingMails(tables, ids),
    unmarked: async (ids, mark) =>
      ids.filter((id) => {
        const { isHandedOver, isOverdue } = tables.deliveries.get(id) ?? {
          isHandedOver: true,
          isOverdue: true,
        };
        return !isHandedOver && !(mark === 'overdue' && isOverdue);
      }),
    isKept: async (letter) => tables.deadLetters.some(({ id }) => id === letter),
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
  for (const change of changes.cases) {
    const { measured = tables.cases.get(change.number)?.measured } = change;
    tables.cases.set(change.number, { ...change, ...defined('measured', measured) });
  }
  for (const one of changes.parts) tables.parts.set(one.number, one);
  for (const due of changes.dues) reckon(tables, due);
  tables.events.push(...changes.events.map(throughJson));
  tables.evidence.push(...changes.evidence);
  tables.originals.push(...changes.originals);
  for (const claim of changes.claims) claimUpload(tables, claim);
  for (const one of changes.shared) shareUpload(tables, one);
  for (const head of changes.heads) moveHead(tables, head);
  for (const { caseNumber, sha256, bytes } of changes.blobs)
    tables.blobs.set(`${caseNumber} ${sha256}`, bytes);
  for (const outgoing of changes.outgoing.filter(({ id }) => !tables.deliveries.has(id)))
    tables.deliveries.set(outgoing.id, { ...outgoing, isHandedOver: false, isOverdue: false });
  for (const { id, system } of changes.handedOver)
    markDelivery(tables, id, { isHandedOver: true, ...defined('system', system) });
  for (const { id } of changes.overdue) markDelivery(tables, id, { isOverdue: true });
  for (const mail of changes.mails) keepMail(tables, mail);
  for (const end of changes.mailEnds) endMail(tables, end);
  for (const order of changes.reports) tables.orders.set(order.id, { ...order, isTaken: false });
  for (const report of changes.finished) finish(tables, report);
  for (const report of changes.extended) extend(tables, report);
  tables.deadLetters.push(...changes.letters);
  for (const number of changes.erased) eraseCase(tables, number);
}

function reckon({ cases }: Tables, { number, dueAt, measured }: Changes['dues'][number]): void {
  const found = cases.get(number);
  if (found === undefined) return;
  const { dueAt: _, ...rest } = found;
  cases.set(number, {
    ...rest,
    ...defined('dueAt', dueAt),
    ...defined('measured', measured ?? found.measured),
  });
}

function throughJson(stored: StoredEvent): StoredEvent {
  const event: Recorded = JSON.parse(JSON.stringify(stored.event));
  return { ...stored, event };
}

/** Up to an event, the head of the chain is the one of that time, too. */
function caseRecord({ cases, events, evidence }: Tables, number: string, seq?: number): CaseRecord | undefined {
  const found = cases.get(number);
  if (found === undefined) return undefined;
  const { workflow, area, dueAt } = found;
  const upTo = Math.min(seq ?? found.seq, found.seq);
  const proof = evidence.findLast((one) => one.chain === number && one.caseSeq <= upTo);
  const history = events
    .filter(({ caseNumber, event }) => caseNumber === number && event.seq <= upTo)
    .map(({ event }) => event);
  return { number, workflow, area, seq: upTo, chainSeq: proof?.seq ?? 0, chainHead: proof?.hash ?? '', history, ...defined('dueAt', dueAt) };
} // prettier-ignore

function archiveOf(
  tables: Tables,
  number: string,
  { authority, system }: { readonly authority: string; readonly system: string },
): CaseArchive | undefined {
  if (!tables.cases.has(number)) return undefined;
  const deliveries = [...tables.deliveries.values()];
  const evidence = tables.evidence.filter(({ chain }) => chain === number);
  const senders = sendersFor(evidence, { authority, system });
  const forms = [...tables.messages.values()].filter(
    (one) => one.caseNumber === number && isOfForm(one.system) && senders.includes(one.system),
  );
  return {
    evidence,
    originals: tables.originals.filter((one) => one.caseNumber === number && senders.includes(one.system)),
    deliveries: deliveries.filter(
      ({ about }) => 'authority' in about && about.authority === authority && about.caseNumber === number,
    ),
    receipts: [
      ...deliveries.filter(
        (one) => one.type === 'receipt' && !one.duplicate && one.chain === number && one.system === system,
      ),
      ...forms.map((form) => receiptOfForm(number, form)),
    ],
    reports: [...tables.orders.values()]
      .filter((order) => order.caseNumber === number && order.authority === authority)
      .map(({ id }) => id),
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

function waiting(tables: Tables, { at, after, limit, systems }: WaitingPage): readonly Outgoing[] {
  return allWaiting(tables)
    .filter(isFree(at))
    .filter(({ system = '' }) => systems.includes(system))
    .filter((one) => after === undefined || placeOf(one) > placeOf(after))
    .slice(0, limit);
}

function isFree(at: string): (outgoing: Outgoing) => boolean {
  const longest = new Date(Date.parse(at) + 600_000).toISOString();
  return ({ heldUntil }) => heldUntil === undefined || heldUntil < at || heldUntil > longest;
}

function recipientsOf(tables: Tables): readonly Recipients[] {
  return allWaiting(tables).flatMap(({ system, about }) =>
    'authority' in about ? [{ authority: about.authority, ...defined('system', system), count: 1 }] : [],
  );
}

function readdress(tables: Tables, moves: readonly Move[]): void {
  for (const { system, heldUntil: _, ...one } of allWaiting(tables)) {
    const { id, about } = one;
    const marks = tables.deliveries.get(id) ?? { isHandedOver: false, isOverdue: false };
    const move = moves.find(
      ({ authority, from }) => 'authority' in about && about.authority === authority && from === system,
    );
    const { isHandedOver, isOverdue } = marks;
    if (move !== undefined)
      tables.deliveries.set(id, { ...one, ...defined('system', move.to), isHandedOver, isOverdue });
  }
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
    chains.flatMap((chain): readonly (readonly [string, ChainHead])[] => {
      const found = cases.get(chain);
      if (found !== undefined)
        return [[chain, { chain, seq: found.chainSeq, hash: found.chainHead, caseSeq: found.seq }]];
      // A case that there is not has no chain either; that of a system begins with its first record.
      if (!chain.includes('/')) return [];
      return [[chain, heads.get(chain) ?? { chain, seq: 0, hash: CHAIN_START, caseSeq: 0 }]];
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
