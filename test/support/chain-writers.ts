import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Pool, PoolClient } from 'pg';

type Connection = Pick<Client | Pool | PoolClient, 'query'>;

/** Writes a record into the evidence as the hub's transactions do; only its place and its hash matter here: no root looks at the mac. */
export async function writeRecord(connection: Connection, chain: string, seq: number): Promise<void> {
  await connection.query(
    `INSERT INTO evidence (chain, seq, kind, at, body, prev, hash, case_seq, mac)
     VALUES ($1, $2, 'Test', now(), '{}', '', $3, $2, '')`,
    [chain, seq, randomBytes(32)],
  );
}

/**
 * A writer with chains of its own: again and again it writes into some of them and commits late, or gives up. Answers how
 * long its chains are by what was committed.
 */
export async function writeAtRandom(
  pool: Pool,
  how: { readonly name: string; readonly transactions: number; readonly chains: number },
): Promise<ReadonlyMap<string, number>> {
  const lengths = new Map<string, number>();
  const client = await pool.connect();
  try {
    for (let round = 0; round < how.transactions; round += 1) {
      const written = await openTransaction(client, how, lengths);
      await sleep(Math.random() * 40);
      const isKept = Math.random() < 0.8;
      await client.query(isKept ? 'COMMIT' : 'ROLLBACK');
      for (const [chain, seq] of isKept ? written : []) lengths.set(chain, seq);
    }
  } finally {
    client.release();
  }
  return lengths;
}

async function openTransaction(
  client: PoolClient,
  { name, chains }: { readonly name: string; readonly chains: number },
  lengths: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const written = new Map<string, number>();
  await client.query('BEGIN');
  for (let record = 0; record < 1 + Math.random() * 4; record += 1) {
    const chain = `${name}-${Math.floor(Math.random() * chains)}`;
    const seq = (written.get(chain) ?? lengths.get(chain) ?? 0) + 1;
    await writeRecord(client, chain, seq);
    written.set(chain, seq);
  }
  return written;
}
