import { createHash, X509Certificate } from 'node:crypto';
import { demandAtMost, readable, signingFault } from '../fault.ts';
import { LIMITS } from '../limits.ts';
import { accessUrls, distributionUrls, readExtensions, valueOf } from './extensions.ts';
import type { Extensions } from './extensions.ts';
import { OID } from './oids.ts';
import { readTime } from './time.ts';
import { bitOctets, oidOf, readWholeDer } from './tree.ts';
import type { Der } from './tree.ts';

/** A certificate as received, with what the checks of RFC 5280, 3161 and 6960 ask of it. */
export type Certificate = {
  readonly raw: Buffer;
  readonly x509: X509Certificate;
  /** INTEGER and Names, DER as received: encoded anew they might differ (RFC 5035, 5). */
  readonly serial: Buffer;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** The public key's BIT STRING without its first octet: what an OCSP request hashes (RFC 6960, 4.1.1). */
  readonly keyBits: Buffer;
  /** The whole public key with its algorithm, DER: what tells keys apart. */
  readonly keyInfo: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: Extensions;
  /** Undefined where there is no such extension, which allows every use. */
  readonly keyUsage: readonly KeyUsage[] | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** How many authorities may follow below this one (RFC 5280, 4.2.1.9). */
  readonly pathLength: number | undefined;
  readonly ocspUrls: readonly string[];
  readonly issuerUrls: readonly string[];
  readonly crlUrls: readonly string[];
};

export type CertificateParts = { readonly serial: Buffer; readonly issuer: Buffer };

/** RFC 5280, 4.2.1.3, in the order of the bits. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;

export type KeyUsage = (typeof KEY_USAGES)[number];

const INTEGER = 0x02;

/** The same few authorities stand in every file, and to read a certificate costs as much as three signatures. */
const recent = new Map<string, Certificate>();
const MOST_RECENT = 200;

/** Throws a fault for anything but an X.509 certificate of version 3. Equal bytes give the same value. */
export function readCertificate(encoding: Uint8Array): Certificate {
  demandAtMost(LIMITS.certificateBytes, encoding.length, 'octets of a certificate');
  const name = Buffer.from(encoding).toString('latin1');
  const certificate = recent.get(name) ?? readAnew(encoding);
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(name, certificate);
  return certificate;
}

function readAnew(encoding: Uint8Array): Certificate {
  // A copy: what is remembered would else hold fast the whole file that it came in.
  const own = Buffer.from(encoding);
  const certificate = readable(() => fromFields(new X509Certificate(own), fieldsOf(own)));
  if (certificate === undefined) throw signingFault('ASN1_UNREADABLE', 'not an X.509 certificate');
  return certificate;
}

/** Serial number and issuer alone, as a CMS names a certificate. */
export function certificateParts(certificate: Uint8Array): CertificateParts {
  const [serial, , issuer] = fieldsOf(certificate);
  if (serial?.tag !== INTEGER || !issuer) throw signingFault('ASN1_UNREADABLE', 'not an X.509 certificate');
  return { serial: Buffer.from(serial.encoding), issuer: Buffer.from(issuer.encoding) };
}

/** A certificate under its own name ends every chain; nobody but itself could revoke it. */
export function isSelfIssued({ issuer, subject }: Certificate): boolean {
  return issuer.equals(subject);
}

const isSignedWith = triedOnce((subject: Certificate, { x509 }) => subject.x509.verify(x509.publicKey));

/** Names, key identifiers and the issuer's key usage (checkIssued), and the signature itself. */
export function isIssuedBy(subject: Certificate, issuer: Certificate): boolean {
  return subject.x509.checkIssued(issuer.x509) && isSignedWith(subject, issuer);
}

/** Those of the candidates that have issued it. Of a name with a crowd of keys nobody can say cheaply which one it was. */
export function issuersAmong(
  subject: Certificate,
  candidates: readonly Certificate[],
): readonly Certificate[] {
  const named = candidates.filter(({ x509 }) => subject.x509.checkIssued(x509));
  const keys = new Set(named.map(({ keyInfo }) => keyInfo.toString('latin1')));
  demandAtMost(LIMITS.keysOfOneName, keys.size, 'keys of one name');
  return named.filter((issuer) => isSignedWith(subject, issuer));
}

/**
 * A check of a signature that is done once with each key: many certificates may be of one, and a hostile file has dozens
 * of them, each of which would be tried with everything else.
 */
export function triedOnce<Signed extends object>(
  check: (signed: Signed, issuer: Certificate) => boolean,
): typeof check {
  const known = new WeakMap<Signed, Map<string, boolean>>();
  return (signed, issuer) => {
    const tried = known.get(signed) ?? new Map<string, boolean>();
    known.set(signed, tried);
    const key = issuer.keyInfo.toString('latin1');
    const found = tried.get(key) ?? check(signed, issuer);
    tried.set(key, found);
    return found;
  };
}

/** The name that certificates are compared and kept by. */
export function fingerprint({ raw }: { readonly raw: Uint8Array }): string {
  return createHash('sha256').update(raw).digest('hex');
}

/** From the serial number on: version 3 puts its `[0]` before it. */
function fieldsOf(encoding: Uint8Array): readonly Der[] {
  const fields = readWholeDer(encoding).children[0]?.children ?? [];
  return fields.slice(fields.findIndex(({ tag }) => tag === INTEGER));
}

function fromFields(x509: X509Certificate, fields: readonly Der[]): Certificate {
  const [serial, , issuer, validity, subject, keyInfo] = fields;
  const [notBefore, notAfter] = (validity?.children ?? []).map(readTime);
  if (!serial || !issuer || !subject || !keyInfo || !notBefore || !notAfter) {
    throw new TypeError('a field is missing');
  }
  const extensions = readExtensions(fields.find(({ tag }) => tag === 0xa3)?.children[0]);
  return {
    raw: x509.raw,
    x509,
    serial: Buffer.from(serial.encoding),
    issuer: Buffer.from(issuer.encoding),
    subject: Buffer.from(subject.encoding),
    keyBits: Buffer.from(bitOctets(keyInfo.children[1])),
    keyInfo: Buffer.from(keyInfo.encoding),
    notBefore,
    notAfter,
    extensions,
    ...usages(extensions),
    ocspUrls: accessUrls(extensions, OID.ocspAccess),
    issuerUrls: accessUrls(extensions, OID.issuersAccess),
    crlUrls: distributionUrls(extensions),
  };
}

function usages(extensions: Extensions) {
  const bits = valueOf(extensions, OID.keyUsage)?.content;
  const purposes = valueOf(extensions, OID.extendedKeyUsage)?.children;
  const length = valueOf(extensions, OID.basicConstraints)?.children.find(({ tag }) => tag === INTEGER);
  return {
    keyUsage: bits && KEY_USAGES.filter((_, index) => ((bits[1] ?? 0) << index) & 0x80),
    extendedKeyUsage: purposes?.map(oidOf),
    pathLength: length?.content[0],
  };
}
