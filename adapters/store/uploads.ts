import type { Pool, PoolClient } from 'pg';
import { defined } from '../../domain/kernel/optional.ts';
import { unsound, type Alarm } from '../../hub/alarm.ts';
import {
  PIECE,
  type Documents,
  type Piece,
  type Upload,
  type UploadSaid,
  type UploadState,
  type UploadTrouble,
} from '../../hub/ports/documents.ts';
import type { ClaimedUpload, SharedUpload } from '../../hub/ports/records.ts';
import { hubFault, type HubFault } from '../../hub/faults.ts';
import { onConnection } from './connection.ts';
import type { Keys } from './keys.ts';
import type { Macs } from './macs.ts';
import type { Secrets } from './message-row.ts';
import { keepPiece, readPieces, rewind, tailOf } from './pieces.ts';
import { sealed } from './sealed.ts';
import { openOrNone, uploadKeyPlace } from './vault.ts';

export type UploadRow = {
  readonly id: string;
  readonly owner: string;
  readonly authority: string;
  readonly media_type: string;
  readonly size: number;
  readonly sha256: Buffer;
  readonly received: number;
  readonly state: UploadState;
  readonly trouble: UploadTrouble | null;
  readonly case_number: string | null;
  readonly wrapped_key: Buffer | null;
  readonly expires_at: Date;
  readonly of: string | null;
  readonly mac: Buffer;
  readonly case_key: Buffer | null;
};

export type How = Secrets & { readonly alarm: Alarm };
type Reading = Pick<Pool | PoolClient, 'query'>;

const ROWS = `SELECT u.id, u.owner, u.authority, u.media_type, u.size, u.sha256, u.received, u.state, u.trouble, u.case_number,
    u.wrapped_key, u.expires_at, u.of, u.mac, c.wrapped_key AS case_key
  FROM upload u LEFT JOIN case_file c ON c.number = u.case_number WHERE u.state <> 'gone'`;

const BY_ID = `${ROWS} AND u.id = ANY($1::uuid[]) ORDER BY u.id`;
const IN_CASE = `${ROWS} AND u.case_number = $1 AND u.sha256 = $2 ORDER BY u.id LIMIT 1`;

// One sender's uploads are counted one after the other, so that two at once cannot be one too many.
const ALONE = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
const OPEN = `INSERT INTO upload (id, owner, authority, media_type, size, sha256, state, wrapped_key, expires_at, mac)
  SELECT $1::uuid, $2, $3, $4, $5::int, $6::bytea, 'open', $7::bytea, $8::timestamptz, $9::bytea
  WHERE (SELECT count(*) < $10::int AND coalesce(sum(size), 0) + $5::int <= $11::bigint
    FROM upload WHERE owner = $2 AND case_number IS NULL AND state <> 'gone')`;

const EXPIRED = `SELECT id FROM upload WHERE case_number IS NULL AND expires_at <= $1 AND state <> 'gone'`;
const OF_CASES = `SELECT id FROM upload WHERE case_number = ANY($1::text[]) AND state <> 'gone'`;
const END = `UPDATE upload u SET state = 'gone', wrapped_key = NULL, sha256 = NULL, trouble = NULL, expires_at = now(), mac = t.mac
  FROM unnest($1::uuid[], $2::bytea[]) AS t(id, mac) WHERE u.id = t.id AND u.state <> 'gone'`;
const END_UNCLAIMED = `${END} AND u.case_number IS NULL`;
const END_MARK = `SELECT mac FROM upload WHERE id = $1 AND state = 'gone'`;

const TAKE = `UPDATE upload SET taken_until = $3 WHERE id IN (
    SELECT id FROM upload WHERE state = 'checking' AND (taken_until IS NULL OR taken_until <= $2)
    ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING id`;
const HOLD_CHECK = `UPDATE upload SET taken_until = $2 WHERE id = $1 AND state = 'checking'`;
// What is refused is noise at once, and deleted soon.
const END_CHECK = `UPDATE upload SET state = $2, trouble = $3, mac = $4, taken_until = NULL,
    wrapped_key = CASE WHEN $3::text IS NULL THEN wrapped_key END
  WHERE id = $1 AND state = 'checking'`;

const DELETE_PIECES = `DELETE FROM upload_piece WHERE (upload_id, place) IN (
    SELECT p.upload_id, p.place FROM upload u JOIN upload_piece p ON p.upload_id = u.id
    WHERE u.state IN ('gone', 'refused') AND NOT EXISTS (SELECT 1 FROM upload o WHERE o.of = u.id) LIMIT $1)`;
const DELETE_GONE = `DELETE FROM upload u WHERE state = 'gone' AND expires_at < $1
  AND NOT EXISTS (SELECT 1 FROM upload_piece p WHERE p.upload_id = u.id) AND NOT EXISTS (SELECT 1 FROM upload o WHERE o.of = u.id)`;

const SHARE = `INSERT INTO upload (id, owner, authority, media_type, size, sha256, received, state, case_number, wrapped_key, expires_at, of, mac)
  SELECT $2::uuid, owner, authority, media_type, size, sha256, received, state, $3, $4, expires_at, $5::uuid, $6 FROM upload WHERE id = $1::uuid`;

const CLAIM = `UPDATE upload SET case_number = $2, wrapped_key = $3, mac = $4 WHERE id = $1`;

/** Documents apart from messages; what may take minutes on connections of its own. */
export function documentQueries(
  { pool, patient }: { readonly pool: Pool; readonly patient: Pool },
  how: How,
): Documents {
  const one = async (id: string) => (await rowsOf(pool, how, [id])).get(id);
  const lacking = async ({ id, ...was }: Pick<Upload, 'id'> & Partial<Upload>) => {
    const { rows } = await pool.query<Pick<UploadRow, 'mac'>>(END_MARK, [id]);
    const now = rows.length === 0 ? (await one(id))?.upload : undefined;
    const isEnded = rows.some(({ mac }) => how.macs.fits(mac, 'upload', endedFields(id)));
    return isEnded || (now !== undefined && hasMovedOn(was, now)) ? hasEnded(id) : unsound(how.alarm, { table: 'upload', upload: id });
  };
  return {
    openUpload: (said, quota) =>
      onConnection(pool, async (client) => {
        await client.query('BEGIN');
        await client.query(ALONE, [said.owner]);
        const { rowCount } = await client.query(OPEN, [...openedValues(said, how), quota.count, quota.bytes]);
        await client.query('COMMIT');
        return rowCount === 1;
      }),
    upload: async (id) => (await one(id))?.upload,
    async keepPiece(piece) {
      const found = await one(piece.upload);
      if (found?.upload.state !== 'open' || found.upload.received !== piece.from) return false;
      const state = piece.from + grown(piece) === found.upload.size ? 'checking' : 'open';
      const mac = macOf(how.macs, { ...found.upload, state });
      return keepPiece(pool, piece, { key: keyOf(found.row, how), size: found.upload.size, state, mac });
    },
    async tail(id) {
      const found = await one(id);
      if (found?.upload.state !== 'open') return Buffer.alloc(0);
      return tailOf(pool, found.upload, { lacking, key: keyOf(found.row, how) });
    },
    async rewind(id, to) {
      const found = await one(id);
      if (found?.upload.state === 'open')
        await rewind(pool, found.upload, { ...to, key: keyOf(found.row, how) });
    },
    async dropUpload(id) {
      const { rowCount } = await pool.query(END_UNCLAIMED, endsOf([{ id }], how.macs));
      return rowCount === 1;
    },
    async dropExpired(at) {
      const { rows } = await pool.query<Identified>(EXPIRED, [at]);
      return rows.length === 0 ? 0 : ((await pool.query(END_UNCLAIMED, endsOf(rows, how.macs))).rowCount ?? 0);
    },
    async takeUnchecked(limit, { at, until }) {
      const { rows } = await pool.query<{ id: string }>(TAKE, [limit, at, until]);
      const found = await rowsOf(pool, how, rows.map(({ id }) => id));
      return [...found.values()].map(({ upload }) => upload);
    },
    async endCheck(id, trouble) {
      const found = await one(id);
      if (found === undefined) return;
      const { trouble: _, ...upload } = found.upload;
      const ended = { ...upload, state: trouble === undefined ? ('ready' as const) : ('refused' as const) };
      const mac = macOf(how.macs, { ...ended, ...defined('trouble', trouble) });
      await pool.query(END_CHECK, [id, ended.state, trouble ?? null, mac]);
    },
    async holdCheck(id, until) {
      await pool.query(HOLD_CHECK, [id, until]);
    },
    async *uploaded(id, from = 0) {
      const found = await one(id);
      if (found === undefined) throw await lacking({ id });
      const { upload } = found;
      if (upload.state === 'refused') throw hasEnded(id);
      const reading = { from, key: keyOf(found.row, how), lacking: () => lacking(upload) };
      yield* readPieces(pool, { ...upload, id: upload.of ?? id }, reading);
    },
    async documentIn(caseNumber, sha256) {
      const values = [caseNumber, Buffer.from(sha256, 'hex')];
      const { rows } = await pool.query<UploadRow>({ name: 'document-in', text: IN_CASE, values });
      const [found] = sound(rows, how).values();
      return found?.upload;
    },
    async deletePieces(limit, endedBefore) {
      const { rowCount } = await patient.query(DELETE_PIECES, [limit]);
      await patient.query(DELETE_GONE, [endedBefore]);
      return rowCount ?? 0;
    },
  };
} // prettier-ignore

function openedValues(said: UploadSaid, { vault, macs }: Secrets) {
  const { id, owner, authority, mediaType, size, sha256, expiresAt } = said;
  const key = vault.sealMaster(vault.newKey(), uploadKeyPlace(id, null));
  const mac = macOf(macs, { ...said, state: 'open' });
  return [id, owner, authority, mediaType, size, Buffer.from(sha256, 'hex'), key, expiresAt, mac];
}

type Identified = Pick<UploadRow, 'id'>;

/** The values that end uploads: that it was the hub is marked, as all else that their rows say. */
function endsOf(rows: readonly Identified[], macs: Macs): [readonly string[], readonly Buffer[]] {
  const ids = rows.map(({ id }) => id);
  return [ids, ids.map((id) => macs.of('upload', endedFields(id)))];
}

function endedFields(id: string): readonly string[] {
  return ['ended', id];
}

function hasEnded(id: string): HubFault {
  return hubFault('UPLOAD_ENDED', 'the upload has ended or was moved on while it was read', { upload: id });
}

/** Whether it is another one for a reason of the hub's own. What has come is marked by the pieces alone, while they come. */
function hasMovedOn(was: Partial<Upload>, now: Upload): boolean {
  return now.state !== was.state || (now.state === 'open' && now.received !== was.received);
}

/** With their cases; their pieces are noise from now on, they are many, and deleted by and by (`deletePieces`). */
export async function endUploadsOf(client: PoolClient, cases: readonly string[], macs: Macs): Promise<void> {
  const { rows } = await client.query<Identified>(OF_CASES, [cases]);
  if (rows.length > 0) await client.query(END, endsOf(rows, macs));
}

/** By how much a piece moves its upload on: what of it is kept already is written with it again. */
function grown({ index, bytes, from }: Piece): number {
  return index * PIECE + bytes.length - from;
}

export type FoundUpload = { readonly row: UploadRow; readonly upload: Upload };
type Found = ReadonlyMap<string, FoundUpload>;

async function rowsOf(pool: Reading, how: How, ids: readonly string[]): Promise<Found> {
  const { rows } = await pool.query<UploadRow>({ name: 'uploads', text: BY_ID, values: [ids] });
  return sound(rows, how);
}

/** In order of the ids, until the transaction ends. */
export async function lockUploads(client: PoolClient, ids: readonly string[], how: How): Promise<Found> {
  const text = `${BY_ID} FOR UPDATE OF u`;
  const { rows } = await client.query<UploadRow>({ name: 'uploads-locked', text, values: [ids] });
  return sound(rows, how);
}

/** What somebody else has written gives nobody a right: it is as if it were not there, and the alarm is raised. */
function sound(rows: readonly UploadRow[], { macs, alarm }: How): Found {
  return new Map(
    rows.flatMap((row) => {
      const upload = uploadFrom(row);
      if (macs.fits(row.mac, 'upload', uploadFields(upload))) return [[row.id, { row, upload }] as const];
      alarm({ table: 'upload', upload: row.id });
      return [];
    }),
  );
}

function uploadFrom(row: UploadRow): Upload {
  const { id, owner, authority, size, state, trouble, case_number: caseNumber } = row;
  // Once it has come its size says how much that is: the row's code covers that, and not what is counted while it comes.
  const received = state === 'open' ? row.received : size;
  return {
    id,
    owner,
    authority,
    mediaType: row.media_type,
    size,
    sha256: row.sha256.toString('hex'),
    received,
    state,
    expiresAt: row.expires_at.toISOString(),
    ...defined('trouble', trouble ?? undefined),
    ...defined('caseNumber', caseNumber ?? undefined),
    ...defined('of', row.of ?? undefined),
  };
}

type Marked = Omit<Upload, 'received' | 'expiresAt'>;

function macOf(macs: Macs, upload: Marked): Buffer {
  return macs.of('upload', uploadFields(upload));
}

/** How many bytes have come is not among them: each piece says by itself where it belongs. */
export function uploadFields(upload: Marked) {
  const { id, owner, authority, mediaType, size, sha256, state, trouble, caseNumber, of } = upload;
  return [
    id,
    owner,
    authority,
    mediaType,
    size,
    sha256,
    state,
    trouble ?? null,
    caseNumber ?? null,
    of ?? null,
  ];
}

function keyOf(row: UploadRow, { vault, alarm }: How): Buffer {
  const { id, wrapped_key: wrapped, case_number: number, case_key: caseKey } = row;
  const place = uploadKeyPlace(id, number);
  const opener = number === null || caseKey === null ? undefined : vault.unwrap(caseKey, number);
  const open = (bytes: Buffer) =>
    number === null ? vault.openMaster(bytes, place) : opener && openOrNone(opener, bytes, place);
  const key = wrapped === null ? undefined : open(wrapped);
  if (key === undefined) throw unsound(alarm, { table: 'upload', upload: id });
  return key;
}

/** Binds uploads to their cases: only their keys are written anew, under those of the cases. The rows have been locked. */
export async function claimUploads(
  client: PoolClient,
  claims: readonly ClaimedUpload[],
  how: How & { readonly keys: Keys; readonly uploads: ReadonlyMap<string, UploadRow> },
): Promise<void> {
  for (const { id, caseNumber } of claims) {
    const row = how.uploads.get(id);
    if (row === undefined) throw new TypeError('an upload that is claimed has not been locked');
    if (row.case_number !== null) continue;
    const place = uploadKeyPlace(id, caseNumber);
    const key = sealed(how.keys, caseNumber, { plain: keyOf(row, how), place });
    const mac = macOf(how.macs, { ...uploadFrom(row), caseNumber });
    await client.query({ name: 'claim-upload', text: CLAIM, values: [id, caseNumber, key, mac] });
  }
}

/** Gives documents of cases to others as well: each has the key of the pieces under its own, and they are kept for the last. */
export async function shareUploads(
  client: PoolClient,
  shared: readonly SharedUpload[],
  how: How & { readonly keys: Keys },
): Promise<void> {
  const found = shared.length === 0 ? new Map<string, FoundUpload>() : await rowsOf(client, how, shared.map(({ of }) => of));
  for (const { of, id, caseNumber } of shared) {
    const source = found.get(of);
    if (source === undefined) throw unsound(how.alarm, { table: 'upload', upload: of });
    const first = source.upload.of ?? of;
    const key = sealed(how.keys, caseNumber, { plain: keyOf(source.row, how), place: uploadKeyPlace(id, caseNumber) });
    const mac = macOf(how.macs, { ...source.upload, id, caseNumber, of: first });
    await client.query({ name: 'share-upload', text: SHARE, values: [of, id, caseNumber, key, first, mac] });
  }
} // prettier-ignore
