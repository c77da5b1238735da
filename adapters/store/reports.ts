import { hash } from 'node:crypto';
import type pg from 'pg';
import { hubFault } from '../../hub/faults.ts';
import type {
  EndingReport,
  ExtendedReport,
  FinishedReport,
  ReportStatus,
} from '../../hub/reports/report-records.ts';
import type { Store } from '../../hub/ports/store.ts';
import { unsound, type Alarm } from '../../hub/alarm.ts';
import { newest, saidOf, type Said } from './reports-said.ts';
import type { Secrets } from './message-row.ts';
import { openOrNone, reportPlace } from './vault.ts';

type StatusRow = {
  readonly id: string;
  readonly expires_at: Date;
  readonly progress: ReportStatus['progress'];
};

// An order taken by a worker that died is free again after two minutes; so is one that is taken in the future, by a clock that
// has been put right since. After ten attempts it is left for people.
const TAKE = `UPDATE report SET started_at = $2, attempts = attempts + 1
  WHERE id IN (
    SELECT id FROM report
    WHERE issued_at IS NULL AND attempts < 10 AND (started_at IS NULL OR abs(extract(epoch FROM $2::timestamptz - started_at)) > 120)
    ORDER BY ordered_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING id`;

const FILE = `SELECT r.case_number, r.sealed, c.wrapped_key
  FROM report r JOIN case_file c ON c.number = r.case_number
  WHERE r.id = $1 AND r.sealed IS NOT NULL AND r.expires_at > now()`;

const ORDERED = `SELECT id, expires_at,
    CASE WHEN sealed IS NOT NULL AND expires_at > now() THEN 'ready'
         WHEN issued_at IS NOT NULL OR expires_at <= now() THEN 'deleted'
         WHEN started_at IS NOT NULL AND abs(extract(epoch FROM now() - started_at)) <= 120 THEN 'being made'
         WHEN attempts >= 10 THEN 'failed'
         ELSE 'waiting' END AS progress
  FROM report WHERE authority = ANY($1::text[]) AND ($3::text IS NULL OR id = $3) AND ($4::text IS NULL OR case_number = $4)
  ORDER BY ordered_at DESC, id LIMIT $2`;

// Only as it was taken: another worker may have taken it since.
const GIVE_BACK = `UPDATE report SET started_at = NULL, attempts = attempts - 1
  WHERE id = $1 AND started_at = $2::timestamptz AND issued_at IS NULL`;

// There are weeks to do it in: what failed, or was taken by a worker that died, is free again on the next day.
const TAKE_ENDING = `UPDATE report SET extending_at = $2
  WHERE id IN (
    SELECT id FROM report
    WHERE sealed IS NOT NULL AND stamps_end_at < $3 AND expires_at > $2
      AND (extending_at IS NULL OR abs(extract(epoch FROM $2::timestamptz - extending_at)) > 86400)
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
export function reportQueries(pool: pg.Pool, how: How): ReportQueries {
  const { vault, alarm } = how;
  return {
    async takeReports(limit, at) {
      const { rows } = await pool.query<{ id: string }>({ name: 'take-reports', text: TAKE, values: [limit, at] });
      const said = await saidOf(pool, how, rows.map(({ id }) => id));
      return rows.flatMap((row) => said.get(row.id)?.order ?? []);
    },
    async giveBackReport(id, takenAt) {
      await pool.query({ name: 'give-back-report', text: GIVE_BACK, values: [id, takenAt] });
    },
    async issued(id) {
      return (await saidOf(pool, how, [id])).get(id)?.issued;
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
    async orderedReports(authorities, { limit, id, caseNumber }) {
      const values = [authorities, limit, id ?? null, caseNumber ?? null];
      const { rows } = await pool.query<StatusRow>({ name: 'ordered-reports', text: ORDERED, values });
      const said = await saidOf(pool, how, rows.map((row) => row.id));
      return rows.flatMap((row) => {
        const known = said.get(row.id);
        return known !== undefined && authorities.includes(known.order.authority) ? [statusFrom(row, known)] : [];
      });
    },
    async report(id) {
      const { rows } = await pool.query<FileRow>({ name: 'report-file', text: FILE, values: [id] });
      const [row] = rows;
      if (row === undefined || row.wrapped_key === null) return undefined;
      const said = (await saidOf(pool, how, [id])).get(id);
      const key = vault.unwrap(row.wrapped_key, row.case_number);
      const bytes = key && openOrNone(key, row.sealed, reportPlace(row.case_number, id));
      if (said?.issued === undefined || bytes === undefined || hash('sha256', bytes, 'hex') !== newest(said.issued))
        throw unsound(alarm, { table: 'report', report: id });
      const { authority, kind, language } = said.order;
      const { issuedAt } = said.issued;
      return { id, caseNumber: row.case_number, authority, kind, language, sha256: newest(said.issued), issuedAt, bytes };
    },
  };
} // prettier-ignore

type How = Secrets & { readonly alarm: Alarm };
type FileRow = { readonly case_number: string; readonly wrapped_key: Buffer | null; readonly sealed: Buffer };

type EndingRow = { readonly id: string; readonly case_number: string; readonly stamps_end_at: Date };

function endingFrom({ id, case_number: caseNumber, stamps_end_at: end }: EndingRow): EndingReport {
  return { id, caseNumber, stampsEndAt: end.toISOString() };
}

function statusFrom({ expires_at: end, progress }: StatusRow, { order, issued }: Said): ReportStatus {
  const { id, caseNumber, authority, kind, language, orderedAt } = order;
  const file = issued && { issuedAt: issued.issuedAt, size: issued.size, sha256: newest(issued) };
  return { id, caseNumber, authority, kind, language, orderedAt, expiresAt: end.toISOString(), progress, ...file };
} // prettier-ignore
