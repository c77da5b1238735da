import { REPORT_NEWS } from '../../domain/reports/shows.ts';
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Store } from '../../hub/ports/store.ts';
import { onConnection } from './connection.ts';
import { eraseLetters, type KeptLetter } from './letters.ts';
import { endUploadsOf } from './uploads.ts';
import { erasedRow, MESSAGE_COLUMNS, type ReadMessage, type Secrets } from './message-row.ts';

/**
 * Erases all that the cases hold of content, with their keys. They are locked, and what is written of the erasure itself
 * has been written. What their chains testify to can still be followed, and nobody can find out by trying what it was.
 */
export async function eraseCases(
  client: PoolClient,
  numbers: readonly string[],
  secrets: Secrets,
): Promise<void> {
  if (numbers.length === 0) return;
  for (const text of CONTENTS) await client.query(text, [numbers]);
  await endUploadsOf(client, numbers, secrets.macs);
  const { rows } = await client.query<ReadMessage>(MESSAGES_OF, [numbers]);
  const { rows: letters } = await client.query<KeptLetter>(LETTERS_OF, [numbers]);
  await forget(client, rows, secrets);
  await eraseLetters(client, letters, secrets.macs);
  await client.query(DELIVERIES_OF, [numbers]);
  await client.query(MAILS_OF, [numbers]);
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

const MESSAGE = MESSAGE_COLUMNS.map((column) => `m.${column}`).join(', ');

// Accepted or refused: whatever has its receipt in the chain of the case; and what persons have filled in, whose receipts are
// not delivered. In order, as repeats lock them (`load.ts`).
const MESSAGES_OF = `SELECT ${MESSAGE} FROM message m
  WHERE (m.system, m.id) IN (
    SELECT system, message_id FROM ${DELIVERIES} AS d WHERE message_id IS NOT NULL
    UNION ALL SELECT system, id FROM message WHERE case_number = ANY($1::text[]) AND strpos(system, '/') > 0)
  ORDER BY m.system, m.id FOR UPDATE`;

// Bodies that a system would not take, or that the hub could not process: sealed, but not under the key of the case.
const LETTERS_OF = `SELECT DISTINCT l.id, l.chain, l.reason, l.queue, l.died_at FROM dead_letter l, ${DELIVERIES} AS d
  WHERE l.message_id = d.id::text OR (l.message_id = d.message_id AND l.system = d.system)`;

// News that wait are kept: they tell what happened, without content. A receipt can be asked for again; a report is gone.
const DELIVERIES_OF = `DELETE FROM delivery WHERE id IN (
  SELECT id FROM ${DELIVERIES} AS d WHERE handed_over IS NOT NULL OR message_id IS NOT NULL OR type = '${REPORT_NEWS}')`;

// E-mails hold nothing of the case. Those that wait are sent; the others are of no more use, as deliveries are not.
const MAILS_OF = `DELETE FROM mail WHERE case_number = ANY($1::text[]) AND state <> 'waiting'`;

const FORGET = `UPDATE message m SET id = t.kept, digest = NULL, receipt = t.receipt, receipt_id = t.receipt_id, sealed = t.sealed
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::bytea[])
    AS t(system, id, kept, receipt, receipt_id, sealed)
  WHERE m.system = t.system AND m.id = t.id`;

/** The receipts get new ids: with the old ones their digests in the evidence could be made again. */
async function forget(client: PoolClient, rows: readonly ReadMessage[], secrets: Secrets): Promise<void> {
  if (rows.length === 0) return;
  const kept = rows.map((row) =>
    erasedRow(secrets, row, { instead: `erased:${randomUUID()}`, receiptId: randomUUID() }),
  );
  await client.query(FORGET, [
    rows.map(({ system }) => system),
    rows.map(({ id }) => id),
    kept.map(({ id }) => id),
    kept.map(({ receipt }) => receipt),
    kept.map(({ receiptId }) => receiptId),
    kept.map(({ sealed }) => sealed),
  ]);
}

// What refused messages have left: their case may go on, or they belong to none.
const STRAYS = `SELECT ${MESSAGE} FROM message m
  WHERE case_number IS NULL AND digest IS NOT NULL AND received_at < $1
  ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED`;

const REPETITIONS_OF = `DELETE FROM delivery d USING unnest($1::text[], $2::text[]) AS m(system, id)
  WHERE d.duplicate AND d.system = m.system AND d.message_id = m.id`;

const LETTERS = `SELECT id, chain, reason, queue, died_at FROM dead_letter
  WHERE died_at < $1 AND sealed IS NOT NULL LIMIT $2 FOR UPDATE SKIP LOCKED`;

export function erasureQueries(pool: Pool, secrets: Secrets): Pick<Store, 'eraseStrays'> {
  return {
    eraseStrays: (before, limit) =>
      onConnection(pool, async (client) => {
        await client.query('BEGIN');
        const { rows } = await client.query<ReadMessage>(STRAYS, [before, limit]);
        await forget(client, rows, secrets);
        const receipts = rows.map((row) => row.receipt_id);
        await client.query('DELETE FROM delivery WHERE id = ANY($1::uuid[])', [receipts]);
        await client.query(REPETITIONS_OF, [rows.map(({ system }) => system), rows.map(({ id }) => id)]);
        const { rows: letters } = await client.query<KeptLetter>(LETTERS, [before, limit]);
        await eraseLetters(client, letters, secrets.macs);
        await client.query('COMMIT');
        return { messages: rows.length, letters: letters.length };
      }),
  };
}
