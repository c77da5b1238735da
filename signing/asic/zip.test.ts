import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../limits.ts';
import { readZip } from './read-zip.ts';
import { writeZip } from './write-zip.ts';
import { END_BYTES } from './zip-records.ts';

const ENTRIES = [
  { name: 'mimetype', bytes: Buffer.from('application/x') },
  { name: 'long.txt', bytes: Buffer.from('to and fro '.repeat(100)) },
  { name: 'ü.txt', bytes: Buffer.from('x') },
];
const UNREADABLE = { refused: 'CONTAINER_UNREADABLE' };
const TOO_LARGE = { refused: 'CONTAINER_TOO_LARGE' };

function file(): Buffer {
  return writeZip(ENTRIES);
}

function directoryAt(bytes: Buffer): number {
  return bytes.readUInt32LE(bytes.length - 6);
}

/** Where an entry stands in the directory. */
function lineOf(bytes: Buffer, name: string): number {
  return bytes.lastIndexOf(name) - 46;
}

/** The same change in the header and in the directory, so that both agree. */
function both(bytes: Buffer, name: string, change: (fields: Buffer) => void): Buffer {
  change(bytes.subarray(bytes.indexOf(name) - 26));
  change(bytes.subarray(lineOf(bytes, name) + 6));
  return bytes;
}

describe('a ZIP file', () => {
  it('is read as it was written, whatever is in it', () => {
    const entry = fc.record({
      name: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
      bytes: fc.uint8Array({ maxLength: 3000 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
        const read = readZip(writeZip(entries));
        expect(
          'refused' in read ? read : read.map(({ name, bytes }) => ({ name, bytes: [...bytes] })),
        ).toEqual(entries.map(({ name, bytes }) => ({ name, bytes: [...bytes] })));
      }),
      { numRuns: 100 },
    );
  });

  it('packs what gets smaller by it, but never its first file, and nothing into a bomb', () => {
    const zeros = { name: 'zeros', bytes: Buffer.alloc(2 * LIMITS.unratedBytes) };
    const read = readZip(writeZip([...ENTRIES, zeros]));
    const stored = 'refused' in read ? [] : read.filter(({ isStored }) => isStored).map(({ name }) => name);
    expect(stored).toEqual(['mimetype', 'ü.txt', 'zeros']);
  });
});

describe('a ZIP file is refused', () => {
  it('with anything before, between or behind its entries', () => {
    const bytes = file();
    const second = bytes.indexOf('long.txt') - 30;
    for (const at of [0, second, directoryAt(bytes), bytes.length - END_BYTES, bytes.length]) {
      const stuffed = Buffer.concat([bytes.subarray(0, at), Buffer.from('hidden'), bytes.subarray(at)]);
      expect(readZip(stuffed), `at ${at}`).toEqual(UNREADABLE);
    }
  });

  it('with something before its entries, or between them, also where all offsets are made to fit', () => {
    const hidden = Buffer.from('hidden');
    for (const name of ['mimetype', 'long.txt']) {
      const bytes = file();
      const at = bytes.indexOf(name) - 30;
      for (const entry of ENTRIES) {
        const offset = lineOf(bytes, entry.name) + 42;
        if (bytes.readUInt32LE(offset) >= at)
          bytes.writeUInt32LE(bytes.readUInt32LE(offset) + hidden.length, offset);
      }
      bytes.writeUInt32LE(directoryAt(bytes) + hidden.length, bytes.length - 6);
      const stuffed = Buffer.concat([bytes.subarray(0, at), hidden, bytes.subarray(at)]);
      expect(readZip(stuffed), `file ${name}`).toEqual(UNREADABLE);
    }
  });

  it('with something behind the packed bytes of an entry, its sizes made to fit', () => {
    const content = Buffer.from('to and fro '.repeat(100));
    const packed = deflateRawSync(content);
    const bytes = file();
    const at = bytes.indexOf(packed) + packed.length;
    both(bytes, 'long.txt', (fields) => fields.writeUInt32LE(packed.length + 6, 14));
    bytes.writeUInt32LE(bytes.readUInt32LE(lineOf(bytes, 'ü.txt') + 42) + 6, lineOf(bytes, 'ü.txt') + 42);
    bytes.writeUInt32LE(directoryAt(bytes) + 6, bytes.length - 6);
    const stuffed = Buffer.concat([bytes.subarray(0, at), Buffer.from('hidden'), bytes.subarray(at)]);
    expect(readZip(stuffed)).toEqual(UNREADABLE);
  });

  it('with an entry that only the headers know, or only the directory', () => {
    const bytes = file();
    const [start, line] = [directoryAt(bytes), lineOf(bytes, 'ü.txt')];
    const end = Buffer.from(bytes.subarray(-END_BYTES));
    end.writeUInt16LE(2, 8);
    end.writeUInt16LE(2, 10);
    end.writeUInt32LE(line - start, 12);
    expect(readZip(Buffer.concat([bytes.subarray(0, line), end]))).toEqual(UNREADABLE);
    const twice = Buffer.from(bytes.subarray(-END_BYTES));
    twice.writeUInt16LE(4, 8);
    twice.writeUInt16LE(4, 10);
    const last = bytes.subarray(line, -END_BYTES);
    twice.writeUInt32LE(bytes.length - END_BYTES - start + last.length, 12);
    expect(readZip(Buffer.concat([bytes.subarray(0, -END_BYTES), last, twice]))).toEqual(UNREADABLE);
  });

  it.each([
    ['name', (bytes: Buffer) => bytes.write('song.txt', bytes.indexOf('long.txt'))],
    ['size', (bytes: Buffer) => bytes.writeUInt32LE(5, bytes.indexOf('long.txt') - 8)],
    ['checksum', (bytes: Buffer) => bytes.writeUInt32LE(5, bytes.indexOf('long.txt') - 16)],
    ['method', (bytes: Buffer) => bytes.writeUInt16LE(0, bytes.indexOf('long.txt') - 22)],
    ['date', (bytes: Buffer) => bytes.writeUInt16LE(5, bytes.indexOf('long.txt') - 18)],
    ['extra field', (bytes: Buffer) => bytes.writeUInt16LE(4, bytes.indexOf('long.txt') - 2)],
  ])('whose header and directory differ in: %s', (_, alter) => {
    const bytes = file();
    alter(bytes);
    expect(readZip(bytes)).toEqual(UNREADABLE);
  });

  it.each([
    ['encryption', (fields: Buffer) => fields.writeUInt16LE(0x0801, 2)],
    ['a descriptor behind its bytes', (fields: Buffer) => fields.writeUInt16LE(0x0808, 2)],
    ['another method', (fields: Buffer) => fields.writeUInt16LE(12, 4)],
    ['a later version', (fields: Buffer) => fields.writeUInt16LE(45, 0)],
    ['another checksum', (fields: Buffer) => fields.writeUInt32LE(5, 10)],
    ['less content than it says', (fields: Buffer) => fields.writeUInt32LE(1101, 18)],
    ['more content than it says', (fields: Buffer) => fields.writeUInt32LE(1099, 18)],
  ])('where header and directory agree on: %s', (_, alter) => {
    expect(readZip(both(file(), 'long.txt', alter))).toEqual(UNREADABLE);
  });

  it.each([
    ['a link', 0o120777 * 0x10000],
    ['a folder', 0o040755 * 0x10000],
    ['a device', 0o020644 * 0x10000],
    ['a program with the rights of its owner', 0o104755 * 0x10000],
    ['hidden', 0x02],
    ['a folder of DOS', 0x10],
  ])('with an entry that is %s', (_, attributes) => {
    const bytes = file();
    bytes.writeUInt32LE(attributes, lineOf(bytes, 'long.txt') + 38);
    expect(readZip(bytes)).toEqual(UNREADABLE);
  });

  it('with a name that is no text, or not marked as the one that it is', () => {
    const bytes = file();
    bytes[bytes.indexOf('ü.txt')] = 0xff;
    bytes[bytes.lastIndexOf('ü.txt')] = 0xff;
    expect(readZip(bytes)).toEqual(UNREADABLE);
    expect(readZip(both(file(), 'ü.txt', (fields) => fields.writeUInt16LE(0, 2)))).toEqual(UNREADABLE);
  });

  it('with a comment, or on several disks', () => {
    const commented = Buffer.concat([file(), Buffer.from('hi')]);
    commented.writeUInt16LE(2, commented.length - 4);
    expect(readZip(commented)).toEqual(UNREADABLE);
    const disks = file();
    disks.writeUInt16LE(1, disks.length - 18);
    expect(readZip(disks)).toEqual(UNREADABLE);
  });
});

describe('a bomb', () => {
  it('by ratio is refused before it is unpacked', () => {
    const content = Buffer.alloc(LIMITS.unratedBytes * 4);
    expect(readZip(bomb([content.length], deflateRawSync(content)))).toEqual(TOO_LARGE);
  });

  it('by total size is refused before it is unpacked', () => {
    const sizes = Array.from({ length: 10 }, () => LIMITS.totalBytes / 8);
    expect(readZip(bomb(sizes, Buffer.alloc(1000)))).toEqual(TOO_LARGE);
  });

  it('that says to be small is stopped where it said to end', () => {
    expect(readZip(bomb([100], deflateRawSync(Buffer.alloc(64 * 1024 * 1024))))).toEqual(UNREADABLE);
  });

  it('by number of entries is refused before they are looked at', () => {
    const bytes = file();
    bytes.writeUInt16LE(LIMITS.entries + 1, bytes.length - 14);
    bytes.writeUInt16LE(LIMITS.entries + 1, bytes.length - 12);
    expect(readZip(bytes)).toEqual(TOO_LARGE);
  });
});

/** Entries of the same packed bytes that say to have these sizes; first with bytes that cannot be packed, in their place. */
function bomb(sizes: readonly number[], packed: Buffer): Buffer {
  const filler = randomBytes(packed.length);
  const bytes = writeZip(sizes.map((_, at) => ({ name: `bomb${at}`, bytes: filler })));
  for (const [at, size] of sizes.entries()) {
    const name = `bomb${at}`;
    packed.copy(bytes, bytes.indexOf(name) + name.length);
    both(bytes, name, (fields) => {
      fields.writeUInt16LE(8, 4);
      fields.writeUInt32LE(size, 18);
    });
  }
  return bytes;
}
