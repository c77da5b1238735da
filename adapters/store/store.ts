import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { hubFault } from '../../hub/faults.ts';
import type { Changes, Loaded, MessageKey, Store, Unit } from '../../hub/ports.ts';
import { readArchive } from './archive.ts';
import { lockChains } from './chains.ts';
import { onConnection } from './connection.ts';
import { erasureQueries } from './erase.ts';
import type { Keys } from './keys.ts';
import { loadHistories, loadSeen, lockCases, readCase } from './load.ts';
import { outboxQueries } from './outbox.ts';
import { reportQueries } from './reports.ts';
import { attachmentPlace, open, type Vault } from './vault.ts';
import { write } from './write.ts';

const UNIQUE_VIOLATION = '23505';

/** The store on PostgreSQL: one pool, multi-row statements; Prisma keeps schema, migrations and ordinary reads. */
export function openStore(pool: Pool, vault: Vault): Store {
  return {
    transaction: (work) => transaction(pool, vault, work),
    async caseAt(number, seq) {
      const row = await readCase(pool, number, seq);
      if (row === undefined) return undefined;
      const records = await loadHistories(pool, [row], {
        vault,
        ...(seq === undefined ? {} : { upTo: seq }),
      });
      return records.get(number);
    },
    async receipt(key) {
      return [...(await loadSeen(pool, [key])).values()][0];
    },
    archive: (number, reader) => readArchive(pool, vault, { number, reader }),
    blobs: (caseNumber, digests) => blobs(pool, vault, { caseNumber, digests }),
    ...outboxQueries(pool),
    ...reportQueries(pool, vault),
    ...erasureQueries(pool),
    async saveDeadLetter({ id, system, messageId, reason, queue, diedAt, bytes }) {
      const values = [
        id,
        system ?? null,
        messageId ?? null,
        reason,
        queue,
        diedAt,
        vault.sealMaster(bytes, `dead-letter/${id}`),
      ];
      await pool.query(
        `INSERT INTO dead_letter (id, system, message_id, reason, queue, died_at, sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
        values,
      );
    },
  };
}

async function transaction<T>(pool: Pool, vault: Vault, work: (unit: Unit) => Promise<T>): Promise<T> {
  try {
    return await onConnection(pool, async (client) => {
      const { unit, isOpen } = unitOn(client, vault);
      const result = await work(unit);
      if (isOpen()) await client.query('COMMIT');
      return result;
    });
  } catch (error) {
    throw translated(error);
  }
}

function translated(error: unknown): unknown {
  if (error instanceof DatabaseError && error.code === UNIQUE_VIOLATION && error.table === 'message') {
    return hubFault('MESSAGE_SEEN_MEANWHILE', 'another worker has stored the same message');
  }
  return error;
}

/**
 * A batch that locks no case needs no transaction around it: it is written by one statement, which is one by itself. That
 * saves a new request two of its four round trips.
 */
function unitOn(client: PoolClient, vault: Vault): { readonly unit: Unit; isOpen(): boolean } {
  const keys: Keys = new Map();
  let isOpen = false;
  async function begin() {
    if (isOpen) return;
    await client.query('BEGIN');
    isOpen = true;
  }
  async function lock(caseNumbers: readonly string[]) {
    if (caseNumbers.length === 0) return [];
    await begin();
    return lockCases(client, caseNumbers);
  }
  /** What is seen again is locked: it must not be erased before its receipt has gone out once more. */
  async function seen(messages: readonly MessageKey[]) {
    const found = await loadSeen(client, messages);
    if (found.size === 0) return found;
    await begin();
    return loadSeen(client, messages, { isLocked: true });
  }
  const unit: Unit = {
    async load(messages: readonly MessageKey[], caseNumbers: readonly string[]): Promise<Loaded> {
      const rows = await lock(caseNumbers);
      for (const row of rows) {
        if (row.wrapped_key !== null) keys.set(row.number, vault.unwrap(row.wrapped_key, row.number));
      }
      return { seen: await seen(messages), cases: await loadHistories(client, rows, { vault }) };
    },
    async heads(chains) {
      await begin();
      return lockChains(client, chains);
    },
    unmarked: (ids, mark) => unmarked(client, ids, mark),
    write: (changes: Changes) => write(client, changes, { vault, keys }),
  };
  return { unit, isOpen: () => isOpen };
}

async function unmarked(
  client: PoolClient,
  ids: readonly string[],
  mark: 'handedOver' | 'overdue',
): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: 'unmarked',
    text: `SELECT id FROM delivery
      WHERE id = ANY($1::uuid[]) AND handed_over IS NULL AND ($2 = 'handedOver' OR overdue IS NULL)`,
    values: [ids, mark],
  });
  return rows.map(({ id }) => id);
}

async function blobs(
  pool: Pool,
  vault: Vault,
  { caseNumber, digests }: { readonly caseNumber: string; readonly digests: readonly string[] },
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { rows } = await pool.query<{ sha256: Buffer; sealed: Buffer; wrapped_key: Buffer | null }>({
    name: 'attachments',
    text: `SELECT a.sha256, a.sealed, c.wrapped_key FROM case_attachment a JOIN case_file c ON c.number = a.case_number
      WHERE a.case_number = $1 AND a.sha256 = ANY($2::bytea[])`,
    values: [caseNumber, digests.map((digest) => Buffer.from(digest, 'hex'))],
  });
  return new Map(
    rows.flatMap((row) => {
      if (row.wrapped_key === null) return [];
      const digest = row.sha256.toString('hex');
      const key = vault.unwrap(row.wrapped_key, caseNumber);
      return [[digest, open(key, row.sealed, attachmentPlace(caseNumber, digest))] as const];
    }),
  );
}
