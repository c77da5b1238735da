import { inflateSync } from 'node:zlib';
import { signingFault } from '../fault.ts';
import { countTo, holdTo, PDF_LIMITS } from './limits.ts';
import { openObjects } from './objects.ts';
import type { ReadObject } from './objects.ts';
import { offsetIn, readRevisions } from './tables.ts';
import type { Revision } from './tables.ts';
import { isDictionary, isStream, referenceNumber } from './values.ts';
import type { PdfDictionary, PdfStream, PdfValue } from './values.ts';

/** A file opened at one of its revisions, the newest unless said otherwise. */
export type PdfReader = {
  readonly trailer: PdfDictionary;
  /** Offset of the revision's cross-reference table: an increment's /Prev. */
  readonly startxref: number;
  /** The value of an indirect object, a stream's dictionary without its bytes; null when there is none (7.3.10). */
  readonly object: (number: number) => PdfValue;
  /** The value itself, or what its reference leads to. */
  readonly resolve: (value: PdfValue | undefined) => PdfValue;
  /** A stream's content; undefined where the number is no stream, or one filtered otherwise than by us. */
  readonly content: (number: number) => Uint8Array | undefined;
  /** Where the object begins; undefined where there is none. */
  readonly offset: (number: number) => number | undefined;
  /** Every revision up to this one, the oldest first. */
  readonly revisions: readonly Revision[];
  /** An object as one revision wrote it. */
  readonly written: (number: number, offset: number) => ReadObject;
  /** The whole file, newer revisions too, an octet a character. */
  readonly text: string;
  /** The same file as it was when it had so many revisions. */
  readonly asOf: (revisions: number) => PdfReader;
};

const BEGINNING = '%PDF-';

/**
 * Reads files with classic cross-reference tables (7.5.4), the only ones that the hub makes and increments. Throws
 * `PDF_UNREADABLE` for a PDF that is broken, `PDF_NOT_READ` for what may be a good one of a form that is not read here, and the
 * fault of a limit (`PDF_LIMITS`). What of the file no table lists is seen by nobody here: `isWhollyListed` tells of it.
 */
export function openPdf(bytes: Uint8Array): PdfReader {
  holdTo('bytes', bytes.length);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = file.toString('latin1');
  // Others read a file whose first line comes later (ISO 32000-1, annex H, note 13): what it is to them is not known here.
  if (!text.startsWith(BEGINNING)) throw signingFault('PDF_NOT_READ', 'no PDF from the first byte on');
  const count = countTo('values');
  const revisions = readRevisions(text, count);
  const objects = openObjects({ file, text, revisions, count });
  return readerOf(revisions, { text, objects, unpack: openUnpacker() });
}

type Opened = {
  readonly text: string;
  readonly objects: (number: number, offset: number) => ReadObject;
  readonly unpack: (stream: PdfStream) => Uint8Array | undefined;
};

function readerOf(revisions: readonly Revision[], opened: Opened): PdfReader {
  const newest = revisions.at(-1);
  if (newest === undefined) throw signingFault('PDF_UNREADABLE', 'no revision');
  function offsetOf(number: number): number | undefined {
    return offsetIn(revisions, number);
  }
  function read(number: number): ReadObject | undefined {
    const offset = offsetOf(number);
    return offset === undefined ? undefined : opened.objects(number, offset);
  }
  function object(number: number): PdfValue {
    const value = read(number)?.value ?? null;
    return isStream(value) ? value.dictionary : value;
  }
  return {
    trailer: newest.trailer,
    startxref: newest.at,
    object,
    resolve: (value) => {
      const number = referenceNumber(value);
      return number === undefined ? (value ?? null) : object(number);
    },
    content: (number) => {
      const value = read(number)?.value ?? null;
      return isStream(value) ? opened.unpack(value) : undefined;
    },
    offset: offsetOf,
    revisions,
    written: opened.objects,
    text: opened.text,
    asOf: (count) => readerOf(revisions.slice(0, count), opened),
  };
}

/** Each stream once, however often it is named, and all of them together within a limit. */
function openUnpacker(): (stream: PdfStream) => Uint8Array | undefined {
  const unpacked = new Map<PdfStream, Uint8Array | undefined>();
  const count = countTo('contents');
  return (stream) => {
    if (unpacked.has(stream)) return unpacked.get(stream);
    const content = contentOf(stream);
    unpacked.set(stream, content);
    count(content?.length ?? 0);
    return content;
  };
}

function contentOf({ dictionary: { Filter, DecodeParms }, bytes }: PdfStream): Uint8Array | undefined {
  if (Filter === undefined) return bytes;
  return Filter === '/FlateDecode' && DecodeParms === undefined ? inflated(bytes) : undefined;
}

function inflated(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: PDF_LIMITS.content.most });
  } catch (error) {
    const isTooLong = error instanceof RangeError;
    if (isTooLong) throw signingFault(PDF_LIMITS.content.fault, 'a stream');
    return undefined;
  }
}

export function resolveDictionary(reader: PdfReader, value: PdfValue | undefined): PdfDictionary | undefined {
  const found = reader.resolve(value);
  return isDictionary(found) ? found : undefined;
}
