import { issuersAmong } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { readTimeStamp, timeStampFailure } from '../timestamp/token.ts';
import type { Stamped, TimeStamp } from '../timestamp/token.ts';
import { certificateFailure, isRetired } from './certificate-failure.ts';
import type { Grounds } from './certificate-failure.ts';
import { withCertificates } from './evidence.ts';
import { failure, verdictOf } from './indication.ts';
import type { Failure, Verdict } from './indication.ts';
import { DIGESTS } from './algorithms.ts';

export type StampReport = Verdict & {
  /** The moment that it proves, where it passed. */
  readonly at?: string;
  /** Distinguished name of the authority's certificate. */
  readonly authority?: string;
};

/** A time may be given in whole seconds and the next one, by another authority, in thousandths. */
const ORDER_TOLERANCE_MS = 1000;

/**
 * Judges a time stamp (EN 319 102-1, clause 5.4). `provenAt`: a later time stamp proves it, or else it has to stand at the
 * moment of verification. Its authority's status must be known for the moment in which it stamped.
 */
export function judgeStamp(
  token: Uint8Array,
  { stamped, provenAt }: { readonly stamped: Stamped; readonly provenAt: Date },
  grounds: Grounds,
): StampReport {
  const stamp = readTimeStamp(token, grounds.evidence.certificates);
  if (stamp === undefined) return verdictOf(failure('FORMAT_FAILURE', 'STAMP_UNREADABLE'));
  const found = timeStampFailure(stamp, stamped) ?? trustFailure(stamp, provenAt, grounds);
  return { ...verdictOf(found), at: stamp.at.toISOString(), ...authorityOf(stamp) };
}

function trustFailure(stamp: TimeStamp, provenAt: Date, grounds: Grounds): Failure | undefined {
  const { signer, certificates, cms } = stamp.signed;
  if (stamp.at.getTime() > provenAt.getTime() + ORDER_TOLERANCE_MS) {
    return failure('TIMESTAMP_ORDER_FAILURE', 'STAMP_ORDER');
  }
  const digests = [cms.digestAlgorithm, stamp.imprint.algorithm].map((oid) => DIGESTS[oid] ?? '');
  if (isRetired(digests, provenAt, grounds.policy.retired)) {
    return failure('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'ALGORITHM_RETIRED');
  }
  const evidence = withCertificates(grounds.evidence, certificates);
  if (!areGenuine(certificates, [...evidence.certificates, ...grounds.policy.trust])) {
    return failure('CHAIN_CONSTRAINTS_FAILURE', 'CERTIFICATE_UNRELATED');
  }
  const use = { provenAt: later(provenAt, stamp.at), usedAt: stamp.at };
  return signer && certificateFailure(signer, use, { ...grounds, evidence });
}

/** What is in a signature unsigned must at least be what its issuer made. */
export function areGenuine(certificates: readonly Certificate[], issuers: readonly Certificate[]): boolean {
  return certificates.every((one) => issuersAmong(one, issuers).length > 0);
}

function authorityOf({ signed: { signer } }: TimeStamp): { readonly authority?: string } {
  return signer ? { authority: signer.x509.subject.replaceAll('\n', ', ') } : {};
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
