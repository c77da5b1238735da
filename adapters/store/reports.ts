import type pg from 'pg';
import type { ReportOrdered, Store } from '../../hub/ports.ts';
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

/** Orders of reports, and the files made for them; a file is gone after 30 days (handbook 5.3.10). */
export function reportQueries(pool: pg.Pool, vault: Vault): Pick<Store, 'takeReports' | 'report'> {
  return {
    async takeReports(limit, at) {
      const { rows } = await pool.query<OrderRow>({ name: 'take-reports', text: TAKE, values: [limit, at] });
      return rows.map(orderFrom);
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
