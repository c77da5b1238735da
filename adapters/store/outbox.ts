import type pg from 'pg';
import type { Outgoing, Store } from '../../hub/ports.ts';

export type DeliveryRow = {
  readonly id: string;
  readonly system: string;
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

/** What waits to be handed over, and what has been. */
export function outboxQueries(
  pool: pg.Pool,
): Pick<Store, 'waiting' | 'overdue' | 'delivery' | 'inbox' | 'waitingFor'> {
  return {
    async waiting({ before, after, limit, except }) {
      const { rows } = await pool.query<DeliveryRow>({
        name: 'waiting',
        text: `SELECT ${COLUMNS} FROM delivery
          WHERE handed_over IS NULL AND created_at < $1 AND system <> ALL($2::text[]) AND (created_at, id) > ($3, $4)
          ORDER BY created_at, id LIMIT $5`,
        values: [
          before,
          except,
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
    async inbox(system, limit) {
      const { rows } = await pool.query<DeliveryRow>({
        name: 'inbox',
        text: `SELECT ${COLUMNS} FROM delivery WHERE handed_over IS NULL AND system = $1 ORDER BY created_at, id LIMIT $2`,
        values: [system, limit],
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
  };
}

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
  return { id, system, type, createdAt: row.created_at.toISOString(), duplicate, chain, about };
}
