import type pg from 'pg';
import { hubFault } from '../../hub/faults.ts';
import type {
  EndingReport,
  ExtendedReport,
  FinishedReport,
  ReportOrdered,
  ReportStatus,
} from '../../hub/report-records.ts';
import type { Store } from '../../hub/ports.ts';
import { open, reportPlace, type Vault } from './vault.ts';

type OrderRow = {
  readonly id: string;
  readonly case_number: string;
  readonly authority: string;
  readonly system: string;
  readonly kind: string;
  readonly parts: readonly string[] | null;
  readonly language: string;
  readonly seq: number;
  readonly ordered_at: Date;
};

type StatusRow = Omit<OrderRow, 'system' | 'parts' | 'seq'> & {
  readonly expires_at: Date;
  readonly issued_at: Date | null;
  readonly size: number | null;
  readonly sha256: Buffer | null;
  readonly progress: ReportStatus['progress'];
};

// An order taken by a worker that died is free again after two minutes; after ten attempts it is left for people.
const TAKE = `UPDATE report SET started_at = $2, attempts = attempts + 1
  WHERE id IN (
    SELECT id FROM report
    WHERE issued_at IS NULL AND attempts < 10 AND (started_at IS NULL OR started_at < $2::timestamptz - interval '2 minutes')
    ORDER BY ordered_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING id, case_number, authority, system, kind, parts, language, seq, ordered_at`;

const FILE = `SELECT r.id, r.case_number, r.kind, r.language, r.system, r.sha256, r.issued_at, r.sealed, c.wrapped_key
  FROM report r JOIN case_file c ON c.number = r.case_number
  WHERE r.id = $1 AND r.sealed IS NOT NULL AND r.expires_at > now()`;

const ORDERED = `SELECT id, case_number, authority, kind, language, ordered_at, expires_at, issued_at, size, sha256,
    CASE WHEN sealed IS NOT NULL AND expires_at > now() THEN 'ready'
         WHEN issued_at IS NOT NULL OR expires_at <= now() THEN 'deleted'
         WHEN started_at IS NOT NULL AND started_at > now() - interval '2 minutes' THEN 'being made'
         WHEN attempts >= 10 THEN 'failed'
         ELSE 'waiting' END AS progress
  FROM report WHERE system = $1 AND ($3::text IS NULL OR id = $3) AND ($4::text IS NULL OR case_number = $4)
  ORDER BY ordered_at DESC, id LIMIT $2`;

// Only as it was taken: another worker may have taken it since.
const GIVE_BACK = `UPDATE report SET started_at = NULL, attempts = attempts - 1
  WHERE id = $1 AND started_at = $2::timestamptz AND issued_at IS NULL`;

const ISSUED = 'SELECT sha256, earlier, issued_at FROM report WHERE id = $1 AND issued_at IS NOT NULL';

// There are weeks to do it in: what failed, or was taken by a worker that died, is free again on the next day.
const TAKE_ENDING = `UPDATE report SET extending_at = $2
  WHERE id IN (
    SELECT id FROM report
    WHERE sealed IS NOT NULL AND stamps_end_at < $3 AND expires_at > $2
      AND (extending_at IS NULL OR extending_at < $2::timestamptz - interval '1 day')
    ORDER BY stamps_end_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING id, case_number, stamps_end_at`;

const GIVE_BACK_ENDING =
  'UPDATE report SET extending_at = NULL WHERE id = $1 AND extending_at = $2::timestamptz';

const EXTEND = `UPDATE report
  SET earlier = array_append(earlier, sha256), sha256 = $3, size = $4, sealed = $5, stamps_end_at = $6, extending_at = NULL
  WHERE id = $1 AND sha256 = $2 AND sealed IS NOT NULL`;

// Oldest first, and past those that another worker has at hand.
const DELETE = `UPDATE report SET sealed = NULL
  WHERE id IN (
    SELECT id FROM report WHERE sealed IS NOT NULL AND expires_at <= $2
    ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`;

const UNISSUED = 'SELECT id FROM report WHERE id = ANY($1::text[]) AND issued_at IS NULL FOR UPDATE';

/**
 * Reports are made outside of a transaction, and a slow worker's order may be taken by another: the second to finish
 * must leave no trace, for two files with the same number would both be true.
 */
export async function demandUnissued(
  client: pg.PoolClient,
  finished: readonly FinishedReport[],
): Promise<void> {
  if (finished.length === 0) return;
  const ids = finished.map(({ id }) => id);
  const { rowCount } = await client.query({ name: 'unissued-reports', text: UNISSUED, values: [ids] });
  if (rowCount !== ids.length)
    throw hubFault('REPORT_ISSUED', 'the report has been issued meanwhile', { reports: ids });
}

/** Only the file that was extended is replaced: another worker may have been first, or the file's time may have passed. */
export async function replaceExtended(
  client: pg.PoolClient,
  extended: readonly ExtendedReport[],
  sealFile: (report: ExtendedReport) => Buffer,
): Promise<void> {
  for (const report of extended) {
    const { id, from, sha256, bytes, stampsEndAt } = report;
    const digests = [Buffer.from(from, 'hex'), Buffer.from(sha256, 'hex')];
    const values = [id, ...digests, bytes.length, sealFile(report), stampsEndAt];
    const { rowCount } = await client.query({ name: 'extend-report', text: EXTEND, values });
    if (rowCount !== 1)
      throw hubFault('REPORT_EXTENDED', 'the report has been extended or deleted meanwhile', { report: id });
  }
}

type ReportQueries = Pick<
  Store,
  | 'orderedReports'
  | 'takeReports'
  | 'giveBackReport'
  | 'report'
  | 'issued'
  | 'takeEnding'
  | 'giveBackEnding'
  | 'deleteReports'
>;

/** Orders of reports, and the files made for them; a file is kept for 30 days (handbook 5.3.10). */
export function reportQueries(pool: pg.Pool, vault: Vault): ReportQueries {
  return {
    async takeReports(limit, at) {
      const { rows } = await pool.query<OrderRow>({ name: 'take-reports', text: TAKE, values: [limit, at] });
      return rows.map(orderFrom);
    },
    async giveBackReport(id, takenAt) {
      await pool.query({ name: 'give-back-report', text: GIVE_BACK, values: [id, takenAt] });
    },
    async issued(id) {
      const { rows } = await pool.query({ name: 'issued-report', text: ISSUED, values: [id] });
      const [row] = rows;
      if (row === undefined) return undefined;
      const files: readonly Buffer[] = [...(row.earlier ?? []), row.sha256];
      const [sha256 = '', ...extended] = files.map((digest) => digest.toString('hex'));
      return { sha256, issuedAt: row.issued_at.toISOString(), extended };
    },
    async takeEnding(limit, { at, before }) {
      const values = [limit, at, before];
      const { rows } = await pool.query<EndingRow>({ name: 'take-ending', text: TAKE_ENDING, values });
      return rows.map(endingFrom);
    },
    async giveBackEnding(id, takenAt) {
      await pool.query({ name: 'give-back-ending', text: GIVE_BACK_ENDING, values: [id, takenAt] });
    },
    async deleteReports(limit, at) {
      const { rowCount } = await pool.query({ name: 'delete-reports', text: DELETE, values: [limit, at] });
      return rowCount ?? 0;
    },
    async orderedReports(system, { limit, id, caseNumber }) {
      const values = [system, limit, id ?? null, caseNumber ?? null];
      const { rows } = await pool.query({ name: 'ordered-reports', text: ORDERED, values });
      return rows.map(statusFrom);
    },
    async report(id) {
      const { rows } = await pool.query({ name: 'report-file', text: FILE, values: [id] });
      const row = rows[0];
      if (row === undefined || row.wrapped_key === null) return undefined;
      const key = vault.unwrap(row.wrapped_key, row.case_number);
      return {
        id,
        caseNumber: row.case_number,
        kind: row.kind,
        language: row.language,
        system: row.system,
        sha256: row.sha256.toString('hex'),
        issuedAt: row.issued_at.toISOString(),
        bytes: open(key, row.sealed, reportPlace(row.case_number, id)),
      };
    },
  };
}

type EndingRow = { readonly id: string; readonly case_number: string; readonly stamps_end_at: Date };

function endingFrom({ id, case_number: caseNumber, stamps_end_at: end }: EndingRow): EndingReport {
  return { id, caseNumber, stampsEndAt: end.toISOString() };
}

function orderFrom(row: OrderRow): ReportOrdered {
  const { id, authority, system, kind, language, seq } = row;
  return {
    id,
    caseNumber: row.case_number,
    authority,
    system,
    kind,
    parts: row.parts ?? [],
    language,
    seq,
    orderedAt: row.ordered_at.toISOString(),
  };
}

function statusFrom(row: StatusRow): ReportStatus {
  const { id, authority, kind, language, progress } = row;
  return {
    id,
    caseNumber: row.case_number,
    authority,
    kind,
    language,
    orderedAt: row.ordered_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    progress,
    ...(row.issued_at === null ? {} : { issuedAt: row.issued_at.toISOString() }),
    ...(row.size === null ? {} : { size: row.size }),
    ...(row.sha256 === null ? {} : { sha256: row.sha256.toString('hex') }),
  };
}
