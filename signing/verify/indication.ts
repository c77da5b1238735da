/** The answers of EN 319 102-1, clause 5.1.3, in its own words; never just true or false. */
export type Indication = 'TOTAL-PASSED' | 'INDETERMINATE' | 'TOTAL-FAILED';

/** Sub-indications (EN 319 102-1, table 5), each under the indication that it belongs to. */
const SUB_INDICATIONS = {
  FORMAT_FAILURE: 'TOTAL-FAILED',
  HASH_FAILURE: 'TOTAL-FAILED',
  SIG_CRYPTO_FAILURE: 'TOTAL-FAILED',
  REVOKED: 'TOTAL-FAILED',
  EXPIRED: 'TOTAL-FAILED',
  NOT_YET_VALID: 'TOTAL-FAILED',
  SIG_CONSTRAINTS_FAILURE: 'INDETERMINATE',
  CHAIN_CONSTRAINTS_FAILURE: 'INDETERMINATE',
  CRYPTO_CONSTRAINTS_FAILURE: 'INDETERMINATE',
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: 'INDETERMINATE',
  NO_SIGNING_CERTIFICATE_FOUND: 'INDETERMINATE',
  NO_CERTIFICATE_CHAIN_FOUND: 'INDETERMINATE',
  SIGNED_DATA_NOT_FOUND: 'INDETERMINATE',
  OUT_OF_BOUNDS_NO_POE: 'INDETERMINATE',
  REVOKED_NO_POE: 'INDETERMINATE',
  REVOKED_CA_NO_POE: 'INDETERMINATE',
  TIMESTAMP_ORDER_FAILURE: 'INDETERMINATE',
  NO_POE: 'INDETERMINATE',
  TRY_LATER: 'INDETERMINATE',
  /** Any other reason: here, that something of the file was not read. */
  GENERIC: 'INDETERMINATE',
} as const satisfies Readonly<Record<string, Indication>>;

export type SubIndication = keyof typeof SUB_INDICATIONS;

/** Why a signature did not pass. */
export type Failure = { readonly subIndication: SubIndication; readonly reason: Reason };

export type Verdict = {
  readonly indication: Indication;
  readonly subIndication?: SubIndication;
  readonly reason?: Reason;
};

/** What exactly was found, with plain words for people; the keys are stable, for scripts. */
export const REASONS = {
  FILE_UNREADABLE: 'The file is a broken PDF.',
  FORM_NOT_READ:
    'The file has a form that is not read here, or parts that nothing explains; it need not be bad.',
  PDF_TOO_LARGE: 'The PDF is larger than what is read here.',
  PDF_TOO_MANY_REVISIONS: 'The PDF has more revisions than are read here.',
  PDF_TOO_MANY_OBJECTS: 'The PDF has more objects than are read here.',
  PDF_TOO_MANY_VALUES: 'The PDF has more values than are read here.',
  PDF_TOO_DEEP: 'The PDF is nested more deeply than is read here.',
  PDF_TOO_MANY_FIELDS: 'The PDF has more form fields than are read here.',
  PDF_TOO_MANY_SIGNATURES: 'The PDF has more signatures than are judged here.',
  PDF_TOO_MANY_STORED: 'The PDF has more embedded validation data than is read here.',
  PDF_UNPACKS_TOO_FAR: 'The validation data in the PDF unpacks to more than is read here.',
  MESSAGE_UNREADABLE: 'The file cannot be read as a message of the hub.',
  MESSAGE_NOT_LEGIBLE:
    'The message has comments, CDATA, instructions or letters written as numbers: one reader may see other words than another.',
  NO_SIGNATURE: 'The file has no signature.',
  BYTE_RANGE_ODD: 'The signature does not say soundly which bytes it covers.',
  CMS_UNREADABLE: 'The signature cannot be read.',
  CMS_FORM_UNREAD:
    'The signature has a form that is not read here: BER, RSASSA-PSS, several signers or other fields than CAdES has.',
  SIGNATURE_KIND_UNREAD: 'The container has signatures of a kind that is not read here (XAdES, or ASiC-S).',
  LIMIT_REACHED: 'The file has more of something than is read.',
  JUDGED_TOO_LONG: 'To judge the file takes longer than is granted.',
  JUDGED_TOO_LARGE: 'To judge the file takes more memory than is granted.',
  DIGEST_DIFFERS: 'The content was changed after it was signed.',
  SIGNATURE_DIFFERS: 'The signature was not made with the key of its certificate.',
  CERTIFICATE_REFERENCE_MISSING: 'The signature is not bound to a certificate.',
  CERTIFICATE_REFERENCE_DIFFERS: 'The certificate that the signature is bound to is not there.',
  ALGORITHM_NOT_ACCEPTED: 'The signature uses an algorithm or a key that is too weak or unknown.',
  ALGORITHM_RETIRED:
    'An algorithm is no longer trusted, and nothing proves the signature to be older than that.',
  ISSUER_UNKNOWN: 'The certificate does not lead to anybody who is trusted.',
  CERTIFICATE_UNRELATED: 'The signature carries a certificate that was altered or does not belong to it.',
  ISSUER_NO_AUTHORITY: 'A certificate was issued by somebody who may not issue certificates.',
  EXTENSION_UNKNOWN: 'A certificate sets a condition that is not understood.',
  KEY_USAGE_DIFFERS: 'The certificate may not be used for signatures.',
  STAMP_USAGE_DIFFERS: 'The certificate of a time stamp may not be used for time stamps.',
  CLAIMED_TIME_OUTSIDE_VALIDITY:
    'By its own claim the signature was made while its certificate was not valid.',
  PROVEN_TIME_BEFORE_VALIDITY: 'The signature is older than its certificate.',
  NOW_OUTSIDE_VALIDITY: 'A certificate has ended, and nothing proves the signature to be older than that.',
  CERTIFICATE_REVOKED: 'The certificate had been revoked when the signature was made.',
  REVOKED_WITHOUT_PROOF:
    'The certificate was revoked, and nothing proves the signature to be older than that.',
  AUTHORITY_REVOKED: 'An issuer was revoked, and nothing proves the signature to be older than that.',
  REVOCATION_DATA_MISSING: 'Nothing says whether a certificate had been revoked.',
  REVOCATION_DATA_UNPROVEN: 'What says that a certificate was not revoked may have been made up later.',
  VALIDATION_DATA_ODD: 'The embedded validation data was altered or cannot be read.',
  IMPRINT_DIFFERS: 'A time stamp was made for something else.',
  STAMP_UNREADABLE: 'A time stamp cannot be read.',
  STAMP_ORDER: 'Time stamps contradict each other about their order.',
  NOT_BASELINE: 'The signature does not have the form of a baseline signature.',
  CHANGED_AFTER_SIGNING:
    'Something was added to the file after it was signed that is not exactly validation data or a time stamp.',
  CONTAINER_UNREADABLE: 'The file is not a readable container.',
  CONTAINER_TYPE_DIFFERS: 'The file does not say that it is a container of files with signatures (ASiC-E).',
  CONTAINER_TOO_LARGE: 'The container has more or larger files than are read.',
  FILE_NAME_UNSAFE: 'The container has a file whose name could mislead, or overwrite something.',
  MANIFEST_UNREADABLE: 'A list of signed files in the container cannot be read.',
  MANIFEST_ODD: 'A list of signed files in the container names what it must not, or contradicts another.',
  MANIFEST_MISSING: 'A signature or time stamp in the container does not say which files it is over.',
  FILE_MISSING: 'A file that was signed is missing in the container.',
  FILE_UNCOVERED: 'The container has a file that is not signed.',
  INDEX_ODD: 'The dossier does not say in a readable way what is in it.',
  FILE_NOT_LISTED: 'The dossier has a file that its index does not name.',
  LISTED_FILE_MISSING: 'The dossier lacks a file that its index names.',
  LISTED_DIGEST_DIFFERS: 'A file of the dossier is not the one that its index names.',
  CHAIN_ODD: 'The dossier has no readable chain of evidence of its case.',
  CHAIN_BROKEN: 'The chain of evidence is broken: a record was changed, taken out or put in.',
  RECORD_DIFFERS: 'The chain of evidence does not testify to this, or testifies to something else.',
  MESSAGE_ODD: 'A message in the dossier cannot be read.',
  MESSAGE_DIFFERS: 'A message in the dossier is not the one that was answered or delivered.',
  ROOT_NOT_PROVEN: 'It is not proven that the chain of evidence lay under this root.',
  LEVEL_NOT_REACHED: 'The signature is sound but does not reach the level that was demanded.',
} as const satisfies Readonly<Record<string, string>>;

export type Reason = keyof typeof REASONS;

export function failure(subIndication: SubIndication, reason: Reason): Failure {
  return { subIndication, reason };
}

export function verdictOf(found: Failure | undefined): Verdict {
  return found
    ? { indication: SUB_INDICATIONS[found.subIndication], ...found }
    : { indication: 'TOTAL-PASSED' };
}

/**
 * Nothing is known of what is not read: other software may find it good. So it is never bad, and the standard has no
 * sub-indication for it.
 */
export function unread(reason: Reason): Verdict {
  return { indication: 'INDETERMINATE', reason };
}

const WORST_FIRST = ['TOTAL-FAILED', 'INDETERMINATE', 'TOTAL-PASSED'] as const;

/**
 * The first of the worst; what consists of several signatures is as good as the worst of them. That a demanded level is
 * not reached comes last of its kind: it must not hide what is wrong besides.
 */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const ordered = WORST_FIRST.flatMap((worst) => verdicts.filter(({ indication }) => indication === worst));
  const [first] = ordered;
  const alike = ordered.filter(({ indication }) => indication === first?.indication);
  const found = alike.find(({ reason }) => reason !== 'LEVEL_NOT_REACHED') ?? first;
  if (found === undefined) return verdictOf(failure('FORMAT_FAILURE', 'NO_SIGNATURE'));
  const { indication, subIndication, reason } = found;
  return { indication, ...(subIndication && { subIndication }), ...(reason && { reason }) };
}
