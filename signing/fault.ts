/** What can go wrong outside our own code while rendering, sealing or reading a signed file. */
export type SigningFaultCode =
  | 'ASN1_UNREADABLE'
  | 'FONT_UNREADABLE'
  | 'PDF_UNREADABLE'
  | 'PDF_WITHOUT_SEAL_FIELD'
  | 'SEAL_UNREADABLE'
  | 'SEAL_KEY_UNSUPPORTED'
  | 'SEAL_INCONSISTENT'
  | 'SIGNATURE_TOO_LARGE';

export type SigningFault = Error & { readonly code: SigningFaultCode };

/** A fault with the code that logs and tests know it by; `message` never carries a passphrase or personal data. */
export function signingFault(code: SigningFaultCode, message: string): SigningFault {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

export function isSigningFault(error: unknown): error is SigningFault {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
