import type { Tables } from './tables.ts';

/**
 * How often these messages have taken effect, as the evidence counts it: the records of acceptance that their receipts
 * point to, and every record of acceptance that no receipt points to.
 */
export async function effectsOf(tables: Tables, messageIds: readonly string[]): Promise<number> {
  const [counted] = await tables.rows<{ own: number; stray: number }>(
    `SELECT count(*) FILTER (WHERE m.id = ANY($1))::int AS own, count(*) FILTER (WHERE m.id IS NULL)::int AS stray
     FROM evidence e LEFT JOIN message m
       ON e.chain = m.receipt::jsonb #>> '{evidence,chain}' AND e.seq = (m.receipt::jsonb #>> '{evidence,seq}')::int
     WHERE e.kind = 'SubmissionAcceptance'`,
    [messageIds],
  );
  return (counted?.own ?? 0) + (counted?.stray ?? 0);
}
