import type { Certificate } from '../asn1/certificate.ts';
import type { Grounds, Use } from './certificate-failure.ts';
import type { Found } from './evidence.ts';
import { failure } from './indication.ts';
import type { Failure } from './indication.ts';

/**
 * Revocation of every certificate below the anchor (EN 319 102-1, clauses 5.2.6 and 5.6.2.4). A revocation counts whenever
 * it was said; that there is none must be said by an answer for the moment of use, by somebody who could then say it.
 */
export function revocationFailure(
  chain: readonly Certificate[],
  use: Use,
  grounds: Grounds,
): Failure | undefined {
  for (const [at, certificate] of chain.entries()) {
    const issuer = chain[at + 1];
    const found = issuer ? grounds.evidence.statementsOn({ certificate, issuer }) : undefined;
    const failed = found && (revoked(found, use, at > 0) ?? unknown(found, use, grounds));
    if (failed) return failed;
  }
  return undefined;
}

/** Who claims himself to have signed after the revocation needs no proof of it. */
function revoked(
  found: readonly Found[],
  { provenAt, claimedAt }: Use,
  isAuthority: boolean,
): Failure | undefined {
  const moments = found.flatMap(({ status }) => (typeof status === 'object' ? [status.revokedAt] : []));
  if (!moments.some((moment) => moment <= provenAt)) return undefined;
  if (isAuthority) return failure('REVOKED_CA_NO_POE', 'AUTHORITY_REVOKED');
  const isAdmitted = claimedAt !== undefined && moments.some((moment) => moment <= claimedAt);
  return isAdmitted
    ? failure('REVOKED', 'CERTIFICATE_REVOKED')
    : failure('REVOKED_NO_POE', 'REVOKED_WITHOUT_PROOF');
}

function unknown(
  found: readonly Found[],
  { usedAt }: Use,
  { evidence, provenSince }: Grounds,
): Failure | undefined {
  if (!evidence.isStored) return undefined;
  const current = found.filter((one) => one.status !== 'unknown' && isFresh(one, usedAt));
  if (current.length === 0) return failure('TRY_LATER', 'REVOCATION_DATA_MISSING');
  const isProven = current.some(
    ({ signerEnds, offset }) => signerEnds === undefined || provenSince(offset) <= signerEnds,
  );
  return isProven ? undefined : failure('NO_POE', 'REVOCATION_DATA_UNPROVEN');
}

/** Given after the use, or still reliable at that moment (EN 319 102-1, clause 5.2.5). */
function isFresh({ thisUpdate, nextUpdate }: Found, usedAt: Date): boolean {
  return thisUpdate >= usedAt || nextUpdate >= usedAt;
}
