import { createHash, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  bits,
  context,
  integer,
  octets,
  oid,
  printable,
  retagged,
  sequence,
  setOf,
  truth,
  utcTime,
  utf8,
} from '../asn1/der.ts';
import { signatureAlgorithm } from '../asn1/algorithms.ts';
import { OID } from '../asn1/oids.ts';

export type Subject = {
  readonly country: string;
  readonly organization: string;
  readonly organizationIdentifier: string;
  readonly commonName: string;
};

/** What a certificate may be used for; a new kind of certificate is a new row in `USAGES`. */
export type Usage = keyof typeof USAGES;

export type CertificateSpecification = {
  readonly serial: number;
  readonly subject: Subject;
  readonly key: KeyObject;
  readonly usage: Usage;
  readonly validity: { readonly from: Date; readonly until: Date };
};

/** Whose name and key stand under a certificate; a root's own. */
export type Issuer = { readonly subject: Subject; readonly key: KeyObject };

/** Key usage bits of RFC 5280, 4.2.1.3: certificate and CRL signing, or signature and non-repudiation. */
const USAGES = {
  authority: { isAuthority: true, keyUsage: bits(Buffer.from([0b0000_0110]), 1) },
  seal: { isAuthority: false, keyUsage: bits(Buffer.from([0b1100_0000]), 6) },
} as const;

/** An X.509 certificate of version 3 in DER, signed with the issuer's RSA or EC key (RFC 5280). */
export function issueCertificate(specification: CertificateSpecification, issuer: Issuer): Uint8Array {
  const algorithm = signatureAlgorithm(issuer.key.asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa');
  const toBeSigned = sequence(
    context(0, integer(2)),
    integer(specification.serial),
    algorithm,
    distinguishedName(issuer.subject),
    sequence(utcTime(specification.validity.from), utcTime(specification.validity.until)),
    distinguishedName(specification.subject),
    publicKeyInfo(specification.key),
    context(3, extensions(specification, issuer)),
  );
  return sequence(toBeSigned, algorithm, bits(sign('sha256', toBeSigned, issuer.key)));
}

function extensions({ key, usage }: CertificateSpecification, issuer: Issuer): Buffer {
  const { isAuthority, keyUsage } = USAGES[usage];
  return sequence(
    extension(OID.basicConstraints, sequence(...(isAuthority ? [truth(true)] : [])), true),
    extension(OID.keyUsage, keyUsage, true),
    extension(OID.subjectKeyIdentifier, octets(keyIdentifier(key)), false),
    extension(OID.authorityKeyIdentifier, sequence(retagged(0x80, octets(keyIdentifier(issuer.key)))), false),
  );
}

function extension(type: string, value: Uint8Array, isCritical: boolean): Buffer {
  return sequence(oid(type), ...(isCritical ? [truth(true)] : []), octets(value));
}

/** In the order and the string types that EN 319 412-3 shows for a legal person. */
function distinguishedName(subject: Subject): Buffer {
  return sequence(
    setOf(sequence(oid(OID.countryName), printable(subject.country))),
    setOf(sequence(oid(OID.organizationName), utf8(subject.organization))),
    setOf(sequence(oid(OID.organizationIdentifier), utf8(subject.organizationIdentifier))),
    setOf(sequence(oid(OID.commonName), utf8(subject.commonName))),
  );
}

function publicKeyInfo(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** Any value unique to the key will do (RFC 7093, method 4 shortened). */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256').update(publicKeyInfo(key)).digest().subarray(0, 20);
}
