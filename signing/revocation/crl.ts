import type { Certificate } from '../asn1/certificate.ts';
import { readExtensions, valueOf } from '../asn1/extensions.ts';
import type { Extensions } from '../asn1/extensions.ts';
import { OID } from '../asn1/oids.ts';
import { readTime } from '../asn1/time.ts';
import { bitOctets, flatValues, oidOf, readDer, readFlat } from '../asn1/tree.ts';
import type { Der, Flat } from '../asn1/tree.ts';
import { demandAtMost, readable } from '../fault.ts';
import { LIMITS } from '../limits.ts';

/** A CRL (RFC 5280, 5), not yet believed. */
export type Crl = {
  readonly encoding: Uint8Array;
  readonly toBeSigned: Uint8Array;
  readonly issuer: Uint8Array;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  /** By serial number, hexadecimal. */
  readonly revoked: ReadonlyMap<string, Date>;
  readonly extensions: Extensions;
  readonly algorithm: string;
  readonly signature: Uint8Array;
};

const INTEGER = 0x02;
const SEQUENCE = 0x30;
/** What a critical extension may be without our misreading the list (RFC 5280, 5.2). */
const UNDERSTOOD: ReadonlySet<string> = new Set([OID.issuingDistributionPoint]);

/**
 * Undefined where the bytes are no CRL. Its entries are read one by one: as a tree a long list would take a hundred times
 * its size. The algorithm beside the signature is the one under it (RFC 5280, 5.1.1.2): what is not signed must not be
 * free to vary.
 */
export function readCrl(encoding: Uint8Array): Crl | undefined {
  return readable(() => {
    const [list, algorithm, signature, ...more] = partsOf(encoding);
    if (!list || !algorithm || !signature || more.length > 0) return undefined;
    const parts = partsOf(list.encoding);
    const [signed, ...fields] = parts[0]?.tag === INTEGER ? parts.slice(1) : parts;
    if (!signed || Buffer.compare(signed.encoding, algorithm.encoding) !== 0) return undefined;
    const read = fromFields(fields);
    return (
      read && {
        encoding,
        toBeSigned: list.encoding,
        algorithm: oidOf(readDer(algorithm.encoding).children[0]),
        signature: bitOctets(signature),
        ...read,
      }
    );
  });
}

/** Version, algorithm, issuer, two dates, entries and extensions are all that a list has. */
const MOST_PARTS = 7;

/** What a SEQUENCE consists of, unread; nothing may lie behind it. */
function partsOf(encoding: Uint8Array): readonly Flat[] {
  const whole = readFlat(encoding);
  const isOne = whole.tag === SEQUENCE && whole.encoding.length === encoding.length;
  const parts: Flat[] = [];
  for (const part of isOne ? flatValues(whole.content) : []) {
    if (parts.push(part) > MOST_PARTS) return [];
  }
  return parts;
}

/**
 * True where the list speaks of such certificates in full: delta CRLs, indirect ones and those for some reasons only do
 * not (RFC 5280, 5.2.4 and 5.2.5).
 */
export function speaksOf({ issuer, extensions }: Crl, certificate: Certificate): boolean {
  const isUnderstood = [...extensions].every(([type, { isCritical }]) => !isCritical || UNDERSTOOD.has(type));
  return certificate.issuer.equals(issuer) && isUnderstood && isInScope(extensions, certificate);
}

export function serialOf({ content }: Pick<Der, 'content'>): string {
  return Buffer.from(content).toString('hex');
}

function fromFields([issuer, from, ...rest]: readonly Flat[]) {
  const thisUpdate = readTime(from);
  if (!issuer || !thisUpdate) return undefined;
  const extensions = rest.find(({ tag }) => tag === 0xa0);
  return {
    issuer: issuer.encoding,
    thisUpdate,
    nextUpdate: readTime(rest[0]),
    revoked: revokedIn(rest.find(({ tag }) => tag === SEQUENCE)),
    extensions: readExtensions(extensions && readDer(extensions.encoding).children[0]),
  };
}

function revokedIn(entries: Flat | undefined): ReadonlyMap<string, Date> {
  const revoked = new Map<string, Date>();
  for (const { encoding } of entries ? flatValues(entries.content) : []) {
    for (const [serial, date] of entryOf(readDer(encoding))) revoked.set(serial, date);
    demandAtMost(LIMITS.crlEntries, revoked.size, 'entries of a revocation list');
  }
  return revoked;
}

/** An entry whose date is unreadable still revokes, and from the beginning. */
function entryOf({ children: [serial, date] }: Der): readonly (readonly [string, Date])[] {
  return serial ? [[serialOf(serial), readTime(date) ?? new Date(0)]] : [];
}

/** IssuingDistributionPoint: `[1]` user certificates only, `[2]` CA certificates only, `[3]` to `[5]` partial in other ways. */
function isInScope(extensions: Extensions, { x509 }: Certificate): boolean {
  const limits = valueOf(extensions, OID.issuingDistributionPoint)?.children ?? [];
  return limits.every(({ tag }) => tag === 0xa0 || (tag === 0x81 && !x509.ca) || (tag === 0x82 && x509.ca));
}
