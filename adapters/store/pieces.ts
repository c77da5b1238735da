import { escapeLiteral, type ClientBase, type Pool } from 'pg';
import {
  PIECE,
  type Piece,
  type Rewinding,
  type Upload,
  type UploadState,
} from '../../hub/ports/documents.ts';
import { onConnection } from './connection.ts';
import { copyOut } from './copy-out.ts';
import { openOrNone, piecePlace, seal } from './vault.ts';

/** The pieces of uploads, each sealed by itself: nobody ever holds more of a document than one of them. */

// Only from where the upload stands, so that of two who write at once one is told.
const KEEP = `WITH moved AS (
    UPDATE upload SET received = $3, state = $4, mac = $5 WHERE id = $1 AND received = $2 AND state = 'open' RETURNING id)
  INSERT INTO upload_piece (upload_id, place, sealed) SELECT id, $6::int, $7::bytea FROM moved
  ON CONFLICT (upload_id, place) DO UPDATE SET sealed = EXCLUDED.sealed`;

const REWIND = `UPDATE upload SET received = $2 WHERE id = $1 AND state = 'open' AND received = $3`;
const CUT = 'DELETE FROM upload_piece WHERE upload_id = $1 AND place >= $2';
const PUT_BACK = 'INSERT INTO upload_piece (upload_id, place, sealed) VALUES ($1, $2, $3)';

type Keeping = {
  readonly key: Buffer;
  readonly size: number;
  readonly state: UploadState;
  readonly mac: Buffer;
};

export async function keepPiece(
  pool: Pool,
  { upload, index, bytes, from }: Piece,
  { key, size, state, mac }: Keeping,
): Promise<boolean> {
  const received = index * PIECE + bytes.length;
  const sealed = seal(key, bytes, piecePlace(upload, index, received === size));
  const values = [upload, from, received, state, mac, index, sealed];
  const { rowCount } = await pool.query({ name: 'keep-piece', text: KEEP, values });
  return rowCount === 1;
}

type Opening = {
  readonly key: Buffer;
  /** What is to be thrown where a piece is not there, or not the one that it was. */
  lacking(upload: Upload): Promise<Error>;
};

export async function tailOf(pool: Pool, upload: Upload, how: Opening): Promise<Uint8Array> {
  const { received } = upload;
  return received % PIECE === 0
    ? Buffer.alloc(0)
    : readPiece(pool, upload, { ...how, index: Math.floor(received / PIECE) });
}

/** In one transaction: who looks meanwhile sees it as it was, or as it was before. */
export async function rewind(
  pool: Pool,
  { id }: Upload,
  { from, received, tail, key }: Rewinding & { readonly key: Buffer },
): Promise<void> {
  const index = Math.floor(received / PIECE);
  await onConnection(pool, async (client) => {
    await client.query('BEGIN');
    const { rowCount } = await client.query(REWIND, [id, received, from]);
    if (rowCount === 1) {
      await client.query(CUT, [id, index]);
      if (tail.length > 0)
        await client.query(PUT_BACK, [id, index, seal(key, tail, piecePlace(id, index, false))]);
    }
    await client.query('COMMIT');
  });
}

export async function* readPieces(
  pool: Pool,
  upload: Upload,
  how: Opening & { readonly from: number },
): AsyncGenerator<Uint8Array> {
  for (let at = how.from; at < upload.received;) {
    const index = Math.floor(at / PIECE);
    const bytes = await readPiece(pool, upload, { ...how, index });
    yield bytes.subarray(at - index * PIECE);
    at = index * PIECE + bytes.length;
  }
}

async function readPiece(
  pool: Pool,
  upload: Upload,
  { key, lacking, index }: Opening & { readonly index: number },
): Promise<Uint8Array> {
  const bytes = await onConnection(pool, (client) => pieceAt(client, upload, { key, index }));
  if (bytes === undefined) throw await lacking(upload);
  return bytes;
}

/** Nothing where it is not there, or not the one that was sealed for this place. */
export async function pieceAt(
  client: Pick<ClientBase, 'query'>,
  { id, size, received }: Pick<Upload, 'id' | 'size' | 'received'>,
  { key, index }: { readonly key: Buffer; readonly index: number },
): Promise<Uint8Array | undefined> {
  const place = `upload_id = ${escapeLiteral(id)} AND place = ${index}`;
  const sealed = await copyOut(client, `SELECT sealed FROM upload_piece WHERE ${place}`);
  const expected = Math.min(PIECE, received - index * PIECE);
  const isLast = index * PIECE + expected === size;
  const bytes = sealed && openOrNone(key, sealed, piecePlace(id, index, isLast));
  return bytes?.length === expected ? bytes : undefined;
}
