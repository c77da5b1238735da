import { crc32, deflateRawSync } from 'node:zlib';
import { LIMITS } from '../limits.ts';
import { TYPE_FILE } from './names.ts';
import { centralHeader, DEFLATED, endRecord, localHeader, STORED, UTF8 } from './zip-records.ts';
import type { ZipRecord } from './zip-records.ts';

export type Entry = { readonly name: string; readonly bytes: Uint8Array };

/** 1 January 1980, the beginning of ZIP's calendar: the same files make the same container, whenever and wherever. */
const EPOCH = { time: 0, date: (1 << 5) | 1 } as const;
/** By version 2.0 of the format, on Unix, as a regular file that everybody may read. */
const MADE_BY = (3 << 8) | 20;
const REGULAR_FILE = 0o100644 * 0x10000;
const NEEDED = 20;

/** A plain ZIP file with these entries in this order, nothing between them and nothing behind; throws where that is too much. */
export function writeZip(entries: readonly Entry[]): Buffer {
  const total = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (entries.length > LIMITS.entries || total > LIMITS.totalBytes) {
    throw new RangeError('more or larger files than a container may have');
  }
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { record, packed } = pack(entry, offset);
    const header = localHeader(record);
    pieces.push(header, packed);
    directory.push(centralHeader(record));
    offset += header.length + packed.length;
  }
  const bytes = directory.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([...pieces, ...directory, endRecord(entries.length, { start: offset, bytes })]);
}

function pack(
  { name, bytes }: Entry,
  offset: number,
): { readonly record: ZipRecord; readonly packed: Buffer } {
  const deflated = deflateRawSync(bytes);
  const isDeflated = name !== TYPE_FILE && isWorthwhile(bytes.length, deflated.length);
  const packed = isDeflated ? deflated : Buffer.from(bytes);
  const record = {
    ...EPOCH,
    name: Buffer.from(name),
    madeBy: MADE_BY,
    needed: NEEDED,
    flags: UTF8,
    method: isDeflated ? DEFLATED : STORED,
    crc: crc32(bytes),
    packed: packed.length,
    size: bytes.length,
    kind: 0,
    attributes: REGULAR_FILE,
    offset,
  };
  return { record, packed };
}

/** Smaller, but not so much smaller that a reader takes it for a bomb. */
function isWorthwhile(size: number, packed: number): boolean {
  return packed < size && (size <= LIMITS.unratedBytes || size < (packed * LIMITS.ratio) / 2);
}
