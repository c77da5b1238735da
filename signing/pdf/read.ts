import { signingFault } from '../fault.ts';
import { parseValue, skipBlank } from './parse.ts';
import { isDictionary } from './values.ts';
import type { PdfDictionary, PdfValue } from './values.ts';

/** A file opened at its newest revision. */
export type PdfReader = {
  readonly trailer: PdfDictionary;
  /** Offset of the newest cross-reference table: an increment's /Prev. */
  readonly startxref: number;
  /** The value of an indirect object, a stream's dictionary without its bytes; null when there is none (7.3.10). */
  readonly object: (number: number) => PdfValue;
  /** The value itself, or what its reference leads to. */
  readonly resolve: (value: PdfValue | undefined) => PdfValue;
};

type Table = { readonly offsets: ReadonlyMap<number, number>; readonly trailer: PdfDictionary };

/** Reads files with classic cross-reference tables (7.5.4), the only ones that the hub makes and increments. */
export function openPdf(bytes: Uint8Array): PdfReader {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const startxref = lastStartxref(file);
  const { offsets, trailer } = readTables(file, startxref);
  function object(number: number): PdfValue {
    const offset = offsets.get(number);
    return offset === undefined ? null : readObject(file, number, offset);
  }
  function resolve(value: PdfValue | undefined): PdfValue {
    const number = referenceNumber(value);
    return number === undefined ? (value ?? null) : object(number);
  }
  return { trailer, startxref, object, resolve };
}

/** The number in `12 0 R`, else undefined. */
export function referenceNumber(value: PdfValue | undefined): number | undefined {
  const found = typeof value === 'string' ? /^(\d+) \d+ R$/.exec(value)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}

export function resolveDictionary(reader: PdfReader, value: PdfValue | undefined): PdfDictionary | undefined {
  const found = reader.resolve(value);
  return isDictionary(found) ? found : undefined;
}

function lastStartxref(file: Buffer): number {
  const at = file.lastIndexOf('startxref');
  const found = at < 0 ? undefined : /^startxref\s+(\d+)/.exec(file.toString('latin1', at, at + 40))?.[1];
  if (found === undefined) throw signingFault('PDF_UNREADABLE', 'no startxref');
  return Number(found);
}

/** Follows /Prev from the newest table to the oldest; a newer entry hides an older one. */
function readTables(file: Buffer, startxref: number): Table {
  const offsets = new Map<number, number>();
  const seen = new Set<number>();
  let newest: PdfDictionary | undefined;
  let at: number | undefined = startxref;
  while (at !== undefined) {
    if (seen.has(at)) throw signingFault('PDF_UNREADABLE', 'cross-reference tables in a circle');
    seen.add(at);
    const table: Table = readTable(file, at);
    for (const [number, offset] of table.offsets) if (!offsets.has(number)) offsets.set(number, offset);
    newest ??= table.trailer;
    at = typeof table.trailer['Prev'] === 'number' ? table.trailer['Prev'] : undefined;
  }
  return { offsets, trailer: newest ?? {} };
}

function readTable(file: Buffer, start: number): Table {
  const end = file.indexOf('startxref', start);
  const text = file.toString('latin1', start, end < 0 ? file.length : end);
  const trailerAt = text.indexOf('trailer');
  if (!text.startsWith('xref') || trailerAt < 0) {
    throw signingFault('PDF_UNREADABLE', `no cross-reference table at ${start}`);
  }
  const trailer = parseValue(text, trailerAt + 'trailer'.length).value;
  if (!isDictionary(trailer)) throw signingFault('PDF_UNREADABLE', 'trailer is no dictionary');
  return { offsets: readEntries(text.slice('xref'.length, trailerAt)), trailer };
}

function readEntries(text: string): ReadonlyMap<number, number> {
  const offsets = new Map<number, number>();
  let next = 0;
  for (const line of text.split(/[\r\n]+/)) {
    const entry = /^(\d{10}) \d{5} ([nf])/.exec(line);
    if (entry) {
      if (entry[2] === 'n') offsets.set(next, Number(entry[1]));
      next++;
    } else {
      next = Number(/^\s*(\d+) \d+\s*$/.exec(line)?.[1] ?? next);
    }
  }
  return offsets;
}

function readObject(file: Buffer, number: number, offset: number): PdfValue {
  const end = file.indexOf('endobj', offset);
  const stream = file.indexOf('stream\n', offset);
  const stop = stream > 0 && stream < end ? stream : end;
  const text = file.toString('latin1', offset, stop < 0 ? file.length : stop);
  const head = /^(\d+)\s+\d+\s+obj/.exec(text);
  if (head === null || Number(head[1]) !== number) {
    throw signingFault('PDF_UNREADABLE', `object ${number} is not at ${offset}`);
  }
  return parseValue(text, skipBlank(text, head[0].length)).value;
}
