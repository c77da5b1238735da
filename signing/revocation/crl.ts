import type { Certificate } from '../asn1/certificate.ts';
import { readExtensions, valueOf } from '../asn1/extensions.ts';
import type { Extensions } from '../asn1/extensions.ts';
import { OID } from '../asn1/oids.ts';
import { readTime } from '../asn1/time.ts';
import { bitOctets, oidOf, readWholeDer } from '../asn1/tree.ts';
import type { Der } from '../asn1/tree.ts';

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

/** Undefined where the bytes are no CRL. */
export function readCrl(encoding: Uint8Array): Crl | undefined {
  try {
    const { tag, children } = readWholeDer(encoding);
    const [list, algorithm, signature] = children;
    if (!list || tag !== SEQUENCE || !isTwiceSaid(list, algorithm)) return undefined;
    const around = { encoding, toBeSigned: list.encoding, algorithm: oidOf(algorithm?.children[0]) };
    const fields = list.children.slice(list.children[0]?.tag === INTEGER ? 1 : 0);
    const read = fromFields(fields);
    return read && { ...around, signature: bitOctets(signature), ...read };
  } catch {
    return undefined;
  }
}

/** The algorithm beside the signature is the one under it (RFC 5280, 5.1.1.2): what is not signed must not be free to vary. */
function isTwiceSaid({ children }: Der, algorithm: Der | undefined): boolean {
  const signed = children[children[0]?.tag === INTEGER ? 1 : 0];
  return (
    signed !== undefined &&
    algorithm !== undefined &&
    Buffer.compare(signed.encoding, algorithm.encoding) === 0
  );
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

function fromFields(fields: readonly Der[]) {
  const [, issuer, from, ...rest] = fields;
  const thisUpdate = readTime(from);
  if (!issuer || !thisUpdate) return undefined;
  const entries = rest.find(({ tag }) => tag === SEQUENCE)?.children ?? [];
  return {
    issuer: issuer.encoding,
    thisUpdate,
    nextUpdate: readTime(rest[0]),
    revoked: new Map(entries.flatMap(entryOf)),
    extensions: readExtensions(rest.find(({ tag }) => tag === 0xa0)?.children[0]),
  };
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
