import { notRead, signingFault } from '../fault.ts';
import { countTo, holdTo } from './limits.ts';
import { parseValue } from './parse.ts';
import type { Scope } from './parse.ts';
import { digitsEnd, lineEnd, skipBlank } from './scan.ts';
import { isDictionary } from './values.ts';
import type { PdfDictionary } from './values.ts';

/** One revision of a file: the objects it wrote, its cross-reference table (ISO 32000-1, 7.5.4) and where all of it lies. */
export type Revision = {
  /** Where the one before ends. */
  readonly start: number;
  /** Where its table begins. */
  readonly at: number;
  /** Where its `startxref` stands, and behind the line of its `%%EOF`. */
  readonly startxref: number;
  readonly end: number;
  readonly offsets: ReadonlyMap<number, number>;
  readonly deleted: ReadonlySet<number>;
  readonly trailer: PdfDictionary;
};

type Table = Omit<Revision, 'start'>;

/** What a reader of classic tables would not see, and others would, or could not read at all. */
const FOREIGN_KEYS: readonly string[] = ['XRefStm', 'Encrypt'];
const ROW = 20;
const LONGEST_NUMBER = 10;

/**
 * All revisions, the oldest first, by their tables from the newest back along /Prev. Only the one form of a table that no
 * two readers read differently: rows of twenty bytes, each number once, nothing between table, trailer and end.
 */
export function readRevisions(text: string, count: () => void): readonly Revision[] {
  const tables: Table[] = [];
  const rows = countTo('objects');
  const last = lastStartxref(text);
  let next: number | undefined = last.table;
  while (next !== undefined) {
    holdTo('revisions', tables.length + 1);
    const newer = tables.at(-1);
    // What is behind a table belongs to newer revisions.
    const own: string = newer === undefined ? text : text.slice(0, newer.at);
    const table = readTable(own, next, { rows, count });
    if (table.startxref !== (newer === undefined ? last.at : table.startxref))
      throw notRead('the last startxref is not that of the newest table');
    tables.push(table);
    next = previous(table);
  }
  return tables.toReversed().map((table, at, all) => ({ ...table, start: all[at - 1]?.end ?? 0 }));
}

/** Where the object begins that the newest of these revisions shows: a newer row hides an older one, also where it deletes. */
export function offsetIn(revisions: readonly Revision[], number: number): number | undefined {
  return revisions
    .findLast(({ offsets, deleted }) => offsets.has(number) || deleted.has(number))
    ?.offsets.get(number);
}

function lastStartxref(text: string): { readonly at: number; readonly table: number } {
  const at = text.lastIndexOf('startxref');
  const start = skipBlank(text, at + 'startxref'.length);
  const table = at < 0 ? undefined : numberAt(text, start);
  if (table === undefined) throw signingFault('PDF_UNREADABLE', 'no startxref');
  return { at, table };
}

function previous({ at, trailer: { Prev } }: Table): number | undefined {
  if (Prev === undefined) return undefined;
  if (typeof Prev !== 'number' || !Number.isSafeInteger(Prev) || Prev > at)
    throw notRead('a cross-reference table whose predecessor is not before it');
  if (Prev === at) throw signingFault('PDF_UNREADABLE', 'cross-reference tables in a circle');
  return Prev;
}

type Counts = { readonly rows: (more: number) => void; readonly count: () => void };

function readTable(text: string, at: number, counts: Counts): Table {
  if (!text.startsWith('xref', at)) throw noTable(text, at);
  const { offsets, deleted, end } = readRows(text, lineEnd(text, at + 'xref'.length), counts.rows);
  if (!text.startsWith('trailer', end)) throw notRead(`a cross-reference table in odd form at ${at}`);
  const { trailer, after } = readTrailer(text, end + 'trailer'.length, { depth: 0, count: counts.count });
  const startxref = skipBlank(text, after);
  const number = skipBlank(text, startxref + 'startxref'.length);
  const endOfFile = skipBlank(text, digitsEnd(text, number));
  const isClosed = text.startsWith('startxref', startxref) && text.startsWith('%%EOF', endOfFile);
  if (!isClosed || numberAt(text, number) !== at) throw notRead(`a trailer in odd form at ${end}`);
  return { at, startxref, offsets, deleted, trailer, end: lineEnd(text, endOfFile + '%%EOF'.length) };
}

/** A stream of cross-references (ISO 32000-1, 7.5.8) is a good thing that is not read here. */
function noTable(text: string, at: number) {
  const isObject = /^\d+ \d+ obj/.test(text.slice(at, at + 30));
  return isObject
    ? notRead('a cross-reference stream')
    : signingFault('PDF_UNREADABLE', `no cross-reference table at ${at}`);
}

function readTrailer(text: string, start: number, scope: Scope) {
  const at = skipBlank(text, start);
  if (!text.startsWith('<<', at)) throw signingFault('PDF_UNREADABLE', 'trailer is no dictionary');
  const { value: trailer, end: after } = parseValue(text, at, scope);
  if (!isDictionary(trailer)) throw signingFault('PDF_UNREADABLE', 'trailer is no dictionary');
  const foreign = FOREIGN_KEYS.find((key) => Object.hasOwn(trailer, key));
  if (foreign !== undefined) throw notRead(`a trailer with ${foreign}`);
  return { trailer, after };
}

function readRows(text: string, start: number, rows: (more: number) => void) {
  const offsets = new Map<number, number>();
  const deleted = new Set<number>();
  let at = start;
  for (let head = subsectionAt(text, at); head !== undefined; head = subsectionAt(text, at)) {
    rows(head.count);
    for (let index = 0; index < head.count; index++) {
      const number = head.first + index;
      const offset = rowAt(text, head.rows + ROW * index);
      if (offsets.has(number) || deleted.has(number)) throw notRead(`object ${number} twice in a table`);
      if (offset === undefined) deleted.add(number);
      else offsets.set(number, offset);
    }
    at = head.rows + ROW * head.count;
  }
  // The head of the list of free numbers stands in every first table and in some later ones.
  deleted.delete(0);
  return { offsets, deleted, end: at };
}

/** Two numbers and a blank between them on a line of their own. */
function subsectionAt(text: string, at: number) {
  const first = numberAt(text, at);
  const blank = digitsEnd(text, at);
  const count = text[blank] === ' ' ? numberAt(text, blank + 1) : undefined;
  if (first === undefined || count === undefined) return undefined;
  const end = digitsEnd(text, blank + 1);
  const rows = lineEnd(text, text[end] === ' ' ? end + 1 : end);
  return rows === end ? undefined : { first, count, rows };
}

/** Its letter and the two octets behind it. */
const IN_USE: ReadonlySet<string> = new Set(['n \n', 'n \r', 'n\r\n']);
const FREE: ReadonlySet<string> = new Set(['f \n', 'f \r', 'f\r\n']);

/** The offset of an object; undefined where the number is free. */
function rowAt(text: string, at: number): number | undefined {
  const offset = digitsAt(text, at, 10);
  const generation = digitsAt(text, at + 11, 5);
  const isSpaced = text[at + 10] === ' ' && text[at + 16] === ' ';
  const end = text.slice(at + 17, at + ROW);
  if (offset < 0 || generation < 0 || !isSpaced || !(IN_USE.has(end) || FREE.has(end)))
    throw notRead(`a row in odd form at ${at}`);
  if (FREE.has(end)) return undefined;
  if (generation !== 0) throw notRead(`an object of another generation at ${at}`);
  return offset;
}

/** The number of so many digits; below zero where an octet is none. By octets: a report has hundreds of rows. */
function digitsAt(text: string, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = 10 * value + digit;
  }
  return value;
}

/** Undefined where there are no digits, or more than any file has. */
function numberAt(text: string, at: number): number | undefined {
  const end = digitsEnd(text, at);
  return end === at || end - at > LONGEST_NUMBER ? undefined : Number(text.slice(at, end));
}
