import { crc32, deflateRawSync } from 'node:zlib';
import type { Entry } from '../asic/write-zip.ts';

/** A ZIP file as java.util.zip writes it to a stream: the first entry stored, of all others the sizes behind their bytes. */
export function streamedZip(entries: readonly Entry[]): Buffer {
  const bodies: Buffer[] = [];
  const lines: Buffer[] = [];
  for (const [number, { name, bytes }] of entries.entries()) {
    const isStored = number === 0;
    const packed = isStored ? Buffer.from(bytes) : deflateRawSync(bytes);
    const sizes = numbers(crc32(bytes), packed.length, bytes.length);
    const common = (known: Buffer) =>
      Buffer.concat([
        shorts(isStored ? 10 : 20, isStored ? 0x0800 : 0x0808, isStored ? 0 : 8, 0x6000, 0x5b75),
        known,
        shorts(Buffer.byteLength(name), 0),
      ]);
    const offset = Buffer.concat(bodies).length;
    const header = [mark('PK\x03\x04'), common(isStored ? sizes : Buffer.alloc(12)), Buffer.from(name)];
    bodies.push(...header, packed, ...(isStored ? [] : [mark('PK\x07\x08'), sizes]));
    const line = [mark('PK\x01\x02'), shorts(20), common(sizes), shorts(0, 0, 0), numbers(0, offset)];
    lines.push(...line, Buffer.from(name));
  }
  const [body, directory] = [Buffer.concat(bodies), Buffer.concat(lines)];
  const counts = [shorts(0, 0, entries.length, entries.length), numbers(directory.length, body.length)];
  return Buffer.concat([body, directory, mark('PK\x05\x06'), ...counts, shorts(0)]);
}

function mark(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt16LE(value, 2 * at);
  return bytes;
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, 4 * at);
  return bytes;
}
