import { createHash } from 'node:crypto';
import type { Certificate } from '../asn1/certificate.ts';
import { context, nothing, octets, oid, sequence } from '../asn1/der.ts';
import { readExtensions } from '../asn1/extensions.ts';
import { OID } from '../asn1/oids.ts';
import { readTime } from '../asn1/time.ts';
import { bitOctets, oidOf, readWholeDer } from '../asn1/tree.ts';
import type { Der } from '../asn1/tree.ts';
import { demandAtMost, readable } from '../fault.ts';
import { LIMITS } from '../limits.ts';

/** A successful OCSP answer (RFC 6960, 4.2.1), not yet believed. */
export type OcspResponse = {
  /** The whole OCSPResponse, as a DSS keeps it. */
  readonly encoding: Uint8Array;
  readonly toBeSigned: Uint8Array;
  readonly producedAt: Date;
  readonly statuses: readonly OcspStatus[];
  readonly nonce: Uint8Array | undefined;
  readonly algorithm: string;
  readonly signature: Uint8Array;
  readonly certificates: readonly Uint8Array[];
};

export type OcspStatus = {
  /** Digest algorithm, digest of the issuer's name, of the issuer's key, serial number: RFC 6960, 4.1.1. */
  readonly id: readonly [string, Uint8Array, Uint8Array, Uint8Array];
  readonly status: 'good' | 'unknown' | { readonly revokedAt: Date };
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
};

const OCTET_STRING = 0x04;
const ENUMERATED = 0x0a;
const SEQUENCE = 0x30;
const CONTEXT_0 = 0xa0;

/**
 * Asks for one certificate, with a nonce in DER. SHA-1 names the issuer, for many responders know no other (RFC 5019, 2.1.1); it protects
 * nothing here. Nonces are answered by few, but where they are, they prove the answer fresh (RFC 6960, 4.4.1).
 */
export function writeOcspRequest(certificate: Certificate, issuer: Certificate, nonce: Uint8Array): Buffer {
  const id = sequence(
    sequence(oid(OID.sha1), nothing()),
    octets(digestOf('sha1', issuer.subject)),
    octets(digestOf('sha1', issuer.keyBits)),
    certificate.serial,
  );
  const extensions = sequence(sequence(oid(OID.ocspNonce), octets(nonce)));
  return sequence(sequence(sequence(sequence(id)), context(2, extensions)));
}

/** Undefined where the bytes are no successful, signed answer: also for `tryLater` and `unauthorized`. */
export function readOcspResponse(encoding: Uint8Array): OcspResponse | undefined {
  return readable(() => {
    const outer = readWholeDer(encoding);
    const [status, wrapped] = outer.children;
    const bytes = wrapped?.children[0];
    const isInPlace =
      status?.tag === ENUMERATED && wrapped?.tag === CONTEXT_0 && areSequences([outer, bytes]);
    const [type, content] = bytes?.children ?? [];
    const isBasic = isInPlace && status.content[0] === 0 && oidOf(type) === OID.ocspBasic;
    return isBasic && content?.tag === OCTET_STRING
      ? fromBasic(encoding, readWholeDer(content.content))
      : undefined;
  });
}

/** True where the status is of this certificate (RFC 6960, 3.2, number 1). */
export function isAbout({ id }: OcspStatus, certificate: Certificate, issuer: Certificate): boolean {
  const [algorithm, name, key, serial] = id;
  return (
    certificate.serial.equals(serial) &&
    digestOf(algorithm, issuer.subject).equals(name) &&
    digestOf(algorithm, issuer.keyBits).equals(key)
  );
}

function fromBasic(encoding: Uint8Array, basic: Der): OcspResponse | undefined {
  const [data, algorithm, signature, certificates] = basic.children;
  const list = certificates?.children[0];
  const isInPlace = areSequences([basic, algorithm, ...(certificates ? [list] : [])]);
  if (!isInPlace || (certificates && certificates.tag !== CONTEXT_0)) return undefined;
  const fields = (data?.children ?? []).filter(({ tag }) => tag !== CONTEXT_0);
  const [, producedAt, responses] = fields;
  const at = readTime(producedAt);
  if (!data || !at || responses?.tag !== SEQUENCE) return undefined;
  demandAtMost(LIMITS.ocspStatuses, responses.children.length, 'statuses in one answer');
  demandAtMost(LIMITS.certificates, list?.children.length ?? 0, 'certificates in an answer');
  const extensions = readExtensions(fields.find(({ tag }, index) => tag === 0xa1 && index > 0)?.children[0]);
  return {
    encoding,
    toBeSigned: data.encoding,
    producedAt: at,
    statuses: responses.children.flatMap(statusOf),
    nonce: extensions.get(OID.ocspNonce)?.value,
    algorithm: oidOf(algorithm?.children[0]),
    signature: bitOctets(signature),
    certificates: list?.children.map((certificate) => certificate.encoding) ?? [],
  };
}

/** What the signature does not cover must at least not be free to vary. */
function areSequences(values: readonly (Der | undefined)[]): boolean {
  return values.every((value) => value?.tag === SEQUENCE);
}

function statusOf({ children: [id, status, from, until] }: Der): readonly OcspStatus[] {
  const [algorithm, name, key, serial] = id?.children ?? [];
  const digest = NAMES[oidOf(algorithm?.children[0])];
  const thisUpdate = readTime(from);
  const said = kindOf(status);
  if (!digest || !name || !key || !serial || !thisUpdate || said === undefined) return [];
  const nextUpdate = until?.tag === 0xa0 ? readTime(until.children[0]) : undefined;
  return [{ id: [digest, name.content, key.content, serial.encoding], status: said, thisUpdate, nextUpdate }];
}

function kindOf(status: Der | undefined): OcspStatus['status'] | undefined {
  if (status?.tag === 0x80) return 'good';
  if (status?.tag === 0x82) return 'unknown';
  const revokedAt = status?.tag === 0xa1 ? readTime(status.children[0]) : undefined;
  return revokedAt && { revokedAt };
}

const NAMES: Readonly<Record<string, string>> = { [OID.sha1]: 'sha1', [OID.sha256]: 'sha256' };

function digestOf(algorithm: string, bytes: Uint8Array): Buffer {
  return createHash(algorithm).update(bytes).digest();
}
