import { createHash, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { signatureAlgorithm } from '../asn1/algorithms.ts';
import type { KeyAlgorithm } from '../asn1/algorithms.ts';
import { bits, context, integer, oid, printable, sequence, setOf, time, utf8 } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import { extensionsOf } from './extensions.ts';
import type { Access, Usage } from './extensions.ts';

export type Subject = {
  readonly country: string;
  readonly organization: string;
  readonly organizationIdentifier: string;
  readonly commonName: string;
};

export type CertificateSpecification = {
  readonly serial: number;
  readonly subject: Subject;
  readonly key: KeyObject;
  readonly usage: Usage;
  readonly validity: Validity;
  /** Where its status and its issuer's certificate can be had; nowhere by default. */
  readonly access?: Access;
};

export type Validity = { readonly from: Date; readonly until: Date };

/** Whose name and key stand under a certificate; a root's own. */
export type Issuer = { readonly subject: Subject; readonly key: KeyObject };

/** An X.509 certificate of version 3 in DER, signed with the issuer's RSA or EC key (RFC 5280). */
export function issueCertificate(specification: CertificateSpecification, issuer: Issuer): Uint8Array {
  const algorithm = signatureAlgorithm(algorithmOf(issuer.key));
  const toBeSigned = sequence(
    context(0, integer(2)),
    integer(specification.serial),
    algorithm,
    distinguishedName(issuer.subject),
    sequence(time(specification.validity.from), time(specification.validity.until)),
    distinguishedName(specification.subject),
    publicKeyInfo(specification.key),
    context(
      3,
      extensionsOf(specification, {
        own: keyIdentifier(specification.key),
        issuer: keyIdentifier(issuer.key),
      }),
    ),
  );
  return sequence(toBeSigned, algorithm, bits(sign('sha256', toBeSigned, issuer.key)));
}

/** In the order and the string types that EN 319 412-3 shows for a legal person. */
export function distinguishedName(subject: Subject): Buffer {
  return sequence(
    setOf(sequence(oid(OID.countryName), printable(subject.country))),
    setOf(sequence(oid(OID.organizationName), utf8(subject.organization))),
    setOf(sequence(oid(OID.organizationIdentifier), utf8(subject.organizationIdentifier))),
    setOf(sequence(oid(OID.commonName), utf8(subject.commonName))),
  );
}

export function algorithmOf(key: KeyObject): KeyAlgorithm {
  return key.asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa';
}

function publicKeyInfo(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** Any value unique to the key will do (RFC 7093, method 4 shortened). */
export function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256').update(publicKeyInfo(key)).digest().subarray(0, 20);
}
