/** What a plain ZIP file says of one of its entries (APPNOTE 6.3, 4.3.7 and 4.3.12); it says most of it twice. */
export type ZipRecord = {
  readonly name: Buffer;
  readonly madeBy: number;
  readonly needed: number;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly date: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly kind: number;
  readonly attributes: number;
  /** Where its local header begins. */
  readonly offset: number;
};

export const STORED = 0;
export const DEFLATED = 8;
/** Names are UTF-8. */
export const UTF8 = 0x0800;

const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;
export const CENTRAL_MARK = 0x02014b50;
const LOCAL_MARK = 0x04034b50;
const END_MARK = 0x06054b50;
const DESCRIPTOR_MARK = 0x08074b50;
/** Checksum and sizes stand behind the entry's bytes: its writer did not know them before. */
export const STREAMED = 0x0008;

/** The header before an entry's bytes: without an extra field, which `mimetype` must not have (EN 319 162-1, A.1). */
export function localHeader(record: ZipRecord): Buffer {
  const header = Buffer.alloc(LOCAL_BYTES);
  header.writeUInt32LE(LOCAL_MARK, 0);
  writeCommon(header.subarray(4), isStreamed(record) ? { ...record, crc: 0, packed: 0, size: 0 } : record);
  return Buffer.concat([header, record.name]);
}

/** What stands behind the entry's bytes (APPNOTE 6.3, 4.3.9), as Java and what is built on it write it; mostly nothing. */
export function descriptorOf(record: ZipRecord): Buffer {
  if (!isStreamed(record)) return Buffer.alloc(0);
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(DESCRIPTOR_MARK, 0);
  descriptor.writeUInt32LE(record.crc, 4);
  descriptor.writeUInt32LE(record.packed, 8);
  descriptor.writeUInt32LE(record.size, 12);
  return descriptor;
}

function isStreamed({ flags }: ZipRecord): boolean {
  return (flags & STREAMED) !== 0;
}

/** The entry's line in the directory at the end, without extra field and comment. */
export function centralHeader(record: ZipRecord): Buffer {
  const header = Buffer.alloc(CENTRAL_BYTES);
  header.writeUInt32LE(CENTRAL_MARK, 0);
  header.writeUInt16LE(record.madeBy, 4);
  writeCommon(header.subarray(6), record);
  header.writeUInt16LE(record.kind, 36);
  header.writeUInt32LE(record.attributes, 38);
  header.writeUInt32LE(record.offset, 42);
  return Buffer.concat([header, record.name]);
}

/** The last record: one disk, no comment. */
export function endRecord(entries: number, directory: { readonly start: number; readonly bytes: number }) {
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END_MARK, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directory.bytes, 12);
  end.writeUInt32LE(directory.start, 16);
  return end;
}

/** One line of the directory as it is read; whether it is as it should be shows when it is written anew. */
export function readCentralHeader(bytes: Buffer): ZipRecord {
  return {
    madeBy: bytes.readUInt16LE(4),
    needed: bytes.readUInt16LE(6),
    flags: bytes.readUInt16LE(8),
    method: bytes.readUInt16LE(10),
    time: bytes.readUInt16LE(12),
    date: bytes.readUInt16LE(14),
    crc: bytes.readUInt32LE(16),
    packed: bytes.readUInt32LE(20),
    size: bytes.readUInt32LE(24),
    kind: bytes.readUInt16LE(36),
    attributes: bytes.readUInt32LE(38),
    offset: bytes.readUInt32LE(42),
    name: bytes.subarray(CENTRAL_BYTES, CENTRAL_BYTES + bytes.readUInt16LE(28)),
  };
}

function writeCommon(header: Buffer, record: ZipRecord): void {
  header.writeUInt16LE(record.needed, 0);
  header.writeUInt16LE(record.flags, 2);
  header.writeUInt16LE(record.method, 4);
  header.writeUInt16LE(record.time, 6);
  header.writeUInt16LE(record.date, 8);
  header.writeUInt32LE(record.crc, 10);
  header.writeUInt32LE(record.packed, 14);
  header.writeUInt32LE(record.size, 18);
  header.writeUInt16LE(record.name.length, 22);
}
