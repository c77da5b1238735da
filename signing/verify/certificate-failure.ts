import type { Certificate } from '../asn1/certificate.ts';
import { OID } from '../asn1/oids.ts';
import { findChain } from './chain.ts';
import type { Evidence } from './evidence.ts';
import { failure } from './indication.ts';
import type { Failure } from './indication.ts';
import type { Policy } from './policy.ts';
import { revocationFailure } from './revocation-failure.ts';

/** When a certificate was used, as far as that is known. */
export type Use = {
  /** What it signed existed then, proven by a time stamp; the moment of verification where there is none. */
  readonly provenAt: Date;
  /** The moment for which its status must be known. */
  readonly usedAt: Date;
  /** What the signer himself says. */
  readonly claimedAt?: Date | undefined;
};

/** All that the judgement of a certificate rests on. */
export type Grounds = {
  readonly policy: Policy;
  readonly evidence: Evidence;
  /** Since when what lies at that offset of the file is proven to exist. */
  readonly provenSince: (offset: number | undefined) => Date;
};

export type Chain = readonly Certificate[];

/** Extensions whose meaning is checked, or that restrict nothing which a seal does (RFC 5280, 4.2). */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.certificatePolicies,
  OID.subjectAlternativeName,
]);

/**
 * X.509 validation (EN 319 102-1, clause 5.2.6), with proof of existence where there is one (5.6.2): a way to trust over
 * authorities only, valid and unrevoked for as long as nothing proves the signature.
 */
export function certificateFailure(
  certificate: Certificate,
  use: Use,
  grounds: Grounds,
): Failure | undefined {
  const { policy, evidence } = grounds;
  const chain = findChain(certificate, evidence.certificates, policy.trust);
  if (chain === undefined) return failure('NO_CERTIFICATE_CHAIN_FOUND', 'ISSUER_UNKNOWN');
  return (
    constraintFailure(chain) ??
    validityFailure(chain, use) ??
    retirementFailure(chain, use, policy) ??
    revocationFailure(chain, use, grounds)
  );
}

/** Authorities above the first, no more of them than each allows, and no condition that is not understood. */
function constraintFailure(chain: Chain): Failure | undefined {
  const areAuthorities = chain
    .slice(1)
    .every(({ x509, pathLength = Infinity }, below) => x509.ca && below <= pathLength);
  if (!areAuthorities) return failure('CHAIN_CONSTRAINTS_FAILURE', 'ISSUER_NO_AUTHORITY');
  const areUnderstood = chain
    .slice(0, -1)
    .every(({ extensions }) =>
      [...extensions].every(([type, { isCritical }]) => !isCritical || UNDERSTOOD.has(type)),
    );
  return areUnderstood ? undefined : failure('CHAIN_CONSTRAINTS_FAILURE', 'EXTENSION_UNKNOWN');
}

/** Without proof the certificates must last until the moment of verification. */
function validityFailure(chain: Chain, { provenAt }: Use): Failure | undefined {
  if (chain.some(({ notAfter }) => provenAt > notAfter)) {
    return failure('OUT_OF_BOUNDS_NO_POE', 'NOW_OUTSIDE_VALIDITY');
  }
  return chain.some(({ notBefore }) => provenAt < notBefore)
    ? failure('NOT_YET_VALID', 'PROVEN_TIME_BEFORE_VALIDITY')
    : undefined;
}

function retirementFailure(chain: Chain, { provenAt }: Use, { retired }: Policy): Failure | undefined {
  const kinds = chain.map(({ x509 }) => x509.publicKey.asymmetricKeyType ?? '');
  return isRetired(kinds, provenAt, retired)
    ? failure('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'ALGORITHM_RETIRED')
    : undefined;
}

export function isRetired(
  algorithms: readonly string[],
  provenAt: Date,
  retired: Policy['retired'],
): boolean {
  return algorithms.some((algorithm) => {
    const since = retired[algorithm];
    return since !== undefined && provenAt >= since;
  });
}
