/** Distinguished Encoding Rules (X.690), as much of them as certificates, PKCS #12 files and CMS signatures are made of. */
export function tagged(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(length)]), ...contents]);
}

export function sequence(...items: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...items);
}

/** SET OF: the encodings in ascending order (X.690, 11.6), without which a CAdES verifier computes another digest. */
export function setOf(...items: readonly Uint8Array[]): Buffer {
  return tagged(0x31, ...[...items].sort((one, other) => Buffer.compare(one, other)));
}

/** `[n]` in constructed form. */
export function context(number: number, ...contents: readonly Uint8Array[]): Buffer {
  return tagged(0xa0 + number, ...contents);
}

/** The same contents under another tag: IMPLICIT. */
export function retagged(tag: number, encoding: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag]), encoding.subarray(1)]);
}

/** Not negative; in as few octets as possible (X.690, 8.3.2). */
export function integer(value: number | Uint8Array): Buffer {
  const given = typeof value === 'number' ? Buffer.from(evenHex(value), 'hex') : Buffer.from(value);
  const zeros = given.findIndex((octet) => octet !== 0);
  const magnitude = zeros < 0 ? Buffer.from([0]) : given.subarray(zeros);
  const positive = (magnitude[0] ?? 0) < 0x80 ? magnitude : Buffer.concat([Buffer.from([0]), magnitude]);
  return tagged(0x02, positive);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));
}

export function octets(content: Uint8Array): Buffer {
  return tagged(0x04, content);
}

/** `unused` counts the bits at the end that mean nothing. */
export function bits(content: Uint8Array, unused = 0): Buffer {
  return tagged(0x03, Buffer.from([unused]), content);
}

export function nothing(): Buffer {
  return tagged(0x05);
}

export function truth(value: boolean): Buffer {
  return tagged(0x01, Buffer.from([value ? 0xff : 0]));
}

export function utf8(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text, 'utf8'));
}

export function printable(text: string): Buffer {
  return tagged(0x13, Buffer.from(text, 'latin1'));
}

export function enumerated(value: number): Buffer {
  return retagged(0x0a, integer(value));
}

/** A date of a certificate or CRL: UTCTime before 2050, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function time(instant: Date): Buffer {
  if (instant.getUTCFullYear() >= 2050) return generalizedTime(instant);
  return tagged(0x17, Buffer.from(digitsOf(instant).slice(2), 'latin1'));
}

/** In whole seconds, as OCSP and CRLs demand it (RFC 5280, 4.1.2.5.2). */
export function generalizedTime(instant: Date): Buffer {
  return tagged(0x18, Buffer.from(digitsOf(instant), 'latin1'));
}

/** With milliseconds and without zeros at their end, as time stamps may have it (RFC 3161, 2.4.2). */
export function preciseTime(instant: Date): Buffer {
  const fraction = String(instant.getUTCMilliseconds()).padStart(3, '0').replace(/0+$/, '');
  const digits = digitsOf(instant).replace('Z', fraction === '' ? 'Z' : `.${fraction}Z`);
  return tagged(0x18, Buffer.from(digits, 'latin1'));
}

function digitsOf(instant: Date): string {
  return instant.toISOString().replace(/[-:T]|\.\d+/g, '');
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octetsOfLength = Buffer.from(evenHex(length), 'hex');
  return [0x80 + octetsOfLength.length, ...octetsOfLength];
}

function base128(value: number): readonly number[] {
  const groups = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    groups.unshift(128 + (rest % 128));
  return groups;
}

function evenHex(value: number): string {
  const hex = value.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}
