/** What can go wrong outside our own code while rendering, sealing or reading a signed file. */
export type SigningFaultCode =
  | 'ASN1_UNREADABLE'
  /** More of something than is read (limits.ts): nothing is known of the file. */
  | 'LIMIT_REACHED'
  | 'FONT_UNREADABLE'
  | 'PDF_UNREADABLE'
  /** Perhaps a good PDF, of a form that is not read here. */
  | 'PDF_NOT_READ'
  /** Limits of what is read of one PDF (`pdf/limits.ts`). */
  | 'PDF_TOO_LARGE'
  | 'PDF_TOO_MANY_REVISIONS'
  | 'PDF_TOO_MANY_OBJECTS'
  | 'PDF_TOO_MANY_VALUES'
  | 'PDF_TOO_DEEP'
  | 'PDF_TOO_MANY_FIELDS'
  | 'PDF_TOO_MANY_SIGNATURES'
  | 'PDF_TOO_MANY_STORED'
  | 'PDF_UNPACKS_TOO_FAR'
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
  /** The seal's certificate has ended, or is not valid yet. */
  | 'SEAL_NOT_VALID'
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

/** For what may be a good PDF. */
export function notRead(what: string): SigningFault {
  return signingFault('PDF_NOT_READ', what);
}

/** Whether it says that a PDF, or what is given out for one, was not read; a limit that is reached says something else. */
export function isUnread(error: unknown): error is SigningFault {
  return isSigningFault(error) && (error.code === 'PDF_NOT_READ' || error.code === 'PDF_UNREADABLE');
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

/** The seal must not be used: what is to be sealed waits until people have put another in its place. */
export function stopsSealing(error: unknown): boolean {
  return isSigningFault(error) && (error.code === 'SEAL_NOT_VALID' || error.code === 'SEAL_REVOKED');
}

export function isSigningFault(error: unknown): error is SigningFault {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/**
 * Undefined for what cannot be read, whatever the reason. What is too much to be read stays a fault: nothing is known of
 * it, and whoever took it for unreadable would call a good file bad.
 */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isLimit(error)) throw error;
    return undefined;
  }
}

export function isLimit(error: unknown): boolean {
  return isSigningFault(error) && error.code === 'LIMIT_REACHED';
}

/** Throws where there is more of something than its limit allows. */
export function demandAtMost(limit: number, count: number, what: string): void {
  if (count > limit) throw signingFault('LIMIT_REACHED', `more than ${limit} ${what}`);
}
