import type { Certificate } from '../asn1/certificate.ts';
import { OID } from '../asn1/oids.ts';
import { DIGESTS } from './algorithms.ts';
import { certificateFailure, isRetired } from './certificate-failure.ts';
import type { Grounds } from './certificate-failure.ts';
import { withCertificates } from './evidence.ts';
import { failure } from './indication.ts';
import type { Failure } from './indication.ts';
import { areGenuine } from './stamp-report.ts';
import type { Signed } from './signed.ts';

/** When the signature was made, by its own claim and by proof. */
export type Moments = { readonly claimedAt: Date | undefined; readonly provenAt: Date };

/** Purposes that exclude every other; a seal's certificate that is for nothing else is none. */
const RESERVED: ReadonlySet<string> = new Set([
  OID.timeStamping,
  OID.ocspSigning,
  OID.serverAuthentication,
  OID.codeSigning,
]);

/** What takes trust (EN 319 102-1, clauses 5.2.6, 5.3.4 and 5.5.4), for a signature that is cryptographically sound. */
export function trustFailure(
  { cms, certificates, signer }: Signed,
  moments: Moments,
  grounds: Grounds,
): Failure | undefined {
  if (signer === undefined) return failure('NO_SIGNING_CERTIFICATE_FOUND', 'CERTIFICATE_REFERENCE_DIFFERS');
  const evidence = withCertificates(grounds.evidence, certificates);
  const { policy } = grounds;
  const use = { ...moments, usedAt: moments.provenAt };
  return (
    claimFailure(signer, moments) ??
    usageFailure(signer) ??
    certificateFailure(signer, use, { ...grounds, evidence }) ??
    retirementFailure(cms.digestAlgorithm, moments, policy.retired) ??
    (areGenuine(certificates, [...evidence.certificates, ...policy.trust])
      ? undefined
      : failure('CHAIN_CONSTRAINTS_FAILURE', 'CERTIFICATE_UNRELATED'))
  );
}

/** The signer's own claim is no proof, but it may disprove: nobody signs validly after the end that he admits. */
function claimFailure(signer: Certificate, { claimedAt }: Moments): Failure | undefined {
  if (claimedAt === undefined) return undefined;
  if (claimedAt > signer.notAfter) return failure('EXPIRED', 'CLAIMED_TIME_OUTSIDE_VALIDITY');
  return claimedAt < signer.notBefore ? failure('NOT_YET_VALID', 'CLAIMED_TIME_OUTSIDE_VALIDITY') : undefined;
}

/** Signing must be among the uses that the certificate allows (RFC 5280, 4.2.1.3 and 4.2.1.12). */
function usageFailure({ keyUsage, extendedKeyUsage }: Certificate): Failure | undefined {
  const maySign = keyUsage?.some((use) => use === 'digitalSignature' || use === 'nonRepudiation') ?? true;
  const isReserved = extendedKeyUsage?.every((purpose) => RESERVED.has(purpose)) ?? false;
  return maySign && !isReserved ? undefined : failure('CHAIN_CONSTRAINTS_FAILURE', 'KEY_USAGE_DIFFERS');
}

function retirementFailure(
  digest: string,
  { provenAt }: Moments,
  retired: Readonly<Record<string, Date>>,
): Failure | undefined {
  return isRetired([DIGESTS[digest] ?? ''], provenAt, retired)
    ? failure('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'ALGORITHM_RETIRED')
    : undefined;
}
