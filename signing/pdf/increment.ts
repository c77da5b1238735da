import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { crossReference, layOut } from './file.ts';
import type { PdfReader } from './read.ts';
import { hexString } from './values.ts';
import type { PdfDictionary, PdfObject } from './values.ts';

const NEWLINE = Buffer.from('\n');

/** A file with one revision more. */
export type Increment = {
  readonly bytes: Buffer;
  /** SHA-256 of the revisions before, still open: whoever signs the file goes on from there and reads nothing twice. */
  readonly before: Hash;
};

/**
 * The file with new or changed objects appended (ISO 32000-1, 7.5.6). Not a byte of what was there before changes, so
 * whatever has been signed stays signed: seals, validation data and time stamps are all such increments.
 */
export function appendIncrement(pdf: Uint8Array, reader: PdfReader, objects: readonly PdfObject[]): Buffer {
  return increment(pdf, reader, objects).bytes;
}

/** The same for whoever signs what has been appended. */
export function increment(pdf: Uint8Array, reader: PdfReader, objects: readonly PdfObject[]): Increment {
  const before = createHash('sha256').update(pdf);
  const base = pdf.at(-1) === NEWLINE[0] ? [pdf] : [pdf, NEWLINE];
  const start = base.reduce((length, part) => length + part.length, 0);
  const { chunks, offsets, end } = layOut(objects, start);
  const revision = hexString(before.copy().digest().subarray(0, 16));
  const table = crossReference(offsets, incrementTrailer(reader, objects, revision), end);
  return { bytes: Buffer.concat([...base, ...chunks, Buffer.from(table, 'latin1')]), before };
}

/** The number that the first new object of an increment gets. */
export function nextNumber(reader: PdfReader): number {
  const size = reader.trailer['Size'];
  return typeof size === 'number' ? size : 1;
}

function incrementTrailer(reader: PdfReader, objects: readonly PdfObject[], revision: string): PdfDictionary {
  const { Root, Info, ID } = reader.trailer;
  const [permanent] = Array.isArray(ID) ? ID : [];
  return {
    Root,
    Info,
    ID: [permanent ?? revision, revision],
    Size: Math.max(nextNumber(reader), ...objects.map(({ number }) => number + 1)),
    Prev: reader.startxref,
  };
}
