import { createHash, sign } from 'node:crypto';
import { certificateParts } from '../asn1/certificate.ts';
import { context, integer, octets, oid, retagged, sequence, setOf } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import type { Identity } from '../training/pki.ts';

/** What may be wrong with a signature; what is left out is right. */
export type Odd = {
  readonly digest?: 'sha1' | 'sha256' | 'sha384';
  readonly contentType?: string;
  /** Attributes beside the two that there must be. */
  readonly more?: readonly Uint8Array[];
  readonly isWithoutAttributes?: boolean;
  readonly isAttached?: boolean;
  readonly certificates?: readonly Uint8Array[];
  readonly signers?: 0 | 1 | 2;
  /** Stands behind the last field of the signature. */
  readonly unsigned?: Uint8Array;
};

/** A plain CMS signature, neither more nor less than RFC 5652 demands; ECDSA only. A second opinion on our own writer. */
export function plainCms(content: Uint8Array | string, by: Identity, odd: Odd = {}): Buffer {
  const bytes = Buffer.from(content);
  const { digest = 'sha256', signers = 1, isAttached = false } = odd;
  const algorithm = sequence(oid(OID[digest]));
  const enclosed = isAttached ? [context(0, octets(bytes))] : [];
  const certificates = odd.certificates ?? [by.certificate];
  const signer = signerInfo(bytes, by, odd);
  return sequence(
    oid(OID.signedData),
    context(
      0,
      sequence(
        integer(1),
        setOf(algorithm),
        sequence(oid(OID.data), ...enclosed),
        ...(certificates.length === 0 ? [] : [retagged(0xa0, setOf(...certificates))]),
        setOf(...Array.from({ length: signers }, () => signer)),
      ),
    ),
  );
}

const ECDSA = { sha1: '1.2.840.10045.4.1', sha256: OID.ecdsaWithSha256, sha384: OID.ecdsaWithSha384 };

function signerInfo(content: Buffer, { key, certificate }: Identity, odd: Odd): Buffer {
  const { digest = 'sha256', contentType = OID.data, more = [], isWithoutAttributes = false } = odd;
  const { issuer, serial } = certificateParts(certificate);
  const attributes = setOf(
    attribute(OID.contentType, oid(contentType)),
    attribute(OID.messageDigest, octets(createHash(digest).update(content).digest())),
    ...more,
  );
  return sequence(
    integer(1),
    sequence(issuer, serial),
    sequence(oid(OID[digest])),
    ...(isWithoutAttributes ? [] : [retagged(0xa0, attributes)]),
    sequence(oid(ECDSA[digest])),
    octets(sign(digest, isWithoutAttributes ? content : attributes, key)),
    ...(odd.unsigned === undefined ? [] : [odd.unsigned]),
  );
}

export function attribute(type: string, ...values: readonly Uint8Array[]): Buffer {
  return sequence(oid(type), setOf(...values));
}
