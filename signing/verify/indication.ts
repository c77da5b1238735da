/** The answers of EN 319 102-1, clause 5.1.3, in its own words; never just true or false. */
export type Indication = 'TOTAL-PASSED' | 'INDETERMINATE' | 'TOTAL-FAILED';

/** Sub-indications (EN 319 102-1, table 5), each under the indication that it belongs to. */
const SUB_INDICATIONS = {
  FORMAT_FAILURE: 'TOTAL-FAILED',
  HASH_FAILURE: 'TOTAL-FAILED',
  SIG_CRYPTO_FAILURE: 'TOTAL-FAILED',
  EXPIRED: 'TOTAL-FAILED',
  NOT_YET_VALID: 'TOTAL-FAILED',
  SIG_CONSTRAINTS_FAILURE: 'INDETERMINATE',
  CHAIN_CONSTRAINTS_FAILURE: 'INDETERMINATE',
  CRYPTO_CONSTRAINTS_FAILURE: 'INDETERMINATE',
  NO_SIGNING_CERTIFICATE_FOUND: 'INDETERMINATE',
  NO_CERTIFICATE_CHAIN_FOUND: 'INDETERMINATE',
  OUT_OF_BOUNDS_NO_POE: 'INDETERMINATE',
} as const satisfies Readonly<Record<string, Indication>>;

export type SubIndication = keyof typeof SUB_INDICATIONS;

/** Why a signature did not pass. */
export type Failure = { readonly subIndication: SubIndication; readonly reason: Reason };

export type Verdict = {
  readonly indication: Indication;
  readonly subIndication?: SubIndication;
  readonly reason?: Reason;
};

/** What exactly was found: stable words for scripts, more precise than a sub-indication. */
export type Reason =
  | 'FILE_UNREADABLE'
  | 'NO_SIGNATURE'
  | 'BYTE_RANGE_ODD'
  | 'CMS_UNREADABLE'
  | 'DIGEST_DIFFERS'
  | 'SIGNATURE_DIFFERS'
  | 'CERTIFICATE_REFERENCE_MISSING'
  | 'CERTIFICATE_REFERENCE_DIFFERS'
  | 'ALGORITHM_NOT_ACCEPTED'
  | 'ISSUER_UNKNOWN'
  | 'CERTIFICATE_UNRELATED'
  | 'ISSUER_NO_AUTHORITY'
  | 'CLAIMED_TIME_OUTSIDE_VALIDITY'
  | 'NOW_OUTSIDE_VALIDITY'
  | 'NOT_BASELINE'
  | 'CHANGED_AFTER_SIGNING';

export function failure(subIndication: SubIndication, reason: Reason): Failure {
  return { subIndication, reason };
}

export function verdictOf(found: Failure | undefined): Verdict {
  return found
    ? { indication: SUB_INDICATIONS[found.subIndication], ...found }
    : { indication: 'TOTAL-PASSED' };
}
