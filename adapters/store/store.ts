import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { hubFault } from '../../hub/faults.ts';
import { keyOfMessage, type Changes, type EvidenceRecord, type MessageKey } from '../../hub/ports/records.ts';
import type { Loaded, Store, Unit } from '../../hub/ports/store.ts';
import { unsound, type Alarm } from '../../hub/alarm.ts';
import { readArchive, readChain } from './archive.ts';
import { lockChains, misfitsAmong } from './chains.ts';
import { onConnection } from './connection.ts';
import { statisticsQueries } from './statistics.ts';
import { dueQueries } from './due.ts';
import { erasureQueries } from './erase.ts';
import type { Keys } from './keys.ts';
import { loadHistories, loadHistory, loadSeen, lockCases, readCase, takenAway } from './load.ts';
import { mailQueries, waitingMails } from './mails.ts';
import type { Secrets } from './message-row.ts';
import { outboxQueries } from './outbox.ts';
import { partyQueries } from './parties.ts';
import { reportQueries } from './reports.ts';
import { attachmentPlace, openOrNone } from './vault.ts';
import { documentQueries, lockUploads, type UploadRow } from './uploads.ts';
import { write } from './write.ts';

const UNIQUE_VIOLATION = '23505';

/** Where the store asks: at once, or for as long as it takes. */
export type Pools = { readonly hot: Pool; readonly patient: Pool };

/** The store on PostgreSQL: one pool, multi-row statements; Prisma keeps schema, migrations and ordinary reads. */
export function openStore({ hot: pool, patient }: Pools, how: How): Store {
  const { alarm, written } = how;
  return {
    async transaction(work) {
      const { result, evidence } = await transaction(pool, how, work);
      if (evidence.length > 0) written(evidence);
      return result;
    },
    async caseAt(number, seq) {
      const row = await readCase(pool, number, seq);
      if (row === undefined) return undefined;
      const record = await loadHistory(pool, row, { ...how, upTo: seq });
      if (record === undefined) throw unsound(alarm, { table: 'case_event', case: number });
      return record;
    },
    async receipt(key) {
      const { sound, unsound: altered } = await loadSeen(pool, [key], how);
      if (altered.size > 0) throw unsound(alarm, { table: 'message', system: key.system });
      return sound.get(keyOfMessage(key));
    },
    chain: (number, seq) => readChain(pool, number, seq),
    archive: (number, reader) => readArchive(patient, how, { number, reader }),
    blobs: (caseNumber, digests) => blobs(pool, how, { caseNumber, digests }),
    ...documentQueries({ pool, patient }, how),
    ...outboxQueries(pool),
    ...partyQueries(pool, how),
    ...statisticsQueries(patient),
    ...mailQueries(pool),
    ...reportQueries(pool, how),
    ...dueQueries(patient),
    ...erasureQueries(patient, how),
  };
}

type How = Secrets & {
  readonly alarm: Alarm;
  /** Hears what evidence a transaction has left, once it is durable and before anybody is told. */
  written(evidence: readonly EvidenceRecord[]): void;
};

type Done<T> = { readonly result: T; readonly evidence: readonly EvidenceRecord[] };

async function transaction<T>(pool: Pool, how: How, work: (unit: Unit) => Promise<T>): Promise<Done<T>> {
  try {
    return await onConnection(pool, async (client) => {
      const { unit, isOpen } = unitOn(client, how);
      const evidence: EvidenceRecord[] = [];
      const result = await work({
        ...unit,
        write(changes) {
          evidence.push(...changes.evidence);
          return unit.write(changes);
        },
      });
      if (isOpen()) await client.query('COMMIT');
      return { result, evidence };
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
function unitOn(client: PoolClient, how: How): { readonly unit: Unit; isOpen(): boolean } {
  const { vault, alarm } = how;
  const keys: Keys = new Map();
  const uploads = new Map<string, UploadRow>();
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
    const found = await loadSeen(client, messages, how);
    if (found.sound.size + found.unsound.size === 0) return found;
    await begin();
    return loadSeen(client, messages, { ...how, isLocked: true });
  }
  const unit: Unit = {
    async load(messages: readonly MessageKey[], caseNumbers: readonly string[]): Promise<Loaded> {
      const rows = await lock(caseNumbers);
      const gone = await takenAway(client, { asked: caseNumbers, found: rows });
      for (const { number, wrapped_key: wrapped } of rows) {
        const key = wrapped === null ? undefined : vault.unwrap(wrapped, number);
        if (key !== undefined) keys.set(number, key);
      }
      const remembered = await seen(messages);
      const cases = await loadHistories(client, rows, how);
      for (const number of gone) alarm({ table: 'case_file', case: number });
      for (const number of cases.unsound)
        alarm({ table: cases.misfits.has(number) ? 'case_file' : 'case_event', case: number });
      if (remembered.unsound.size > 0) alarm({ table: 'message', count: String(remembered.unsound.size) });
      const strange = new Set([...remembered.unsound, ...cases.unsound, ...gone]);
      return { seen: remembered.sound, cases: cases.sound, unsound: strange };
    },
    async uploads(ids) {
      if (ids.length === 0) return new Map();
      await begin();
      const locked = await lockUploads(client, ids, how);
      for (const [id, { row }] of locked) uploads.set(id, row);
      return new Map([...locked].map(([id, { upload }]) => [id, upload]));
    },
    async heads(chains) {
      await begin();
      const heads = new Map(await lockChains(client, chains));
      for (const number of await misfitsAmong(client, chains, how.macs)) {
        alarm({ table: 'case_file', case: number });
        heads.delete(number);
      }
      return heads;
    },
    unmarked: (ids, mark) => unmarked(client, ids, mark),
    waitingMails: (ids) => waitingMails(client, ids),
    async isKept(letter) {
      const { rowCount } = await client.query('SELECT 1 FROM dead_letter WHERE id = $1', [letter]);
      return rowCount === 1;
    },
    write: (changes: Changes) => write(client, changes, { ...how, keys, uploads }),
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
  { vault, alarm }: How,
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
      const bytes = key && openOrNone(key, row.sealed, attachmentPlace(caseNumber, digest));
      if (bytes === undefined) throw unsound(alarm, { table: 'case_attachment', case: caseNumber });
      return [[digest, bytes] as const];
    }),
  );
}
