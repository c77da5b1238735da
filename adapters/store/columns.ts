/** A column of the rows that a statement gets. */
export type Column = readonly (string | number | boolean | Uint8Array | null)[];

/** One type of element: its number in `pg_type`, how many bytes a value takes, and how they are written. */
type Element<T = never> = {
  readonly oid: number;
  length(value: T): number;
  write(buffer: Buffer, value: T, at: number): void;
};

const TEXT = {
  length: (value: string) => Buffer.byteLength(value),
  write: (buffer: Buffer, value: string, at: number) => void buffer.write(value, at),
};

const ELEMENTS = {
  text: { oid: 25, ...TEXT } satisfies Element<string>,
  json: { oid: 114, ...TEXT } satisfies Element<string>,
  int: {
    oid: 23,
    length: () => 4,
    write(buffer, value, at) {
      if (!Number.isInteger(value)) throw new TypeError('This is no whole number.');
      buffer.writeInt32BE(value, at);
    },
  } satisfies Element<number>,
  boolean: {
    oid: 16,
    length: () => 1,
    write: (buffer, value, at) => void buffer.writeUInt8(value ? 1 : 0, at),
  } satisfies Element<boolean>,
  bytea: {
    oid: 17,
    length: ({ length }) => length,
    write: (buffer, value, at) => buffer.set(value, at),
  } satisfies Element<Uint8Array>,
  timestamptz: { oid: 1184, length: () => 8, write: writeInstant } satisfies Element<string>,
  uuid: { oid: 2950, length: () => 16, write: writeUuid } satisfies Element<string>,
};

export type ElementType = keyof typeof ELEMENTS;

export function isElementType(name: string | undefined): name is ElementType {
  return name !== undefined && Object.hasOwn(ELEMENTS, name);
}

/** Number of dimensions, whether there are nulls, type of the elements; of the one dimension its length and lower bound. */
const HEAD = 20;

/**
 * A column as PostgreSQL reads an array in binary form (`array_recv`, and the `_recv` of the element's type): pg would write
 * it as text, with each quote escaped and each byte in hexadecimal, and the database would have to undo that again.
 */
export function binaryArray(type: ElementType, column: Column): Buffer {
  // What the statement says of its columns; a value of another type is a mistake of ours.
  const element = ELEMENTS[type] as unknown as Element<Column[number]>;
  const lengths = column.map((value) => (value === null ? -1 : element.length(value)));
  const size = lengths.reduce((sum, length) => sum + 4 + Math.max(0, length), HEAD);
  const buffer = Buffer.allocUnsafe(size);
  const head = [1, lengths.includes(-1) ? 1 : 0, element.oid, column.length, 1];
  for (const [place, value] of head.entries()) buffer.writeInt32BE(value, 4 * place);
  let at = HEAD;
  for (const [index, value] of column.entries()) {
    const length = lengths[index] ?? -1;
    buffer.writeInt32BE(length, at);
    at += 4;
    if (value === null) continue;
    element.write(buffer, value, at);
    at += length;
  }
  return buffer;
}

const EPOCH_MS = Date.UTC(2000, 0);
const HIGH = 2 ** 32;

/** Microseconds since the beginning of 2000, in 64 bits. */
function writeInstant(buffer: Buffer, value: string, at: number): void {
  const microseconds = (Date.parse(value) - EPOCH_MS) * 1000;
  if (Number.isNaN(microseconds)) throw new TypeError('This is no instant.');
  const high = Math.floor(microseconds / HIGH);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(microseconds - high * HIGH, at + 4);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function writeUuid(buffer: Buffer, value: string, at: number): void {
  if (!UUID.test(value)) throw new TypeError('This is no UUID.');
  buffer.write(value.replaceAll('-', ''), at, 16, 'hex');
}
