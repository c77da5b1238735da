/** What can go wrong outside our own code while rendering, sealing or reading a signed file. */
export type SigningFaultCode =
  | 'ASN1_UNREADABLE'
  | 'FONT_UNREADABLE'
  | 'PDF_UNREADABLE'
  | 'CONTAINER_UNREADABLE'
  | 'PDF_WITHOUT_SEAL_FIELD'
  | 'SEAL_UNREADABLE'
  | 'SEAL_KEY_UNSUPPORTED'
  | 'SEAL_INCONSISTENT'
  | 'SIGNATURE_TOO_LARGE'
  /** A key in hardware cannot be reached (PKCS #11). */
  | 'SEAL_UNAVAILABLE'
  /** The seal's certificate or one above it has been revoked: it must not be used any more. */
  | 'SEAL_REVOKED'
  /** The report does not verify, so a further time stamp would help nobody. */
  | 'SEAL_NOT_EXTENDABLE'
  /** No kind of signed file that we know. */
  | 'FILE_KIND_UNKNOWN'
  /** No acceptable time stamp was to be had: the work waits, its level is never lowered. */
  | 'TIME_STAMP_UNAVAILABLE'
  /** Nothing acceptable says whether a certificate was revoked: the work waits, its level is never lowered. */
  | 'REVOCATION_DATA_UNAVAILABLE';

export type SigningFault = Error & { readonly code: SigningFaultCode };

/** A fault with the code that logs and tests know it by; `message` never carries a passphrase or personal data. */
export function signingFault(code: SigningFaultCode, message: string): SigningFault {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

/** Faults that pass by themselves: worth another attempt later. */
export function isTemporary(error: unknown): boolean {
  return isSigningFault(error) && TEMPORARY.has(error.code);
}

const TEMPORARY: ReadonlySet<SigningFaultCode> = new Set([
  'SEAL_UNAVAILABLE',
  'TIME_STAMP_UNAVAILABLE',
  'REVOCATION_DATA_UNAVAILABLE',
]);

export function isSigningFault(error: unknown): error is SigningFault {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
