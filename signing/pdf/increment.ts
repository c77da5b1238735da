import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { crossReference, layOut } from './file.ts';
import type { PdfReader } from './read.ts';
import { hexString } from './values.ts';
import type { PdfDictionary, PdfObject } from './values.ts';

const LINE_FEED = 0x0a;

/** What an increment is appended to. */
export type Base = {
  readonly reader: PdfReader;
  readonly length: number;
  readonly endsLine: boolean;
  /** SHA-256 of it, still open: whoever signs the file goes on from there and reads nothing twice. */
  readonly hash: Hash;
};

export function baseOf(pdf: Uint8Array, reader: PdfReader): Base {
  const hash = createHash('sha256').update(pdf);
  return { reader, length: pdf.length, endsLine: pdf.at(-1) === LINE_FEED, hash };
}

/**
 * The file with new or changed objects appended (ISO 32000-1, 7.5.6). Not a byte of what was there before changes, so
 * whatever has been signed stays signed: seals, validation data and time stamps are all such increments.
 */
export function appendIncrement(pdf: Uint8Array, reader: PdfReader, objects: readonly PdfObject[]): Buffer {
  return Buffer.concat([pdf, incrementOf(baseOf(pdf, reader), objects)]);
}

/**
 * The bytes that are appended. What follows a seal is believed only if it is, to the byte, what this writes for it
 * (`verify/changes.ts`): written otherwise, all files of before would be doubted.
 */
export function incrementOf({ reader, length, endsLine, hash }: Base, objects: readonly PdfObject[]): Buffer {
  const gap = Buffer.from(endsLine ? '' : '\n');
  const { chunks, offsets, end } = layOut(objects, length + gap.length);
  const revision = hexString(hash.copy().digest().subarray(0, 16));
  const table = crossReference(offsets, incrementTrailer(reader, objects, revision), end);
  return Buffer.concat([gap, ...chunks, Buffer.from(table, 'latin1')]);
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
