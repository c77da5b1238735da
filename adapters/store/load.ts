import type { PoolClient, Pool } from 'pg';
import type { Recorded } from '../../domain/kernel/workflow.ts';
import { keyOfMessage, type CaseRecord, type MessageKey, type SeenMessage } from '../../hub/ports.ts';
import { contentPlace, open, type Vault } from './vault.ts';

type Reading = Pick<PoolClient | Pool, 'query'>;

export type CaseRow = {
  readonly number: string;
  readonly workflow: string;
  readonly area: string;
  readonly seq: number;
  readonly chain_seq: number;
  readonly chain_head: Buffer;
  readonly wrapped_key: Buffer | null;
};

type EventRow = {
  readonly case_number: string;
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
  readonly by: string;
  readonly facts: unknown;
  readonly sealed: Buffer | null;
};

const SEEN = {
  name: 'seen',
  text: `SELECT m.system, m.id, m.digest, m.receipt_id, m.receipt, m.case_number
    FROM message m JOIN unnest($1::text[], $2::text[]) AS k(system, id) ON m.system = k.system AND m.id = k.id`,
};

// In order, as its erasure locks them.
const SEEN_LOCKED = { name: 'seen-locked', text: `${SEEN.text} ORDER BY m.system, m.id FOR SHARE OF m` };

// Locked first and in order, before anything else of the case is read or written: see docs/decisions on deadlocks.
const LOCK = {
  name: 'lock-cases',
  text: `SELECT number, workflow, area, seq, chain_seq, chain_head, wrapped_key
    FROM case_file WHERE number = ANY($1::text[]) ORDER BY number FOR NO KEY UPDATE`,
};

// Up to an event: then the chain's head is the one of that time, too.
const READ = {
  name: 'read-case',
  text: `SELECT c.number, c.workflow, c.area, least(c.seq, $2) AS seq, e.seq AS chain_seq, e.hash AS chain_head, c.wrapped_key
    FROM case_file c JOIN LATERAL (
      SELECT seq, hash FROM evidence WHERE chain = c.number AND ($2::int IS NULL OR case_seq <= $2) ORDER BY seq DESC LIMIT 1
    ) e ON true
    WHERE c.number = $1`,
};

const EVENTS = {
  name: 'events',
  text: `SELECT e.case_number, e.seq, e.type, e.at, e.by, e.facts, c.sealed
    FROM case_event e LEFT JOIN case_content c ON c.case_number = e.case_number AND c.seq = e.seq
    WHERE e.case_number = ANY($1::text[]) AND e.seq <= $2 ORDER BY e.case_number, e.seq`,
};

export async function loadSeen(
  client: Reading,
  keys: readonly MessageKey[],
  how: { readonly isLocked: boolean } = { isLocked: false },
): Promise<ReadonlyMap<string, SeenMessage>> {
  if (keys.length === 0) return new Map();
  const { rows } = await client.query({
    ...(how.isLocked ? SEEN_LOCKED : SEEN),
    values: [keys.map((key) => key.system), keys.map((key) => key.id)],
  });
  return new Map(rows.map((row) => [keyOfMessage(row), seenFrom(row)]));
}

function seenFrom(row: {
  digest: Buffer | null;
  receipt_id: string;
  receipt: string;
  case_number: string | null;
}): SeenMessage {
  return {
    ...(row.digest === null ? {} : { digest: row.digest.toString('hex') }),
    receiptId: row.receipt_id,
    receipt: row.receipt,
    ...(row.case_number === null ? {} : { caseNumber: row.case_number }),
  };
}

export async function lockCases(client: Reading, numbers: readonly string[]): Promise<readonly CaseRow[]> {
  if (numbers.length === 0) return [];
  return (await client.query<CaseRow>({ ...LOCK, values: [numbers] })).rows;
}

export async function readCase(
  client: Reading,
  number: string,
  seq: number | undefined,
): Promise<CaseRow | undefined> {
  return (await client.query<CaseRow>({ ...READ, values: [number, seq ?? null] })).rows[0];
}

/** The histories of the cases, their contents opened; erased contents are absent. */
export async function loadHistories(
  client: Reading,
  rows: readonly CaseRow[],
  how: { readonly vault: Vault; readonly upTo?: number },
): Promise<ReadonlyMap<string, CaseRecord>> {
  if (rows.length === 0) return new Map();
  const values = [rows.map((row) => row.number), how.upTo ?? 2_147_483_647];
  const events = groupByCase((await client.query<EventRow>({ ...EVENTS, values })).rows);
  return new Map(rows.map((row) => [row.number, caseRecord(row, events.get(row.number) ?? [], how.vault)]));
}

function groupByCase(rows: readonly EventRow[]): Map<string, EventRow[]> {
  const groups = new Map<string, EventRow[]>();
  for (const row of rows) {
    const group = groups.get(row.case_number);
    if (group === undefined) groups.set(row.case_number, [row]);
    else group.push(row);
  }
  return groups;
}

function caseRecord(row: CaseRow, events: readonly EventRow[], vault: Vault): CaseRecord {
  const key = row.wrapped_key === null ? undefined : vault.unwrap(row.wrapped_key, row.number);
  return {
    number: row.number,
    workflow: row.workflow,
    area: row.area,
    seq: row.seq,
    chainSeq: row.chain_seq,
    chainHead: row.chain_head.toString('hex'),
    history: events.map((event) => recordedFrom(event, key)),
  };
}

function recordedFrom(row: EventRow, key: Buffer | undefined): Recorded {
  const { seq, type, by, facts } = row;
  const event = { seq, type, at: row.at.toISOString(), by, facts };
  if (row.sealed === null || key === undefined) return event;
  const { content } = JSON.parse(open(key, row.sealed, contentPlace(row.case_number, seq)).toString()) as {
    content: unknown;
  };
  return { ...event, content };
}
