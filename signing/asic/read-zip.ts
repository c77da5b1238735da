import { crc32, inflateRawSync } from 'node:zlib';
import type { Reason } from '../verify/indication.ts';
import { LIMITS } from '../limits.ts';
import type { Entry } from './write-zip.ts';
import {
  CENTRAL_BYTES, CENTRAL_MARK, centralHeader, DEFLATED, descriptorOf, END_BYTES, endRecord, localHeader, readCentralHeader,
  STORED, STREAMED, UTF8,
} from './zip-records.ts'; // prettier-ignore
import type { ZipRecord } from './zip-records.ts';

export type ZipEntry = Entry & { readonly isStored: boolean };
export type Refused = { readonly refused: Reason };

const UNREADABLE: Refused = { refused: 'CONTAINER_UNREADABLE' };

/**
 * The entries of a plain ZIP file. Two readers must never see two things: headers, descriptors and directory have to say
 * the same, entry follows entry from the first byte to the directory, and the file ends with it. So every header is written
 * anew from what the directory says and compared; no extra fields, comments, ZIP64, encryption or second disk.
 */
export function readZip(file: Uint8Array): readonly ZipEntry[] | Refused {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const records = readDirectory(bytes);
  if ('refused' in records) return records;
  const entries: ZipEntry[] = [];
  let offset = 0;
  for (const record of records) {
    const header = localHeader(record);
    const start = offset + header.length;
    const isInPlace = record.offset === offset && bytes.subarray(offset, start).equals(header);
    const end = start + record.packed;
    const descriptor = descriptorOf(record);
    const isClosed = isInPlace && bytes.subarray(end, end + descriptor.length).equals(descriptor);
    const content = isClosed ? unpack(record, bytes.subarray(start, end)) : undefined;
    if (content === undefined) return UNREADABLE;
    entries.push({ name: record.name.toString(), bytes: content, isStored: record.method === STORED });
    offset = end + descriptor.length;
  }
  return entries;
}

/** The lines of the directory, which with its end record is the last thing in the file. */
function readDirectory(bytes: Buffer): readonly ZipRecord[] | Refused {
  const endAt = bytes.length - END_BYTES;
  if (endAt < 0) return UNREADABLE;
  const [count, start] = [bytes.readUInt16LE(endAt + 10), bytes.readUInt32LE(endAt + 16)];
  const end = start > endAt ? undefined : endRecord(count, { start, bytes: endAt - start });
  if (!end || !bytes.subarray(endAt).equals(end)) return UNREADABLE;
  if (count > LIMITS.entries) return { refused: 'CONTAINER_TOO_LARGE' };
  const records: ZipRecord[] = [];
  let offset = start;
  while (offset < endAt) {
    const record = recordAt(bytes.subarray(offset, endAt));
    if (record === undefined) return UNREADABLE;
    records.push(record);
    offset += CENTRAL_BYTES + record.name.length;
  }
  if (records.length !== count || directoryStart(records) !== start) return UNREADABLE;
  return isTooLarge(records, bytes.length) ? { refused: 'CONTAINER_TOO_LARGE' } : records;
}

function recordAt(bytes: Buffer): ZipRecord | undefined {
  if (bytes.length < CENTRAL_BYTES || bytes.readUInt32LE(0) !== CENTRAL_MARK) return undefined;
  const record = readCentralHeader(bytes);
  const header = centralHeader(record);
  const isAsWritten = bytes.subarray(0, header.length).equals(header);
  return isAsWritten && isPlain(record) ? record : undefined;
}

/** Where the directory must begin for the entries to lie side by side from the first byte on. */
function directoryStart(records: readonly ZipRecord[]): number {
  return records.reduce(
    (sum, record) => sum + localHeader(record).length + record.packed + descriptorOf(record).length,
    0,
  );
}

const KIND_OF_FILE = 0o170000;
const REGULAR_FILE = 0o100000;
const SPECIAL_RIGHTS = 0o7000;
/** Of DOS: archived. Any other attribute hides the file or makes it something else. */
const ARCHIVED = 0x20;

/** An ordinary file and no folder, link or device, packed in one of the two ways that everybody knows. */
function isPlain({ name, flags, method, packed, size, needed, kind, attributes }: ZipRecord): boolean {
  const [mode, dos] = [Math.floor(attributes / 0x10000), attributes % 0x10000];
  const isRegular = [0, REGULAR_FILE].includes(mode & KIND_OF_FILE) && (mode & SPECIAL_RIGHTS) === 0;
  const isText = Buffer.from(name.toString()).equals(name);
  const isAscii = name.every((octet) => octet < 0x80);
  // Behind bytes that are not packed a descriptor could begin anywhere.
  const named = method === DEFLATED ? flags & ~STREAMED : flags;
  return (
    (named === UTF8 || (named === 0 && isAscii)) &&
    isText &&
    (method === DEFLATED || (method === STORED && packed === size)) &&
    (needed === 10 || needed === 20) &&
    (kind === 0 || kind === 1) &&
    isRegular &&
    (dos === 0 || dos === ARCHIVED)
  );
}

/** By what the directory claims; unpacking holds it to that. */
function isTooLarge(records: readonly ZipRecord[], fileBytes: number): boolean {
  const total = records.reduce((sum, { size }) => sum + size, 0);
  return total > LIMITS.totalBytes || (total > LIMITS.unratedBytes && total > fileBytes * LIMITS.ratio);
}

/** Undefined where the bytes are not what was promised, in size or checksum, or where something is behind the packed ones. */
function unpack({ method, size, crc }: ZipRecord, packed: Buffer): Buffer | undefined {
  const content = method === STORED ? packed : inflated(packed, size);
  return content?.length === size && crc32(content) === crc ? content : undefined;
}

function inflated(packed: Buffer, size: number): Buffer | undefined {
  try {
    // In one piece: put together from many, it would take its size twice.
    const room = { maxOutputLength: Math.max(size, 1), chunkSize: Math.max(size, SMALLEST_CHUNK) };
    const result: unknown = inflateRawSync(packed, { info: true, ...room });
    return isInflation(result) && result.engine.bytesWritten === packed.length ? result.buffer : undefined;
  } catch {
    // Not deflated data, or more of it than the directory admits: the caller says CONTAINER_UNREADABLE.
    return undefined;
  }
}

/** Of node:zlib. */
const SMALLEST_CHUNK = 64;

/** What node:zlib gives when asked for `info`, which its types do not know; `bytesWritten` counts what was read. */
type Inflation = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };

function isInflation(result: unknown): result is Inflation {
  const { buffer, engine } = Object(result);
  return Buffer.isBuffer(buffer) && typeof Object(engine).bytesWritten === 'number';
}
