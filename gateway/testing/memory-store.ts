import { CHAIN_START } from '../../hub/evidence/record.ts';
import {
  keyOfMessage,
  type CaseRecord,
  type Changes,
  type Outgoing,
  type SeenMessage,
  type Store,
} from '../../hub/ports.ts';
import type { ReportFile, ReportStatus, ReportsWanted } from '../../hub/report-records.ts';

/** The store in memory, for tests of what stands before it. One process, so nothing to lock. */
export type MemoryStore = Store & {
  /** Has a system order a report. */
  putOrder(system: string, status: ReportStatus): void;
  /** Puts a finished report where a worker would, and the digests of its file after extensions. */
  putReport(file: ReportFile, extended?: readonly string[]): void;
  /** From now on every transaction fails with this. */
  breakWith(error: unknown): void;
};

type Tables = {
  readonly messages: Map<string, SeenMessage>;
  readonly cases: Map<string, CaseRecord>;
  readonly waiting: Map<string, Outgoing>;
  readonly reports: Map<string, ReportFile>;
  readonly extended: Map<string, readonly string[]>;
  readonly orders: { readonly system: string; readonly status: ReportStatus }[];
};

export function openMemoryStore(): MemoryStore {
  const tables: Tables = {
    messages: new Map(),
    cases: new Map(),
    waiting: new Map(),
    reports: new Map(),
    extended: new Map(),
    orders: [],
  };
  const blobs = new Map<string, Uint8Array>();
  const broken: unknown[] = [];
  return {
    async transaction(work) {
      if (broken.length > 0) throw broken[0];
      return work({
        load: async () => ({ seen: new Map(tables.messages), cases: new Map(tables.cases) }),
        heads: async (chains) =>
          new Map(chains.map((chain) => [chain, { chain, seq: 0, hash: CHAIN_START, caseSeq: 0 }])),
        unmarked: async (ids) => ids.filter((id) => tables.waiting.has(id)),
        async write(changes) {
          writeTo(tables, changes);
          for (const { caseNumber, sha256, bytes } of changes.blobs)
            blobs.set(`${caseNumber} ${sha256}`, bytes);
        },
      });
    },
    async caseAt(number, seq = Infinity) {
      const found = tables.cases.get(number);
      return found && { ...found, history: found.history.filter((event) => event.seq <= seq) };
    },
    archive: async () => undefined,
    receipt: async (key) => tables.messages.get(keyOfMessage(key)),
    blobs: async (number, digests) =>
      new Map(digests.map((digest) => [digest, blobs.get(`${number} ${digest}`) ?? new Uint8Array()])),
    waiting: async ({ except }) =>
      [...tables.waiting.values()].filter(({ system }) => !except.includes(system)),
    delivery: async (id) => tables.waiting.get(id),
    inbox: async (system, limit) => inboxOf(tables, system).slice(0, limit),
    waitingFor: async (system, id) => inboxOf(tables, system).find((one) => one.id === id),
    overdue: async () => [],
    takeReports: async () => [],
    toErase: async () => [],
    eraseStrays: async () => ({ messages: 0, letters: 0 }),
    giveBackReport: async () => undefined,
    takeEnding: async () => [],
    giveBackEnding: async () => undefined,
    deleteReports: async () => 0,
    orderedReports: async (system, wanted) => ordered(tables, system, wanted),
    report: async (id) => tables.reports.get(id),
    issued: async (id) => {
      const file = tables.reports.get(id);
      return (
        file && { sha256: file.sha256, issuedAt: file.issuedAt, extended: tables.extended.get(id) ?? [] }
      );
    },
    saveDeadLetter: async () => undefined,
    putOrder: (system, status) => void tables.orders.push({ system, status }),
    putReport(file, extended = []) {
      tables.reports.set(file.id, file);
      tables.extended.set(file.id, extended);
    },
    breakWith: (error) => void broken.push(error),
  };
}

function ordered(
  { orders }: Tables,
  system: string,
  { limit, id, caseNumber }: ReportsWanted,
): readonly ReportStatus[] {
  return orders
    .filter((order) => order.system === system && (id === undefined || order.status.id === id))
    .map(({ status }) => status)
    .filter((status) => caseNumber === undefined || status.caseNumber === caseNumber)
    .slice(0, limit);
}

function writeTo({ messages, cases, waiting }: Tables, changes: Changes): void {
  for (const message of changes.messages) messages.set(keyOfMessage(message), message);
  for (const change of changes.cases) {
    const history = cases.get(change.number)?.history ?? [];
    const news = changes.events
      .filter(({ caseNumber }) => caseNumber === change.number)
      .map(({ event }) => event);
    cases.set(change.number, { ...change, history: [...history, ...news] });
  }
  for (const outgoing of changes.outgoing) waiting.set(outgoing.id, outgoing);
  for (const { id } of changes.handedOver) waiting.delete(id);
}

function inboxOf({ waiting }: Tables, system: string): readonly Outgoing[] {
  return [...waiting.values()].filter((outgoing) => outgoing.system === system);
}
