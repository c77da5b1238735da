import type { Source } from '../../connector/documents.ts';

const BLOCK = 65_536;

/** A document of any size that nobody has to keep: each of its bytes follows from its place. It begins as a PDF does. */
export function largeDocument(size: number, seed = 1): Source {
  return {
    size,
    async *read(from) {
      for (let at = from; at < size;) {
        const bytes = blockAt(Math.floor(at / BLOCK), seed).subarray(
          at % BLOCK,
          Math.min(BLOCK, size - (at - (at % BLOCK))),
        );
        yield bytes;
        at += bytes.length;
      }
    },
  };
}

/** Unlike every other block, and like nothing that stands anywhere else. */
function blockAt(index: number, seed: number): Buffer {
  const block = Buffer.allocUnsafe(BLOCK);
  let state = (Math.imul(index + 1, 2_654_435_761) ^ Math.imul(seed, 40_503)) >>> 0 || 1;
  for (let at = 0; at < BLOCK; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    block.writeUInt32LE(state >>> 0, at);
  }
  if (index === 0) block.write('%PDF-1.7\n');
  return block;
}

export async function bytesOf({ read }: Source): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const bytes of read(0)) parts.push(bytes);
  return Buffer.concat(parts);
}
