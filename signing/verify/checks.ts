import { createHash, verify } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { DIGESTS, SIGNATURES } from './algorithms.ts';
import { certificateParts } from '../asn1/certificate.ts';
import { findChain, isIssuedBy } from './chain.ts';
import { failure } from './indication.ts';
import type { Failure } from './indication.ts';
import { levelOf } from './level.ts';
import type { ByteRange, LocatedSignature } from './locate.ts';
import type { SignedData } from './signed-data.ts';

/** Whom the verifier trusts, and the moment for which it asks. */
export type Policy = { readonly trust: readonly X509Certificate[]; readonly at: Date };

/** A signature that could be read: everything that the checks look at. */
export type Facts = {
  readonly signature: LocatedSignature;
  readonly range: ByteRange;
  readonly cms: SignedData;
  readonly certificates: readonly X509Certificate[];
  /** The certificate that the signature is bound to; undefined when it is not there. */
  readonly signer: X509Certificate | undefined;
};

export type Check = (facts: Facts, policy: Policy) => Failure | undefined;

/**
 * The building blocks of EN 319 102-1, clause 5.2, hardest findings first: a changed document is called changed, even if
 * its certificate is unknown as well. Revocation belongs to the levels above B-B and is not asked here.
 */
export const CHECKS: readonly Check[] = [
  certificateIsReferred,
  algorithmsAreAccepted,
  contentIsUnchanged,
  signatureIsGenuine,
  chainLeadsToTrust,
  certificatesAreGenuine,
  claimedTimeIsWithinValidity,
  certificatesAreValid,
  signatureIsBaseline,
  nothingWasAppended,
];

/** Clause 5.2.3, identification of the signing certificate: the signed reference decides, the signer's name must agree. */
function certificateIsReferred({ cms, signer }: Facts): Failure | undefined {
  if (cms.certificateReference === undefined) {
    return failure('SIG_CONSTRAINTS_FAILURE', 'CERTIFICATE_REFERENCE_MISSING');
  }
  const parts = signer && certificateParts(signer.raw);
  const isNamed = parts && cms.signerIdentifier.equals(Buffer.concat([parts.issuer, parts.serial]));
  return isNamed ? undefined : failure('NO_SIGNING_CERTIFICATE_FOUND', 'CERTIFICATE_REFERENCE_DIFFERS');
}

function algorithmsAreAccepted({ cms, signer }: Facts): Failure | undefined {
  const digest = DIGESTS[cms.digestAlgorithm];
  const algorithm = SIGNATURES[cms.signatureAlgorithm];
  const isKnown = digest !== undefined && algorithm?.key === signer?.publicKey.asymmetricKeyType;
  const isConsistent = algorithm?.digest === undefined || algorithm.digest === digest;
  return isKnown && isConsistent
    ? undefined
    : failure('CRYPTO_CONSTRAINTS_FAILURE', 'ALGORITHM_NOT_ACCEPTED');
}

/** Clause 5.2.7, first half: the document's digest against the signed one. */
function contentIsUnchanged({ cms, range }: Facts): Failure | undefined {
  const digest = createHash(DIGESTS[cms.digestAlgorithm] ?? 'sha256');
  const found = digest.update(range.before).update(range.after).digest();
  return found.equals(cms.messageDigest) ? undefined : failure('HASH_FAILURE', 'DIGEST_DIFFERS');
}

/** Clause 5.2.7, second half. */
function signatureIsGenuine({ cms, signer }: Facts): Failure | undefined {
  const digest = DIGESTS[cms.digestAlgorithm] ?? 'sha256';
  const isGenuine = signer && verify(digest, cms.attributes, signer.publicKey, cms.signature);
  return isGenuine ? undefined : failure('SIG_CRYPTO_FAILURE', 'SIGNATURE_DIFFERS');
}

/** Clause 5.2.6: a way to a trust anchor, over certification authorities only. */
function chainLeadsToTrust(facts: Facts, policy: Policy): Failure | undefined {
  const chain = chainOf(facts, policy);
  if (chain.length === 0) return failure('NO_CERTIFICATE_CHAIN_FOUND', 'ISSUER_UNKNOWN');
  const hasAuthorities = chain.slice(1).every(({ ca }) => ca);
  return hasAuthorities ? undefined : failure('CHAIN_CONSTRAINTS_FAILURE', 'ISSUER_NO_AUTHORITY');
}

/** Beside the chain, too: what is in the signature unsigned must at least be what its issuer made. */
function certificatesAreGenuine({ certificates }: Facts, { trust }: Policy): Failure | undefined {
  const issuers = [...certificates, ...trust];
  const areGenuine = certificates.every((one) => issuers.some((issuer) => isIssuedBy(one, issuer)));
  return areGenuine ? undefined : failure('CHAIN_CONSTRAINTS_FAILURE', 'CERTIFICATE_UNRELATED');
}

/** The signer's own claim is no proof, but it may disprove: nobody signs validly after the end that he admits. */
function claimedTimeIsWithinValidity({ signature, signer }: Facts): Failure | undefined {
  const at = signature.claimedAt;
  if (at === undefined || signer === undefined) return undefined;
  if (at > notAfter(signer)) return failure('EXPIRED', 'CLAIMED_TIME_OUTSIDE_VALIDITY');
  return at < notBefore(signer) ? failure('NOT_YET_VALID', 'CLAIMED_TIME_OUTSIDE_VALIDITY') : undefined;
}

/** Without a time stamp nothing proves that the signature is older than the certificates' end. */
function certificatesAreValid(facts: Facts, policy: Policy): Failure | undefined {
  const areValid = chainOf(facts, policy).every(
    (one) => policy.at >= notBefore(one) && policy.at <= notAfter(one),
  );
  return areValid ? undefined : failure('OUT_OF_BOUNDS_NO_POE', 'NOW_OUTSIDE_VALIDITY');
}

function signatureIsBaseline({ signature, cms }: Facts): Failure | undefined {
  return levelOf(signature, cms) === 'NONE' ? failure('SIG_CONSTRAINTS_FAILURE', 'NOT_BASELINE') : undefined;
}

/** What was appended later was signed by nobody, whatever it makes the reader see. */
function nothingWasAppended({ range }: Facts): Failure | undefined {
  return range.coversWholeFile ? undefined : failure('SIG_CONSTRAINTS_FAILURE', 'CHANGED_AFTER_SIGNING');
}

function chainOf({ signer, certificates }: Facts, { trust }: Policy): readonly X509Certificate[] {
  return (signer && findChain(signer, certificates, trust)) ?? [];
}

function notBefore(certificate: X509Certificate): Date {
  return new Date(certificate.validFrom);
}

function notAfter(certificate: X509Certificate): Date {
  return new Date(certificate.validTo);
}
