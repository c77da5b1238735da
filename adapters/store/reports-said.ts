import { defined } from '../../domain/kernel/optional.ts';
import type pg from 'pg';
import { REPORT_EVENTS } from '../../domain/case/events.ts';
import { hearOfReport, type ReportSaid } from '../../domain/case/reports-said.ts';
import type { Recorded } from '../../domain/kernel/workflow.ts';
import type { Alarm } from '../../hub/alarm.ts';
import type { IssuedReport, ReportOrdered } from '../../hub/reports/report-records.ts';
import { isOurs, type EventRow } from './load.ts';
import type { Secrets } from './message-row.ts';

type How = Secrets & { readonly alarm: Alarm };

// A row of which no case says anything comes, too: with nothing beside it.
const SAID = `SELECT r.id AS report, e.case_number, e.seq, e.type, e.at, e.by, e.person, e.facts::text AS facts, e.content_digest, e.mac
  FROM report r LEFT JOIN case_event e ON e.case_number = r.case_number AND e.type = ANY($2::text[]) AND e.facts->>'report' = r.id
  WHERE r.id = ANY($1::text[]) ORDER BY r.id, e.seq`;

/** What a case says of one of its reports: who has ordered what, and what has been issued. The row only holds the file. */
export type Said = { readonly order: ReportOrdered; readonly issued?: IssuedReport };
type SaidRow = Omit<EventRow, 'sealed'> & { readonly report: string };
/** A row of `report` to which its case has nothing to say. */
type Nothing = { readonly report: string; readonly seq: null };

/** Of events that only the hub can have written; a report of which they say nothing is not there. */
export async function saidOf(pool: pg.Pool, { macs, alarm }: How, ids: readonly string[]): Promise<ReadonlyMap<string, Said>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<SaidRow | Nothing>({ name: 'reports-said', text: SAID, values: [ids, REPORT_EVENTS] });
  const heard = new Map<string, ReportSaid>();
  const cases = new Map<string, string>();
  for (const row of rows) {
    if (row.seq === null) continue;
    cases.set(row.report, row.case_number);
    if (isOurs(macs, row)) hearOfReport(heard, recordedIn(row));
    else alarm({ table: 'case_event', case: row.case_number });
  }
  const said = new Map([...heard].map(([id, one]) => [id, saidFrom(cases.get(id) ?? '', one)]));
  const there = new Set(rows.map(({ report }) => report));
  for (const report of there) if (!said.has(report)) alarm({ table: 'report', report });
  return said;
} // prettier-ignore

function recordedIn({ seq, type, at, by, person, facts }: SaidRow): Recorded {
  const who = person === null ? { by } : { by, person };
  return { seq, type, at: at.toISOString(), ...who, facts: JSON.parse(facts) };
}

function saidFrom(caseNumber: string, { order, by: authority, person, seq, at: orderedAt, files }: ReportSaid): Said {
  const { report: id, kind, parts = [], language, roles } = order;
  const [first, ...others] = files;
  const size = files.at(-1)?.size ?? 0;
  return {
    order: { id, caseNumber, authority, kind, parts, language, roles, ...defined('person', person), seq, orderedAt },
    ...(first === undefined
      ? {}
      : { issued: { sha256: first.sha256, size, issuedAt: first.at, extended: others.map(({ sha256 }) => sha256) } }),
  };
} // prettier-ignore

export function newest({ sha256, extended }: IssuedReport): string {
  return extended.at(-1) ?? sha256;
}
