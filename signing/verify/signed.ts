import { createHash, verify } from 'node:crypto';
import { certificateParts, readCertificate } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { readable } from '../fault.ts';
import { DIGESTS, FINDING_DIGESTS, isAcceptedKey, SIGNATURES } from './algorithms.ts';
import { failure } from './indication.ts';
import type { Failure } from './indication.ts';
import type { SignedData } from './signed-data.ts';

/** A CMS signature together with what it is over: a seal, a detached signature or a time stamp. */
export type Signed = {
  readonly cms: SignedData;
  readonly certificates: readonly Certificate[];
  /** The certificate that the signature is bound to; undefined when it is not there. */
  readonly signer: Certificate | undefined;
  /** The content in its pieces. */
  readonly content: readonly Uint8Array[];
};

/** Undefined where what it carries as certificates is none. Further certificates may lie elsewhere (`known`). */
export function signedOf(
  cms: SignedData,
  content: readonly Uint8Array[],
  known: readonly Certificate[] = [],
): Signed | undefined {
  return readable(() => {
    const certificates = cms.certificates.map(readCertificate);
    return { cms, certificates, signer: referred(cms, [...certificates, ...known]), content };
  });
}

/** The certificate with the digest of the signed reference, hashed as received (EN 319 102-1, clause 5.2.3). */
function referred(cms: SignedData, certificates: readonly Certificate[]): Certificate | undefined {
  const algorithm = FINDING_DIGESTS[cms.certificateReference?.algorithm ?? ''];
  const wanted = cms.certificateReference?.hash;
  if (algorithm === undefined || wanted === undefined) return undefined;
  return certificates.find(({ raw }) => createHash(algorithm).update(raw).digest().equals(wanted));
}

/**
 * What needs no trust in anybody (EN 319 102-1, clauses 5.2.3, 5.2.7 and 5.2.8), hardest findings first: a changed
 * document is called changed, even if its certificate is unknown as well.
 */
export function cryptographicFailure(signed: Signed): Failure | undefined {
  return (
    certificateIsReferred(signed) ??
    algorithmsAreAccepted(signed) ??
    contentIsUnchanged(signed) ??
    signatureIsGenuine(signed)
  );
}

/** The signed reference decides, the signer's name must agree. */
function certificateIsReferred({ cms, signer }: Signed): Failure | undefined {
  if (cms.certificateReference === undefined) {
    return failure('SIG_CONSTRAINTS_FAILURE', 'CERTIFICATE_REFERENCE_MISSING');
  }
  const parts = signer && certificateParts(signer.raw);
  const isNamed = parts && cms.signerIdentifier.equals(Buffer.concat([parts.issuer, parts.serial]));
  return isNamed ? undefined : failure('NO_SIGNING_CERTIFICATE_FOUND', 'CERTIFICATE_REFERENCE_DIFFERS');
}

function algorithmsAreAccepted({ cms, signer }: Signed): Failure | undefined {
  const digest = DIGESTS[cms.digestAlgorithm];
  const algorithm = SIGNATURES[cms.signatureAlgorithm];
  const key = signer?.x509.publicKey;
  const isKnown = digest !== undefined && key !== undefined && algorithm?.key === key.asymmetricKeyType;
  const isConsistent = algorithm?.digest === undefined || algorithm.digest === digest;
  return isKnown && isConsistent && isAcceptedKey(key)
    ? undefined
    : failure('CRYPTO_CONSTRAINTS_FAILURE', 'ALGORITHM_NOT_ACCEPTED');
}

function contentIsUnchanged({ cms, content }: Signed): Failure | undefined {
  const digest = createHash(DIGESTS[cms.digestAlgorithm] ?? 'sha256');
  for (const piece of content) digest.update(piece);
  return digest.digest().equals(cms.messageDigest) ? undefined : failure('HASH_FAILURE', 'DIGEST_DIFFERS');
}

function signatureIsGenuine({ cms, signer }: Signed): Failure | undefined {
  const digest = DIGESTS[cms.digestAlgorithm] ?? 'sha256';
  const isGenuine = signer && verify(digest, cms.attributes, signer.x509.publicKey, cms.signature);
  return isGenuine ? undefined : failure('SIG_CRYPTO_FAILURE', 'SIGNATURE_DIFFERS');
}
