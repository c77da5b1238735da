import type { Hash } from 'node:crypto';
import { signingFault } from '../fault.ts';
import { increment } from './increment.ts';
import type { PdfReader } from './read.ts';
import type { PdfDictionary, PdfObject } from './values.ts';

/** A revision that is finished but for the signature's own digits, which lie between `start` and `end`. */
export type Prepared = {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** The revisions before, digested so far (`Increment`), and how many bytes they are. */
  readonly before: { readonly hash: Hash; readonly length: number };
};

const BYTE_RANGE_WIDTH = 48;

/** The two entries that only the finished file can fill in (ISO 32000-1, 12.8.1), with room for that many bytes. */
export function placeholder(room: number): PdfDictionary {
  return {
    ByteRange: `[${' '.repeat(BYTE_RANGE_WIDTH - 2)}]`,
    Contents: `<${'0'.repeat(2 * room)}>`,
  };
}

/** Appends the objects, one of which has the placeholder, and says in it which bytes the signature covers. */
export function prepare(pdf: Uint8Array, reader: PdfReader, objects: readonly PdfObject[]): Prepared {
  const { bytes, before } = increment(pdf, reader, objects);
  const start = bytes.indexOf('/Contents <', pdf.length, 'latin1') + '/Contents '.length;
  const end = bytes.indexOf('>', start, 'latin1') + 1;
  const range = `[0 ${start} ${end} ${bytes.length - end}]`;
  const rangeStart = bytes.indexOf('/ByteRange ', pdf.length, 'latin1') + '/ByteRange '.length;
  bytes.write(range.padEnd(BYTE_RANGE_WIDTH), rangeStart, 'latin1');
  return { bytes, start, end, before: { hash: before, length: pdf.length } };
}

/** SHA-256 of the bytes that the signature covers, which lie in two pieces. */
export function coveredDigest({ bytes, start, end, before: { hash, length } }: Prepared): Uint8Array {
  return hash.copy().update(bytes.subarray(length, start)).update(bytes.subarray(end)).digest();
}

/** Writes the signature into its room; the bytes that it covers are as they were. */
export function fillIn({ bytes, start, end }: Prepared, signature: Uint8Array): Uint8Array {
  const room = (end - start - 2) / 2;
  if (signature.length > room) {
    throw signingFault('SIGNATURE_TOO_LARGE', `${signature.length} of ${room} bytes`);
  }
  bytes.write(Buffer.from(signature).toString('hex'), start + 1, 'latin1');
  return bytes;
}
