import type { PoolClient, Pool } from 'pg';
import { ERASED } from '../../domain/case/events.ts';
import type { Recorded } from '../../domain/kernel/workflow.ts';
import { keyOfMessage, type CaseRecord, type MessageKey, type SeenMessage } from '../../hub/ports/records.ts';
import { defined } from '../../domain/kernel/optional.ts';
import { endsThere, fitsCase, NEWEST_COLUMNS, type FileEnds, type NewestRecord } from './case-row.ts';
import { eventFields } from './event-fields.ts';
import type { Macs } from './macs.ts';
import { MESSAGE_COLUMNS, idKept, seenFrom, type ReadMessage, type Secrets } from './message-row.ts';
import { contentPlace, openOrNone } from './vault.ts';

type Reading = Pick<PoolClient | Pool, 'query'>;

export type CaseRow = FileEnds & {
  readonly mac: Buffer;
  readonly wrapped_key: Buffer | null;
  /** Of one that is locked to be changed. */
  readonly due_at?: Date | null;
};

/** One that nobody has locked: as it is up to an event, and as its row has it now. */
export type ReadRow = CaseRow &
  NewestRecord & {
    readonly own_seq: number;
    readonly own_chain_seq: number;
    readonly own_chain_head: Buffer;
  };

export type EventRow = {
  readonly case_number: string;
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
  readonly by: string;
  readonly person: string | null;
  /** As it was written: JSON. */
  readonly facts: string;
  readonly content_digest: Buffer | null;
  readonly mac: Buffer;
  readonly sealed: Buffer | null;
};

const SEEN = {
  name: 'seen',
  text: `SELECT ${MESSAGE_COLUMNS.map((column) => `m.${column}`).join(', ')}
    FROM message m JOIN unnest($1::text[], $2::text[]) AS k(system, id) ON m.system = k.system AND m.id = k.id`,
};

// In order, as its erasure locks them.
const SEEN_LOCKED = { name: 'seen-locked', text: `${SEEN.text} ORDER BY m.system, m.id FOR SHARE OF m` };

// Locked first and in order, before anything else of the case is read or written: see docs/decisions on deadlocks.
const LOCK = {
  name: 'lock-cases',
  text: `SELECT number, workflow, area, version, seq, chain_seq, chain_head, wrapped_key, mac, due_at
    FROM case_file WHERE number = ANY($1::text[]) ORDER BY number FOR NO KEY UPDATE`,
};

// Up to an event: then the chain's head is the one of that time, too.
const READ = {
  name: 'read-case',
  text: `SELECT c.number, c.workflow, c.area, c.version, least(c.seq, $2) AS seq, e.seq AS chain_seq, e.hash AS chain_head,
      c.wrapped_key, c.mac, c.seq AS own_seq, c.chain_seq AS own_chain_seq, c.chain_head AS own_chain_head, ${NEWEST_COLUMNS}
    FROM case_file c JOIN LATERAL (
      SELECT seq, hash FROM evidence WHERE chain = c.number AND ($2::int IS NULL OR case_seq <= $2) ORDER BY seq DESC LIMIT 1
    ) e ON true JOIN LATERAL (
      SELECT seq, hash, case_seq, mac FROM evidence WHERE chain = c.number ORDER BY seq DESC LIMIT 1
    ) n ON true
    WHERE c.number = $1`,
};

const EVENTS = {
  name: 'events',
  // With the erasure, whenever it was: only by that content may be missing. The newest record comes beside the first event: a
  // statement of its own would be one more way to the database, and the one that locks sees it as it was before it had to wait.
  text: `SELECT e.case_number, e.seq, e.type, e.at, e.by, e.person, e.facts::text AS facts, e.content_digest, e.mac, c.sealed, ${NEWEST_COLUMNS}
    FROM case_event e LEFT JOIN case_content c ON c.case_number = e.case_number AND c.seq = e.seq
    LEFT JOIN LATERAL (
      SELECT v.seq, v.hash, v.case_seq, v.mac FROM evidence v WHERE v.chain = e.case_number AND e.seq = 1 ORDER BY v.seq DESC LIMIT 1
    ) n ON true
    WHERE e.case_number = ANY($1::text[]) AND (e.seq <= $2 OR e.type = '${ERASED}') ORDER BY e.case_number, e.seq`,
};

/** What is in the database, and what of it is not as the hub has written it: that is not believed. */
export type Found<Record> = {
  readonly sound: ReadonlyMap<string, Record>;
  readonly unsound: ReadonlySet<string>;
};

const NOTHING = { sound: new Map<string, never>(), unsound: new Set<string>() };

export async function loadSeen(
  client: Reading,
  keys: readonly MessageKey[],
  how: Secrets & { readonly isLocked?: boolean },
): Promise<Found<SeenMessage>> {
  if (keys.length === 0) return NOTHING;
  const kept = keys.map((key) => ({ system: key.system, id: idKept(how.macs, key) }));
  const { rows } = await client.query<ReadMessage>({
    ...(how.isLocked === true ? SEEN_LOCKED : SEEN),
    values: [kept.map(({ system }) => system), kept.map(({ id }) => id)],
  });
  if (rows.length === 0) return NOTHING;
  const found = new Map(rows.map((row) => [keyOfMessage(row), row]));
  return sorted(
    keys.flatMap((key, index) => {
      const row = found.get(keyOfMessage(kept[index] ?? key));
      return row === undefined ? [] : [[keyOfMessage(key), seenFrom(how, row, key.id)] as const];
    }),
  );
}

function sorted<Record>(found: readonly (readonly [string, Record | undefined])[]): Found<Record> {
  const sound = found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const unsound = found.flatMap(([key, value]) => (value === undefined ? [key] : []));
  return { sound: new Map(sound), unsound: new Set(unsound) };
}

export async function lockCases(client: Reading, numbers: readonly string[]): Promise<readonly CaseRow[]> {
  if (numbers.length === 0) return [];
  return (await client.query<CaseRow>({ ...LOCK, values: [numbers] })).rows;
}

export async function readCase(
  client: Reading,
  number: string,
  seq: number | undefined,
): Promise<ReadRow | undefined> {
  return (await client.query<ReadRow>({ ...READ, values: [number, seq ?? null] })).rows[0];
}

export type FoundCases = Found<CaseRecord> & {
  /** Of the unsound those whose row does not say what the hub has written there. */
  readonly misfits: ReadonlySet<string>;
};

/** The histories of cases that are locked, their contents opened; erased contents are absent. */
export async function loadHistories(
  client: Reading,
  rows: readonly CaseRow[],
  how: Secrets,
): Promise<FoundCases> {
  if (rows.length === 0) return { ...NOTHING, misfits: new Set() };
  const events = groupByCase(await eventsOf(client, rows.map((row) => row.number)));
  const eventsIn = ({ number }: CaseRow) => events.get(number) ?? [];
  const misfits = new Set(rows.filter((row) => !isLockedFit(how.macs, row, eventsIn(row))).map(({ number }) => number));
  const records = rows.map((row) => {
    const record = misfits.has(row.number) ? undefined : caseRecord(row, eventsIn(row), how);
    return [row.number, record && { ...record, version: row.version }] as const;
  });
  return { ...sorted(records), misfits };
} // prettier-ignore

/** The history of one case that nobody has locked, up to an event; nothing where it, or its row, is not the hub's own. */
export async function loadHistory(
  client: Reading,
  row: ReadRow,
  how: Secrets & { readonly upTo?: number | undefined },
): Promise<CaseRecord | undefined> {
  const { own_seq: seq, own_chain_seq: chain_seq, own_chain_head: chain_head } = row;
  const isFit =
    fitsCase(how.macs, row.mac, row) && endsThere(how.macs, { ...row, seq, chain_seq, chain_head }, row);
  return isFit ? caseRecord(row, await eventsOf(client, [row.number], how.upTo), how) : undefined;
}

async function eventsOf(client: Reading, numbers: readonly string[], upTo = 2_147_483_647) {
  return (await client.query<EventRow & NewestRecord>({ ...EVENTS, values: [numbers, upTo] })).rows;
}

/** No event is beyond what the row and the newest record say: then the end was cut off, or the row put back. */
function isLockedFit(macs: Macs, row: CaseRow, events: readonly (EventRow & NewestRecord)[]): boolean {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined || last.seq > row.seq) return false;
  return fitsCase(macs, row.mac, row) && endsThere(macs, row, first);
}

function groupByCase<Row extends EventRow>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.case_number);
    if (group === undefined) groups.set(row.case_number, [row]);
    else group.push(row);
  }
  return groups;
}

/** Nothing where the history is not, event for event, the one that the hub has written, or content is missing of it. */
function caseRecord(
  row: CaseRow,
  events: readonly EventRow[],
  { vault, macs }: Secrets,
): CaseRecord | undefined {
  const key = row.wrapped_key === null ? undefined : vault.unwrap(row.wrapped_key, row.number);
  const upTo = events.filter(({ seq }) => seq <= row.seq);
  const isWhole = upTo.length === row.seq && upTo.every(({ seq }, index) => seq === index + 1);
  if (!isWhole || !events.every((event) => isOurs(macs, event))) return undefined;
  const erased = events.findLast(({ type }) => type === ERASED)?.seq ?? 0;
  const history = upTo.map((event) => recordedFrom(event, { key, isErased: event.seq <= erased }));
  if (history.includes(undefined)) return undefined;
  return {
    number: row.number,
    workflow: row.workflow,
    area: row.area,
    seq: row.seq,
    chainSeq: row.chain_seq,
    chainHead: row.chain_head.toString('hex'),
    history: history.filter((event) => event !== undefined),
    ...defined('dueAt', row.due_at?.toISOString()),
  };
}

/** Whether the hub itself has written the event at this place, with these facts and this content. */
export function isOurs(macs: Macs, row: Omit<EventRow, 'sealed'>): boolean {
  const { case_number: caseNumber, at, content_digest: digest } = row;
  const contentDigest = digest?.toString('hex') ?? null;
  return macs.fits(
    row.mac,
    'event',
    eventFields({ ...row, caseNumber, at: at.toISOString(), contentDigest }),
  );
}

/** Nothing where content is missing, or does not open, that has not been erased. */
function recordedFrom(
  row: EventRow,
  { key, isErased }: { readonly key: Buffer | undefined; readonly isErased: boolean },
): Recorded | undefined {
  const { seq, type, by, person } = row;
  const facts: unknown = JSON.parse(row.facts);
  const event = { seq, type, at: row.at.toISOString(), by, ...(person === null ? {} : { person }), facts };
  if (row.content_digest === null || isErased) return event;
  if (row.sealed === null || key === undefined) return undefined;
  const plain = openOrNone(key, row.sealed, contentPlace(row.case_number, seq));
  if (plain === undefined) return undefined;
  const { content } = JSON.parse(plain.toString()) as { content: unknown };
  return { ...event, content };
}

const TESTIFIED = {
  name: 'testified',
  text: `SELECT number FROM unnest($1::text[]) AS t(number) WHERE EXISTS (SELECT 1 FROM evidence WHERE chain = t.number)`,
};

/** Cases that are not there, though there is evidence of them: somebody has taken them away. */
export async function takenAway(
  client: Reading,
  { asked, found }: { readonly asked: readonly string[]; readonly found: readonly CaseRow[] },
): Promise<readonly string[]> {
  if (found.length === asked.length) return [];
  const there = new Set(found.map(({ number }) => number));
  const values = [asked.filter((number) => !there.has(number))];
  const { rows } = await client.query<{ number: string }>({ ...TESTIFIED, values });
  return rows.map(({ number }) => number);
}
