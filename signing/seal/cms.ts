import { createHash } from 'node:crypto';
import { signatureAlgorithm } from '../asn1/algorithms.ts';
import { certificateParts } from '../asn1/certificate.ts';
import { context, integer, octets, oid, retagged, sequence, setOf } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import type { Seal } from './seal.ts';

/** Detached CAdES signature over content of that SHA-256 digest, level B-B (EN 319 122-1, clause 6). */
export async function signDigest(digest: Uint8Array, seal: Seal): Promise<Uint8Array> {
  const attributes = signedAttributes(digest, seal.certificate);
  const signature = await seal.sign(attributes);
  return sequence(oid(OID.signedData), context(0, signedData(seal, attributes, signature)));
}

/** Detached signature over the bytes themselves: for receipts and for message bodies. */
export function sealDetached(bytes: Uint8Array, seal: Seal): Promise<Uint8Array> {
  return signDigest(createHash('sha256').update(bytes).digest(), seal);
}

/**
 * Exactly these three, no signing-time: PAdES keeps the moment in the dictionary's /M (EN 319 142-1, clause 6.3), and a
 * second, different claim of time is forbidden.
 */
function signedAttributes(digest: Uint8Array, certificate: Uint8Array): Buffer {
  return setOf(
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(digest)),
    attribute(OID.signingCertificateV2, signingCertificate(certificate)),
  );
}

/** SigningCertificateV2 (RFC 5035): binds the signature to this very certificate. SHA-256 is its default and left out. */
function signingCertificate(certificate: Uint8Array): Buffer {
  const { issuer, serial } = certificateParts(certificate);
  const hash = createHash('sha256').update(certificate).digest();
  const issuerSerial = sequence(sequence(context(4, issuer)), serial);
  return sequence(sequence(sequence(octets(hash), issuerSerial)));
}

function signedData(seal: Seal, attributes: Buffer, signature: Uint8Array): Buffer {
  return sequence(
    integer(1),
    setOf(sequence(oid(OID.sha256))),
    sequence(oid(OID.data)),
    retagged(0xa0, setOf(seal.certificate, ...seal.chain)),
    setOf(signerInfo(seal, attributes, signature)),
  );
}

/** Level B-T adds the signature's time stamp here, as unsigned attribute `[1]` behind the signature. */
function signerInfo(seal: Seal, attributes: Buffer, signature: Uint8Array): Buffer {
  const { issuer, serial } = certificateParts(seal.certificate);
  return sequence(
    integer(1),
    sequence(issuer, serial),
    sequence(oid(OID.sha256)),
    retagged(0xa0, attributes),
    signatureAlgorithm(seal.algorithm),
    octets(signature),
  );
}

function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(oid(type), setOf(value));
}
