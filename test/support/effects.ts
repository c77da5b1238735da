import type { PreparedHub } from '../../scripts/training/hub.ts';
import { keptId } from './kept-id.ts';
import type { Tables } from './tables.ts';

/**
 * How often these messages have taken effect, as the evidence counts it: the records of acceptance that their receipts
 * point to, and every record of acceptance that no receipt points to.
 */
export async function effectsOf(
  { hub, tables }: { readonly hub: Pick<PreparedHub, 'config'>; readonly tables: Tables },
  messages: readonly { readonly system: string; readonly id: string }[],
): Promise<number> {
  const [counted] = await tables.rows<{ own: number; stray: number }>(
    `SELECT count(*) FILTER (WHERE m.id = ANY($1))::int AS own, count(*) FILTER (WHERE m.id IS NULL)::int AS stray
     FROM evidence e LEFT JOIN message m
       ON e.chain = m.receipt::jsonb #>> '{evidence,chain}' AND e.seq = (m.receipt::jsonb #>> '{evidence,seq}')::int
     WHERE e.kind = 'SubmissionAcceptance'`,
    [messages.map(({ system, id }) => keptId(hub, system, id))],
  );
  return (counted?.own ?? 0) + (counted?.stray ?? 0);
}
