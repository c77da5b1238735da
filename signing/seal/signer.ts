import { createHash } from 'node:crypto';
import { signatureAlgorithm } from '../asn1/algorithms.ts';
import { certificateParts } from '../asn1/certificate.ts';
import { context, octets, oid, retagged, sequence, setOf } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import type { Seal } from './seal.ts';

/** What all signatures of one seal have in common, as DER. */
type Signer = {
  /** IssuerAndSerialNumber (RFC 5652, 10.2.4). */
  readonly identifier: Buffer;
  readonly algorithm: Buffer;
  /** The attribute that binds a signature to this very certificate. */
  readonly signingCertificate: Buffer;
  /** CertificateSet, its tag implicit (RFC 5652, 5.1). */
  readonly certificates: Buffer;
};

const signers = new WeakMap<Seal, Signer>();

/** To encode it anew would cost as much as an ECDSA signature. */
export function signerOf(seal: Seal): Signer {
  const signer = signers.get(seal) ?? encodeSigner(seal);
  signers.set(seal, signer);
  return signer;
}

export function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(oid(type), setOf(value));
}

function encodeSigner({ certificate, chain, algorithm }: Seal): Signer {
  const { issuer, serial } = certificateParts(certificate);
  const issuerSerial = sequence(sequence(context(4, issuer)), serial);
  return {
    identifier: sequence(issuer, serial),
    algorithm: signatureAlgorithm(algorithm),
    signingCertificate: attribute(OID.signingCertificateV2, signingCertificate(certificate, issuerSerial)),
    certificates: retagged(0xa0, setOf(certificate, ...chain)),
  };
}

/** SigningCertificateV2 (RFC 5035). SHA-256 is its default and left out. */
function signingCertificate(certificate: Uint8Array, issuerSerial: Uint8Array): Buffer {
  const hash = createHash('sha256').update(certificate).digest();
  return sequence(sequence(sequence(octets(hash), issuerSerial)));
}
