import { signingFault } from '../fault.ts';
import { incrementOf } from './increment.ts';
import type { Base } from './increment.ts';
import { write } from './values.ts';
import type { PdfDictionary, PdfObject, PdfValue } from './values.ts';

/** An increment that is finished but for the signature's own digits, which lie between `start` and `end` of it. */
export type Prepared = {
  readonly increment: Buffer;
  readonly start: number;
  readonly end: number;
  readonly base: Base;
};

const BYTE_RANGE_WIDTH = 48;

/** The two entries that only the finished file can fill in (ISO 32000-1, 12.8.1), with room for that many bytes. */
export function placeholder(room: number): PdfDictionary {
  return {
    ByteRange: `[${' '.repeat(BYTE_RANGE_WIDTH - 2)}]`,
    Contents: `<${'0'.repeat(2 * room)}>`,
  };
}

/** A signature's range as it stands in a file, with the blanks that are left of its room. */
export function rangeToken(range: readonly PdfValue[]): string {
  return write(range).padEnd(BYTE_RANGE_WIDTH);
}

/** The increment with the objects, one of which has the placeholder; in that it says which bytes the signature covers. */
export function prepare(base: Base, objects: readonly PdfObject[]): Prepared {
  const increment = incrementOf(base, objects);
  const start = increment.indexOf('/Contents <', 0, 'latin1') + '/Contents '.length;
  const end = increment.indexOf('>', start, 'latin1') + 1;
  const range = rangeToken([0, base.length + start, base.length + end, increment.length - end]);
  const rangeStart = increment.indexOf('/ByteRange ', 0, 'latin1') + '/ByteRange '.length;
  increment.write(range, rangeStart, 'latin1');
  return { increment, start, end, base };
}

/** SHA-256 of the bytes that the signature covers, which lie in two pieces. */
export function coveredDigest({ increment, start, end, base }: Prepared): Uint8Array {
  return base.hash.copy().update(increment.subarray(0, start)).update(increment.subarray(end)).digest();
}

/** Writes the signature into its room; the bytes that it covers are as they were. */
export function fillIn({ increment, start, end }: Prepared, signature: Uint8Array): Buffer {
  const room = (end - start - 2) / 2;
  if (signature.length > room) {
    throw signingFault('SIGNATURE_TOO_LARGE', `${signature.length} of ${room} bytes`);
  }
  increment.write(Buffer.from(signature).toString('hex'), start + 1, 'latin1');
  return increment;
}
