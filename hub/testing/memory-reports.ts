import type { Instant } from '../../domain/kernel/workflow.ts';
import { hubFault } from '../faults.ts';
import type {
  EndingReport,
  ExtendedReport,
  FinishedReport,
  IssuedReport,
  ReportFile,
  ReportOrdered,
  ReportStatus,
  ReportsWanted,
} from '../reports/report-records.ts';

/** A finished report as the store in memory keeps it. */
export type KeptReport = FinishedReport & {
  /** Digests of the file before each extension. */
  readonly earlier: readonly string[];
  readonly isDeleted: boolean;
  readonly size: number;
  readonly extendingAt?: Instant;
};

type Tables = {
  readonly orders: ReadonlyMap<string, ReportOrdered & { readonly isTaken: boolean }>;
  readonly finished: Map<string, KeptReport>;
};

const DAY_MS = 86_400_000;

export function finish({ finished }: Tables, report: FinishedReport): void {
  finished.set(report.id, { ...report, earlier: [], isDeleted: false, size: report.bytes.length });
}

export function demandSame({ finished }: Tables, { id, from }: ExtendedReport): void {
  const kept = finished.get(id);
  if (kept === undefined || kept.isDeleted || kept.sha256 !== from)
    throw hubFault('REPORT_EXTENDED', 'the report has been extended or deleted meanwhile', { report: id });
}

export function extend({ finished }: Tables, { id, sha256, bytes, stampsEndAt }: ExtendedReport): void {
  const kept = finished.get(id);
  if (kept === undefined) return;
  const { extendingAt: _, ...rest } = kept;
  finished.set(id, { ...rest, sha256, bytes, stampsEndAt, earlier: [...kept.earlier, kept.sha256] });
}

export function takeEnding(
  { finished }: Tables,
  limit: number,
  { at, before }: { readonly at: Instant; readonly before: Instant },
): readonly EndingReport[] {
  const dayBefore = new Date(Date.parse(at) - DAY_MS).toISOString();
  const taken = [...finished.values()]
    .filter(({ isDeleted, extendingAt = '' }) => !isDeleted && extendingAt < dayBefore)
    .flatMap(({ id, caseNumber, stampsEndAt }) => (stampsEndAt ? [{ id, caseNumber, stampsEndAt }] : []))
    .filter(({ stampsEndAt }) => stampsEndAt < before)
    .slice(0, limit);
  for (const { id } of taken) change(finished, id, { extendingAt: at });
  return taken;
}

export function giveBackEnding({ finished }: Tables, id: string, takenAt: Instant): void {
  if (finished.get(id)?.extendingAt === takenAt) change(finished, id, { extendingAt: '' });
}

export function deleteReports({ orders, finished }: Tables, limit: number, at: Instant): number {
  const over = [...finished.values()]
    .filter(({ id, isDeleted }) => !isDeleted && isOver(orders.get(id), at))
    .slice(0, limit);
  for (const { id } of over) change(finished, id, { isDeleted: true, bytes: new Uint8Array() });
  return over.length;
}

export function issued({ finished }: Tables, id: string): IssuedReport | undefined {
  const kept = finished.get(id);
  if (kept === undefined) return undefined;
  const [sha256, ...extended] = [...kept.earlier, kept.sha256];
  return { sha256, size: kept.size, issuedAt: kept.issuedAt, extended };
}

export function orderedReports(
  tables: Tables,
  authorities: readonly string[],
  { limit, id, caseNumber }: ReportsWanted,
): readonly ReportStatus[] {
  return [...tables.orders.values()]
    .filter((order) => authorities.includes(order.authority) && (id === undefined || order.id === id))
    .filter((order) => caseNumber === undefined || order.caseNumber === caseNumber)
    .map(({ isTaken, ...order }): ReportStatus => {
      const file = tables.finished.get(order.id);
      const unfinished = isTaken ? 'being made' : 'waiting';
      const finished = file?.isDeleted === true ? 'deleted' : 'ready';
      const progress = file === undefined ? unfinished : finished;
      // The size of a deleted file is known, though its bytes are gone.
      const made =
        file === undefined ? {} : { sha256: file.sha256, size: file.size, issuedAt: file.issuedAt };
      const expiresAt = new Date(Date.parse(order.orderedAt) + 30 * 86_400_000).toISOString();
      return { ...order, expiresAt, progress, ...made };
    })
    .toSorted((one, other) => (one.orderedAt > other.orderedAt ? -1 : 1))
    .slice(0, limit);
}

export function reportFile({ orders, finished }: Tables, id: string): ReportFile | undefined {
  const order = orders.get(id);
  const report = finished.get(id);
  return order === undefined || report === undefined || report.isDeleted
    ? undefined
    : { ...order, ...report };
}

function change(finished: Map<string, KeptReport>, id: string, what: Partial<KeptReport>): void {
  const kept = finished.get(id);
  if (kept !== undefined) finished.set(id, { ...kept, ...what });
}

function isOver(order: ReportOrdered | undefined, at: Instant): boolean {
  return order !== undefined && Date.parse(order.orderedAt) + 30 * DAY_MS <= Date.parse(at);
}
