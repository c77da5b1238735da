import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { withoutContent } from '../../hub/erased-receipt.ts';
import type { EndedCase, ErasurePage, Store } from '../../hub/ports.ts';
import { onConnection } from './connection.ts';

/**
 * Erases all that the cases hold of content, with their keys. They are locked, and what is written of the erasure itself
 * has been written. What their chains testify to can still be followed, and nobody can find out by trying what it was.
 */
export async function eraseCases(client: PoolClient, numbers: readonly string[]): Promise<void> {
  if (numbers.length === 0) return;
  for (const text of CONTENTS) await client.query(text, [numbers]);
  const { rows } = await client.query<MessageRow>(MESSAGES_OF, [numbers]);
  await forget(client, rows);
  await client.query(LETTERS_OF, [numbers]);
  await client.query(DELIVERIES_OF, [numbers]);
}

const CONTENTS = [
  'DELETE FROM case_content WHERE case_number = ANY($1::text[])',
  'DELETE FROM case_attachment WHERE case_number = ANY($1::text[])',
  'DELETE FROM case_original WHERE case_number = ANY($1::text[])',
  'UPDATE report SET sealed = NULL WHERE case_number = ANY($1::text[]) AND sealed IS NOT NULL',
  'UPDATE case_file SET wrapped_key = NULL, erased_at = updated_at WHERE number = ANY($1::text[])',
];

// Two searches, for there are two indexes: one of what waits, one of what has been handed over.
const DELIVERIES = `(
    SELECT id, system, message_id, type, handed_over FROM delivery WHERE chain = ANY($1::text[]) AND handed_over IS NOT NULL
    UNION ALL
    SELECT id, system, message_id, type, handed_over FROM delivery WHERE chain = ANY($1::text[]) AND handed_over IS NULL)`;

type MessageRow = { readonly system: string; readonly id: string; readonly receipt: string };

// Accepted or refused: whatever has its receipt in the chain of the case. In order, as repeats lock them (`load.ts`).
const MESSAGES_OF = `SELECT m.system, m.id, m.receipt FROM message m
  WHERE (m.system, m.id) IN (SELECT system, message_id FROM ${DELIVERIES} AS d WHERE message_id IS NOT NULL)
  ORDER BY m.system, m.id FOR UPDATE`;

// Bodies that a system would not take, or that the hub could not process: sealed, but not under the key of the case.
const LETTERS_OF = `DELETE FROM dead_letter l USING ${DELIVERIES} AS d
  WHERE l.message_id = d.id::text OR (l.message_id = d.message_id AND l.system = d.system)`;

// News that wait are kept: they tell what happened, without content. A receipt can be asked for again; a report is gone.
const DELIVERIES_OF = `DELETE FROM delivery WHERE id IN (
  SELECT id FROM ${DELIVERIES} AS d WHERE handed_over IS NOT NULL OR message_id IS NOT NULL OR type = 'report.issued')`;

const FORGET = `UPDATE message m SET id = t.kept, digest = NULL, receipt = t.receipt, receipt_id = t.receipt_id
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[]) AS t(system, id, kept, receipt, receipt_id)
  WHERE m.system = t.system AND m.id = t.id`;

/** The receipts get new ids: with the old ones their digests in the evidence could be made again. */
async function forget(client: PoolClient, rows: readonly MessageRow[]): Promise<void> {
  if (rows.length === 0) return;
  const kept = rows.map((row) => withoutContent(row, `erased:${randomUUID()}`));
  await client.query(FORGET, [
    rows.map(({ system }) => system),
    rows.map(({ id }) => id),
    kept.map(({ id }) => id),
    kept.map(({ receipt }) => receipt),
    kept.map(() => randomUUID()),
  ]);
}

const TO_ERASE = `SELECT c.number, c.area, c.ended_at FROM case_file c
    LEFT JOIN unnest($1::text[], $2::timestamptz[]) AS a(area, before) ON a.area = c.area
  WHERE c.ended_at IS NOT NULL AND c.erased_at IS NULL AND (c.ended_at, c.number) > ($4, $5)
    AND c.ended_at < coalesce(a.before, $3::timestamptz) AND c.ended_at < $7
  ORDER BY c.ended_at, c.number LIMIT $6`;

// What refused messages have left: their case may go on, or they belong to none.
const STRAYS = `SELECT system, id, receipt, receipt_id FROM message
  WHERE case_number IS NULL AND digest IS NOT NULL AND received_at < $1
  ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED`;

const LETTERS = `DELETE FROM dead_letter
  WHERE id IN (SELECT id FROM dead_letter WHERE died_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`;

export function erasureQueries(pool: Pool): Pick<Store, 'toErase' | 'eraseStrays'> {
  return {
    async toErase({ endedBefore, otherwise, after, limit }: ErasurePage) {
      const { rows } = await pool.query<EndedRow>(TO_ERASE, [
        [...endedBefore.keys()],
        [...endedBefore.values()],
        otherwise,
        after?.endedAt ?? '-infinity',
        after?.number ?? '',
        limit,
        // What the index can be searched by.
        [otherwise, ...endedBefore.values()].toSorted().at(-1),
      ]);
      return rows.map(endedFrom);
    },
    eraseStrays: (before, limit) =>
      onConnection(pool, async (client) => {
        await client.query('BEGIN');
        const { rows } = await client.query<MessageRow & { receipt_id: string }>(STRAYS, [before, limit]);
        await forget(client, rows);
        const receipts = rows.map((row) => row.receipt_id);
        await client.query('DELETE FROM delivery WHERE id = ANY($1::uuid[])', [receipts]);
        const { rowCount: letters } = await client.query(LETTERS, [before, limit]);
        await client.query('COMMIT');
        return { messages: rows.length, letters: letters ?? 0 };
      }),
  };
}

type EndedRow = { readonly number: string; readonly area: string; readonly ended_at: Date };

function endedFrom({ number, area, ended_at: endedAt }: EndedRow): EndedCase {
  return { number, area, endedAt: endedAt.toISOString() };
}
