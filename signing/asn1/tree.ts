import { demandAtMost, signingFault } from '../fault.ts';
import { LIMITS } from '../limits.ts';

/** One DER value with its very bytes, for what is hashed or compared must not be encoded anew. */
export type Der = {
  readonly tag: number;
  readonly encoding: Uint8Array;
  readonly content: Uint8Array;
  /** Empty for a primitive value. */
  readonly children: readonly Der[];
};

/** A value whose inside has not been read. */
export type Flat = Omit<Der, 'children'>;

const CONSTRUCTED = 0x20;
const MULTI_BYTE_TAG = 0x1f;

/** Reads the one value at the start of the bytes, by the strict rules of DER (X.690, 10): nothing indefinite, nothing loose. */
export function readDer(bytes: Uint8Array): Der {
  return readTree(bytes, { depth: 0, count: { values: 0 } });
}

type Place = { readonly depth: number; readonly count: { values: number } };

function readTree(bytes: Uint8Array, { depth, count }: Place): Der {
  demandAtMost(LIMITS.derDepth, depth, 'levels of ASN.1');
  demandAtMost(LIMITS.derValues, (count.values += 1), 'values of ASN.1');
  const value = readFlat(bytes);
  if ((value.tag & CONSTRUCTED) === 0) return { ...value, children: [] };
  const children: Der[] = [];
  let rest = value.content;
  while (rest.length > 0) {
    const child = readTree(rest, { depth: depth + 1, count });
    children.push(child);
    rest = rest.subarray(child.encoding.length);
  }
  return { ...value, children };
}

/** One value as it lies there, whatever is in it. */
export function readFlat(bytes: Uint8Array): Flat {
  const tag = bytes[0] ?? 0;
  if (bytes.length < 2 || (tag & MULTI_BYTE_TAG) === MULTI_BYTE_TAG) throw malformed();
  const { start, length } = readLength(bytes);
  const content = bytes.subarray(start, start + length);
  if (content.length !== length) throw malformed();
  return { tag, encoding: bytes.subarray(0, start + length), content };
}

/** The values that lie one behind the other, without what is in them. */
export function* flatValues(content: Uint8Array): Generator<Flat> {
  let rest = content;
  while (rest.length > 0) {
    const value = readFlat(rest);
    yield value;
    rest = rest.subarray(value.encoding.length);
  }
}

/** Whether a value is in the other rules of ASN.1, with lengths left open (BER, X.690, 8.1.3.6): Java and `-stream` write it. */
export function isIndefinite(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & CONSTRUCTED) !== 0 && bytes[1] === 0x80;
}

/** The one value that the bytes are, with nothing behind it. */
export function readWholeDer(bytes: Uint8Array): Der {
  const value = readDer(bytes);
  if (value.encoding.length !== bytes.length) throw malformed();
  return value;
}

/** The octets of a BIT STRING that holds whole octets, as every signature does. */
export function bitOctets(value: Flat | undefined): Uint8Array {
  if (value?.tag !== 0x03 || value.content[0] !== 0) throw malformed();
  return value.content.subarray(1);
}

/** The dotted form of an OBJECT IDENTIFIER; empty for anything else. */
export function oidOf(value: Der | undefined): string {
  if (value?.tag !== 0x06 || value.content.length > LIMITS.oidBytes) return '';
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of value.content) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet & 0x80) continue;
    arcs.push(...(arcs.length === 0 ? firstArcs(arc) : [arc]));
    arc = 0;
  }
  return arcs.join('.');
}

function firstArcs(arc: number): readonly number[] {
  const first = Math.min(2, Math.floor(arc / 40));
  return [first, arc - 40 * first];
}

function readLength(bytes: Uint8Array): { readonly start: number; readonly length: number } {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return { start: 2, length: first };
  const count = first - 0x80;
  const octets = bytes.subarray(2, 2 + count);
  const length = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  if (count < 1 || count > 4 || octets.length !== count || octets[0] === 0 || length < 0x80)
    throw malformed();
  return { start: 2 + count, length };
}

function malformed() {
  return signingFault('ASN1_UNREADABLE', 'not a DER encoding');
}
