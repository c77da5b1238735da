import { createHash } from 'node:crypto';
import { PIECE, type Documents, type Pieces, type Upload } from '../ports/documents.ts';

/** What a sender says of the bytes that it sends now, as the checksum extension of tus has it. */
export type Checksum = { readonly algorithm: 'sha1' | 'sha256'; readonly value: string };

export type Received =
  | { readonly received: number }
  /** Somebody else writes to the upload, or it has ended meanwhile. */
  | { readonly failed: 'taken' | 'checksum' };

/**
 * Takes bytes as they come and keeps them piece by piece: there is never more of them in memory than one piece. Where the line
 * breaks, what has come is kept; unless its sender wanted it checked as a whole.
 */
export async function receive(
  documents: Documents,
  upload: Upload,
  given: { readonly bytes: Pieces; readonly checksum?: Checksum },
): Promise<Received> {
  const { received } = upload;
  const tail = await documents.tail(upload.id);
  const writer = openWriter(documents, upload, tail);
  const { checksum } = given;
  const hash = checksum && createHash(checksum.algorithm);
  const line = { isCut: false };
  for await (const bytes of untilCut(given.bytes, line)) {
    hash?.update(bytes);
    if (!(await writer.take(bytes))) return { failed: 'taken' };
  }
  // The last piece is not kept before this, so that nothing is whole by bytes that are wrong.
  if (hash !== undefined && (line.isCut || hash.digest('base64') !== checksum?.value)) {
    await documents.rewind(upload.id, { from: writer.kept(), received, tail });
    return { failed: 'checksum' };
  }
  return (await writer.flush()) ? { received: writer.kept() } : { failed: 'taken' };
}

async function* untilCut(bytes: Pieces, line: { isCut: boolean }): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch {
    // Whatever has broken it: what has come has come, and its sender asks how much that is.
    line.isCut = true;
  }
}

/** Gathers bytes into whole pieces; of the last one, what there is. */
function openWriter(documents: Documents, { id, received }: Upload, tail: Uint8Array) {
  const piece = Buffer.allocUnsafe(PIECE);
  piece.set(tail);
  let index = Math.floor(received / PIECE);
  let filled = tail.length;
  let from = received;
  async function flush(): Promise<boolean> {
    const to = index * PIECE + filled;
    if (to === from) return true;
    const isKept = await documents.keepPiece({ upload: id, index, bytes: piece.subarray(0, filled), from });
    from = to;
    return isKept;
  }
  return {
    kept: () => from,
    flush,
    async take(bytes: Uint8Array): Promise<boolean> {
      for (let at = 0; at < bytes.length;) {
        if (filled === PIECE) {
          if (!(await flush())) return false;
          index += 1;
          filled = 0;
        }
        const part = bytes.subarray(at, at + PIECE - filled);
        piece.set(part, filled);
        filled += part.length;
        at += part.length;
      }
      return true;
    },
  };
}
