import {
  openMemoryStore as openStore,
  type MemoryStore as HubsStore,
} from '../../hub/testing/memory-store.ts';
import type { ReportFile, ReportStatus } from '../../hub/reports/report-records.ts';

/** The hub's store in memory, with what workers would have left there. */
export type MemoryStore = HubsStore & {
  /** Has a system order a report. */
  putOrder(status: ReportStatus): void;
  /** Puts a finished report where a worker would, and the digests of its file after extensions. */
  putReport(file: ReportFile, extended?: readonly string[]): void;
  /** From now on every transaction fails with this. */
  breakWith(error: unknown): void;
};

type Made = { readonly file: ReportFile; readonly extended: readonly string[] };

export function openMemoryStore(): MemoryStore {
  const store = openStore();
  const orders: ReportStatus[] = [];
  const made = new Map<string, Made>();
  const broken: unknown[] = [];
  return {
    ...store,
    async transaction(work) {
      if (broken.length > 0) throw broken[0];
      return store.transaction(work);
    },
    async orderedReports(authorities, wanted) {
      const own = orders
        .filter(({ authority }) => authorities.includes(authority))
        .filter(({ id }) => wanted.id === undefined || id === wanted.id)
        .filter(({ caseNumber }) => wanted.caseNumber === undefined || caseNumber === wanted.caseNumber);
      return [...(await store.orderedReports(authorities, wanted)), ...own].slice(0, wanted.limit);
    },
    report: async (id) => made.get(id)?.file ?? store.report(id),
    async issued(id) {
      const one = made.get(id);
      if (one === undefined) return store.issued(id);
      const { sha256, bytes, issuedAt } = one.file;
      return { sha256, size: bytes.length, issuedAt, extended: one.extended };
    },
    putOrder: (status) => void orders.push(status),
    putReport: (file, extended = []) => void made.set(file.id, { file, extended }),
    breakWith: (error) => void broken.push(error),
  };
}
