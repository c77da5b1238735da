import { signingFault } from '../fault.ts';

/** One DER value with its very bytes, for what is hashed or compared must not be encoded anew. */
export type Der = {
  readonly tag: number;
  readonly encoding: Uint8Array;
  readonly content: Uint8Array;
  /** Empty for a primitive value. */
  readonly children: readonly Der[];
};

const CONSTRUCTED = 0x20;
const MULTI_BYTE_TAG = 0x1f;
/** Certificates nest some ten levels; a hostile file must not exhaust the stack. */
const DEEPEST = 40;

/** Reads the one value at the start of the bytes, by the strict rules of DER (X.690, 10): nothing indefinite, nothing loose. */
export function readDer(bytes: Uint8Array, depth = 0): Der {
  const tag = bytes[0] ?? 0;
  if (bytes.length < 2 || depth > DEEPEST || (tag & MULTI_BYTE_TAG) === MULTI_BYTE_TAG) throw malformed();
  const { start, length } = readLength(bytes);
  const content = bytes.subarray(start, start + length);
  if (content.length !== length) throw malformed();
  const children = tag & CONSTRUCTED ? readChildren(content, depth + 1) : [];
  return { tag, encoding: bytes.subarray(0, start + length), content, children };
}

/** The one value that the bytes are, with nothing behind it. */
export function readWholeDer(bytes: Uint8Array): Der {
  const value = readDer(bytes);
  if (value.encoding.length !== bytes.length) throw malformed();
  return value;
}

/** The octets of a BIT STRING that holds whole octets, as every signature does. */
export function bitOctets(value: Der | undefined): Uint8Array {
  if (value?.tag !== 0x03 || value.content[0] !== 0) throw malformed();
  return value.content.subarray(1);
}

/** The dotted form of an OBJECT IDENTIFIER; empty for anything else. */
export function oidOf(value: Der | undefined): string {
  if (value?.tag !== 0x06) return '';
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

function readChildren(content: Uint8Array, depth: number): readonly Der[] {
  const children: Der[] = [];
  let rest = content;
  while (rest.length > 0) {
    const child = readDer(rest, depth);
    children.push(child);
    rest = rest.subarray(child.encoding.length);
  }
  return children;
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
