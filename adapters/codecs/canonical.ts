import { hash } from 'node:crypto';
import { isRecord } from '../../schemas/message/explain.ts';

/**
 * The canonical text of a message, RFC 8785: members sorted by UTF-16 code units, numbers and texts as ECMAScript writes
 * them, which is what `sort` and `JSON.stringify` do. What is no JSON (NaN, Infinity, half a surrogate pair) has none, and
 * is thrown: 3.2.2.2 and 3.2.2.3 end there.
 */
export function canonicalOf(value: unknown): string {
  return pageOf(value).toString();
}

/** SHA-256 of the canonical text of a value, in lower-case hexadecimal. */
export function canonicalDigest(value: unknown): string {
  return hash('sha256', pageOf(value), 'hex');
}

/** Both of the same value. */
export function canonicalWithDigest(value: unknown): { readonly canonical: string; readonly digest: string } {
  const bytes = pageOf(value);
  return { canonical: bytes.toString(), digest: hash('sha256', bytes, 'hex') };
}

/** SHA-256 of canonical text, in lower-case hexadecimal. */
export function digestOf(canonical: string): string {
  return hash('sha256', canonical, 'hex');
}

const PAGE = 65_536;

/**
 * All are written on the same page, as bytes: put together as a text, each piece of it would be an object, and the many
 * messages of a batch a sixth of all garbage.
 */
let page = Buffer.allocUnsafeSlow(PAGE);
let end = 0;

/** The bytes of the canonical text, until the next one is written. */
function pageOf(value: unknown): Buffer {
  if (page.length > PAGE) page = Buffer.allocUnsafeSlow(PAGE);
  end = 0;
  write(value);
  return page.subarray(0, end);
}

function write(value: unknown): void {
  if (typeof value === 'string') writeText(value);
  else if (Array.isArray(value)) writeList(value);
  else if (isRecord(value)) writeRecord(value);
  else if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError('This number is none of JSON.');
  else writeRaw(value === undefined ? 'null' : JSON.stringify(value));
}

function writeList(entries: readonly unknown[]): void {
  let before = OPEN_LIST;
  for (const entry of entries) {
    writeByte(before);
    write(entry);
    before = COMMA;
  }
  if (before === OPEN_LIST) writeByte(OPEN_LIST);
  writeByte(CLOSE_LIST);
}

function writeRecord(value: Readonly<Record<string, unknown>>): void {
  let before = OPEN_RECORD;
  for (const name of sorted(Object.keys(value))) {
    const member = value[name];
    if (member === undefined) continue;
    writeByte(before);
    writeText(name);
    writeByte(COLON);
    write(member);
    before = COMMA;
  }
  if (before === OPEN_RECORD) writeByte(OPEN_RECORD);
  writeByte(CLOSE_RECORD);
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_RECORD, CLOSE_RECORD] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Most texts, and all names and codes, have nothing in them that is written otherwise in JSON. */
function writeText(text: string): void {
  const start = end;
  makeRoom(text.length + 2);
  page[end++] = QUOTE;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) {
      end = start;
      return writeOdd(text);
    }
    page[end++] = unit;
  }
  page[end++] = QUOTE;
}

function writeOdd(text: string): void {
  if (!text.isWellFormed()) throw new TypeError('A text ends or begins within a character.');
  writeRaw(JSON.stringify(text));
}

function writeRaw(text: string): void {
  makeRoom(3 * text.length);
  end += page.write(text, end);
}

function writeByte(byte: number): void {
  makeRoom(1);
  page[end++] = byte;
}

function makeRoom(bytes: number): void {
  if (end + bytes <= page.length) return;
  const larger = Buffer.allocUnsafeSlow(2 * (end + bytes));
  page.copy(larger, 0, 0, end);
  page = larger;
}

/** As `sort` does, which for the few members of a record takes several times as long. */
function sorted(names: string[]): string[] {
  if (names.length > FEW) return names.sort();
  for (let index = 1; index < names.length; index++) {
    const name = names[index] ?? '';
    let place = index;
    for (let before = names[place - 1]; before !== undefined && before > name; before = names[place - 1]) {
      names[place] = before;
      place -= 1;
    }
    names[place] = name;
  }
  return names;
}

const FEW = 16;

/** Both for whoever needs a codec's canonical form alone (RFC 8785). */
export const CANONICAL = { canonical: canonicalOf, digest: canonicalDigest };
