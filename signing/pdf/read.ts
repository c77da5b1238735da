import { inflateSync } from 'node:zlib';
import { signingFault } from '../fault.ts';
import { readEntries } from './entries.ts';
import type { Entries } from './entries.ts';
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
  /** A stream's content; undefined where the number is no stream, or one filtered otherwise than by us. */
  readonly content: (number: number) => Uint8Array | undefined;
  /** Where the object begins; undefined where there is none. */
  readonly offset: (number: number) => number | undefined;
  /** What the newest revision wrote, and what it deleted. */
  readonly newest: { readonly written: readonly number[]; readonly deleted: readonly number[] };
  /** Where each revision ends, the oldest first. */
  readonly revisionEnds: readonly number[];
};

type Table = Entries & { readonly trailer: PdfDictionary };

/** A certificate or list of a megabyte unpacks from no less than a kilobyte. */
const LONGEST_CONTENT = 64 * 1024 * 1024;
const END_OF_FILE = /^%%EOF(?:\r\n|\n|\r)?/;

/** Reads files with classic cross-reference tables (7.5.4), the only ones that the hub makes and increments. */
export function openPdf(bytes: Uint8Array): PdfReader {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const startxref = lastStartxref(file);
  const tables = readTables(file, startxref);
  const offsets = newestOffsets(tables.map(({ table }) => table));
  const [{ table: newest } = NO_TABLE] = tables;
  function object(number: number): PdfValue {
    const offset = offsets.get(number);
    return offset === undefined ? null : readObject(file, number, offset);
  }
  function resolve(value: PdfValue | undefined): PdfValue {
    const number = referenceNumber(value);
    return number === undefined ? (value ?? null) : object(number);
  }
  function content(number: number): Uint8Array | undefined {
    const offset = offsets.get(number);
    return offset === undefined ? undefined : contentOf(file, offset, object(number));
  }
  return {
    trailer: newest.trailer,
    startxref,
    object,
    resolve,
    content,
    offset: (number) => offsets.get(number),
    newest: { written: [...newest.offsets.keys()], deleted: newest.deleted },
    revisionEnds: tables.map(({ at }) => revisionEnd(file, at)).toReversed(),
  };
}

const NO_TABLE = { at: 0, table: { offsets: new Map<number, number>(), deleted: [], trailer: {} } };

function revisionEnd(file: Buffer, table: number): number {
  const at = file.indexOf('%%EOF', table, 'latin1');
  const found = at < 0 ? null : END_OF_FILE.exec(file.toString('latin1', at, at + 8));
  return found ? at + found[0].length : file.length;
}

/** The bytes between `stream` and `endstream` by their stated length (ISO 32000-1, 7.3.8). */
function contentOf(file: Buffer, offset: number, dictionary: PdfValue): Uint8Array | undefined {
  if (!isDictionary(dictionary) || typeof dictionary['Length'] !== 'number') return undefined;
  const start = file.indexOf('stream\n', offset) + 'stream\n'.length;
  const end = start + dictionary['Length'];
  if (!/^\r?\n?endstream\s+endobj/.test(file.toString('latin1', end, end + 24))) return undefined;
  const bytes = file.subarray(start, end);
  if (dictionary['Filter'] === undefined) return bytes;
  return dictionary['Filter'] === '/FlateDecode' ? inflated(bytes) : undefined;
}

function inflated(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: LONGEST_CONTENT });
  } catch {
    return undefined;
  }
}

/** The number in `12 0 R`, else undefined: files without deleted objects know no other generation. */
export function referenceNumber(value: PdfValue | undefined): number | undefined {
  const found = typeof value === 'string' ? /^(\d+) 0 R$/.exec(value)?.[1] : undefined;
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

type Placed = { readonly at: number; readonly table: Table };

/** Follows /Prev from the newest table to the oldest. */
function readTables(file: Buffer, startxref: number): readonly Placed[] {
  const tables: Placed[] = [];
  let at: number | undefined = startxref;
  while (at !== undefined) {
    const position: number = at;
    if (tables.some((seen) => seen.at <= position)) {
      throw signingFault('PDF_UNREADABLE', 'cross-reference tables in a circle');
    }
    const table: Table = readTable(file, position);
    tables.push({ at: position, table });
    at = typeof table.trailer['Prev'] === 'number' ? table.trailer['Prev'] : undefined;
  }
  return tables;
}

/** A newer entry hides an older one, also where it deletes. */
function newestOffsets(tables: readonly Table[]): ReadonlyMap<number, number> {
  const offsets = new Map<number, number>();
  const deleted = new Set<number>();
  for (const table of tables) {
    for (const [number, offset] of table.offsets) {
      if (!offsets.has(number) && !deleted.has(number)) offsets.set(number, offset);
    }
    for (const number of table.deleted) if (!offsets.has(number)) deleted.add(number);
  }
  return offsets;
}

function readTable(file: Buffer, start: number): Table {
  const end = file.indexOf('startxref', start);
  const table = file.subarray(start, end < 0 ? file.length : end);
  const trailerAt = table.indexOf('trailer');
  if (table.toString('latin1', 0, 'xref'.length) !== 'xref' || trailerAt < 0) {
    throw signingFault('PDF_UNREADABLE', `no cross-reference table at ${start}`);
  }
  const trailer = parseValue(table.toString('latin1', trailerAt + 'trailer'.length), 0).value;
  if (!isDictionary(trailer)) throw signingFault('PDF_UNREADABLE', 'trailer is no dictionary');
  return { ...readEntries(table.subarray('xref'.length, trailerAt)), trailer };
}

function readObject(file: Buffer, number: number, offset: number): PdfValue {
  const end = file.indexOf('endobj', offset);
  const stream = file.indexOf('stream\n', offset);
  const stop = stream > 0 && stream < end ? stream : end;
  const text = file.toString('latin1', offset, stop < 0 ? file.length : stop);
  const head = /^(\d+)\s+0\s+obj/.exec(text);
  if (head === null || Number(head[1]) !== number) {
    throw signingFault('PDF_UNREADABLE', `object ${number} is not at ${offset}`);
  }
  const { value, end: after } = parseValue(text, skipBlank(text, head[0].length));
  if (skipBlank(text, after) !== text.length) {
    throw signingFault('PDF_UNREADABLE', `object ${number} does not end with its value`);
  }
  return value;
}
