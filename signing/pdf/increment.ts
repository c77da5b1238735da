import { createHash } from 'node:crypto';
import { crossReference, layOut } from './file.ts';
import type { PdfReader } from './read.ts';
import { hexString } from './values.ts';
import type { PdfDictionary, PdfObject } from './values.ts';

const NEWLINE = Buffer.from('\n');

/**
 * The file with new or changed objects appended (ISO 32000-1, 7.5.6). Not a byte of what was there before changes, so
 * whatever has been signed stays signed: seals, validation data and time stamps are all such increments.
 */
export function appendIncrement(pdf: Uint8Array, reader: PdfReader, objects: readonly PdfObject[]): Buffer {
  const base = pdf.at(-1) === NEWLINE[0] ? [pdf] : [pdf, NEWLINE];
  const start = base.reduce((length, part) => length + part.length, 0);
  const { bytes, offsets, end } = layOut(objects, start);
  const table = crossReference(offsets, incrementTrailer(pdf, reader, objects), end);
  return Buffer.concat([...base, bytes, Buffer.from(table, 'latin1')]);
}

/** The number that the first new object of an increment gets. */
export function nextNumber(reader: PdfReader): number {
  const size = reader.trailer['Size'];
  return typeof size === 'number' ? size : 1;
}

function incrementTrailer(pdf: Uint8Array, reader: PdfReader, objects: readonly PdfObject[]): PdfDictionary {
  const { Root, Info, ID } = reader.trailer;
  const [permanent] = Array.isArray(ID) ? ID : [];
  const revision = hexString(createHash('sha256').update(pdf).digest().subarray(0, 16));
  return {
    Root,
    Info,
    ID: [permanent ?? revision, revision],
    Size: Math.max(nextNumber(reader), ...objects.map(({ number }) => number + 1)),
    Prev: reader.startxref,
  };
}
