import type pg from 'pg';
import type { Outgoing } from '../../hub/ports/records.ts';
import type { Store } from '../../hub/ports/store.ts';

export type DeliveryRow = {
  readonly id: string;
  readonly system: string | null;
  readonly type: string;
  readonly created_at: Date;
  readonly duplicate: boolean;
  readonly authority: string | null;
  readonly case_number: string | null;
  readonly seq: number | null;
  readonly message_id: string | null;
  readonly chain: string;
  readonly attachments: readonly string[] | null;
};

export const COLUMNS =
  'id, system, type, created_at, duplicate, authority, case_number, seq, message_id, attachments, chain';

/** Nobody holds anything for so long: it was written by a clock that had jumped forward, and has been put right since. */
function isFreeAt(now: string): string {
  return `(held_until IS NULL OR held_until < ${now}::timestamptz OR held_until > ${now}::timestamptz + interval '10 minutes')`;
}

/** What waits to be handed over, and what has been. */
export function outboxQueries(
  pool: pg.Pool,
): Pick<Store, 'waiting' | 'overdue' | 'delivery' | 'inbox' | 'waitingFor' | 'recipients' | 'readdress'> {
  return {
    async waiting({ at, after, limit, systems }) {
      const { rows } = await pool.query<DeliveryRow>({
        name: 'waiting',
        text: `SELECT ${COLUMNS} FROM delivery
          WHERE handed_over IS NULL AND ${isFreeAt('$1')} AND system = ANY($2::text[])
            AND (created_at, id) > ($3, $4)
          ORDER BY created_at, id LIMIT $5`,
        values: [
          at,
          systems,
          after?.createdAt ?? '-infinity',
          after?.id ?? '00000000-0000-0000-0000-000000000000',
          limit,
        ],
      });
      return rows.map(outgoingFrom);
    },
    async delivery(id) {
      const { rows } = await pool.query<DeliveryRow>({
        name: 'delivery',
        text: `SELECT ${COLUMNS} FROM delivery WHERE id = $1`,
        values: [id],
      });
      return rows.map(outgoingFrom)[0];
    },
    async inbox(system, { limit, at }) {
      const { rows } = await pool.query<DeliveryRow>({
        name: 'inbox',
        text: `SELECT ${COLUMNS} FROM delivery
          WHERE handed_over IS NULL AND system = $1 AND ${isFreeAt('$3')}
          ORDER BY created_at, id LIMIT $2`,
        values: [system, limit, at],
      });
      return rows.map(outgoingFrom);
    },
    async waitingFor(system, id) {
      const { rows } = await pool.query<DeliveryRow>({
        name: 'waiting-for',
        text: `SELECT ${COLUMNS} FROM delivery WHERE id = $2 AND system = $1 AND handed_over IS NULL`,
        values: [system, id],
      });
      return rows.map(outgoingFrom)[0];
    },
    async overdue(before, limit) {
      const { rows } = await pool.query<DeliveryRow>({
        name: 'overdue',
        text: `SELECT ${COLUMNS} FROM delivery
          WHERE handed_over IS NULL AND overdue IS NULL AND created_at < $1 ORDER BY created_at, id LIMIT $2`,
        values: [before, limit],
      });
      return rows.map(outgoingFrom);
    },
    async recipients() {
      const { rows } = await pool.query<RecipientsRow>({
        name: 'recipients',
        text: `SELECT authority, system, count(*)::int AS count FROM delivery
          WHERE handed_over IS NULL AND authority IS NOT NULL GROUP BY authority, system`,
      });
      return rows.map(({ system, ...row }) => ({ ...row, ...(system === null ? {} : { system }) }));
    },
    async readdress(moves, directory) {
      await pool.query({
        name: 'readdress',
        text: `UPDATE delivery d SET system = t.to, held_until = NULL
          FROM unnest($1::text[], $2::text[], $3::text[]) AS t(authority, "from", "to")
          WHERE d.handed_over IS NULL AND d.authority = t.authority AND d.system IS NOT DISTINCT FROM t.from
            AND NOT EXISTS (SELECT 1 FROM directory_state WHERE version > $4)`,
        values: [
          moves.map(({ authority }) => authority),
          moves.map(({ from }) => from ?? null),
          moves.map(({ to }) => to ?? null),
          directory,
        ],
      });
    },
  };
}

type RecipientsRow = { readonly authority: string; readonly system: string | null; readonly count: number };

export function outgoingFrom(row: DeliveryRow): Outgoing {
  const { id, system, type, duplicate, chain } = row;
  const about =
    row.message_id === null
      ? {
          authority: row.authority ?? '',
          caseNumber: row.case_number ?? '',
          seq: row.seq ?? 0,
          attachments: row.attachments ?? [],
        }
      : { messageId: row.message_id };
  const createdAt = row.created_at.toISOString();
  return { id, ...(system === null ? {} : { system }), type, createdAt, duplicate, chain, about };
}
