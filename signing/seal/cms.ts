import { createHash } from 'node:crypto';
import { signatureAlgorithm } from '../asn1/algorithms.ts';
import { certificateParts } from '../asn1/certificate.ts';
import { context, integer, octets, oid, retagged, sequence, setOf, time } from '../asn1/der.ts';
import { OID } from '../asn1/oids.ts';
import type { TimeStamper } from '../timestamp/stamper.ts';
import type { Seal } from './seal.ts';

/** What is signed, by its SHA-256 digest, and what is said along with it. */
export type Statement = {
  readonly digest: Uint8Array;
  /** CAdES demands the claim of time here, PAdES keeps it in the dictionary's /M and forbids a second one. */
  readonly signingTime?: Date;
  /** With it the signature gets its time stamp, which makes level B-T of B-B. */
  readonly tsa?: TimeStamper | undefined;
};

/** Content that travels inside the signature: a time stamp's (RFC 3161, 2.4.2). */
export type Enclosed = { readonly type: string; readonly content: Uint8Array };

/** Detached CAdES signature, level B-B or B-T (EN 319 122-1, clause 6; EN 319 142-1, clause 6). */
export async function signDigest(statement: Statement, seal: Seal): Promise<Uint8Array> {
  const attributes = signedAttributes(OID.data, statement, seal);
  const signature = await seal.sign(attributes);
  const token = await statement.tsa?.stamp(createHash('sha256').update(signature).digest());
  const unsigned = token && retagged(0xa1, setOf(attribute(OID.signatureTimeStamp, token)));
  const signer = signerInfo(seal, attributes, { signature, unsigned });
  return contentInfo([integer(1), digests(), sequence(oid(OID.data)), certificates(seal), setOf(signer)]);
}

/** A signature around its content, of version 3 as RFC 5652, 5.1 wants it for any content that is not plain data. */
export async function signEnclosed(enclosed: Enclosed, seal: Seal): Promise<Uint8Array> {
  const digest = createHash('sha256').update(enclosed.content).digest();
  const attributes = signedAttributes(enclosed.type, { digest }, seal);
  const signature = await seal.sign(attributes);
  const content = sequence(oid(enclosed.type), context(0, octets(enclosed.content)));
  const signer = signerInfo(seal, attributes, { signature });
  return contentInfo([integer(3), digests(), content, certificates(seal), setOf(signer)]);
}

function contentInfo(fields: readonly Uint8Array[]): Buffer {
  return sequence(oid(OID.signedData), context(0, sequence(...fields)));
}

function digests(): Buffer {
  return setOf(sequence(oid(OID.sha256)));
}

function certificates(seal: Seal): Buffer {
  return retagged(0xa0, setOf(seal.certificate, ...seal.chain));
}

/** Nothing beside what the baseline levels demand; sorted, for the signature is over their DER form. */
export function signedAttributes(type: string, { digest, signingTime }: Statement, seal: Seal): Buffer {
  return setOf(
    attribute(OID.contentType, oid(type)),
    attribute(OID.messageDigest, octets(digest)),
    attribute(OID.signingCertificateV2, signingCertificate(seal.certificate)),
    ...(signingTime ? [attribute(OID.signingTime, time(signingTime))] : []),
  );
}

/** SigningCertificateV2 (RFC 5035): binds the signature to this very certificate. SHA-256 is its default and left out. */
function signingCertificate(certificate: Uint8Array): Buffer {
  const { issuer, serial } = certificateParts(certificate);
  const hash = createHash('sha256').update(certificate).digest();
  const issuerSerial = sequence(sequence(context(4, issuer)), serial);
  return sequence(sequence(sequence(octets(hash), issuerSerial)));
}

function signerInfo(
  seal: Seal,
  attributes: Buffer,
  { signature, unsigned }: { readonly signature: Uint8Array; readonly unsigned?: Buffer | undefined },
): Buffer {
  const { issuer, serial } = certificateParts(seal.certificate);
  return sequence(
    integer(1),
    sequence(issuer, serial),
    sequence(oid(OID.sha256)),
    retagged(0xa0, attributes),
    signatureAlgorithm(seal.algorithm),
    octets(signature),
    ...(unsigned ? [unsigned] : []),
  );
}

function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(oid(type), setOf(value));
}
