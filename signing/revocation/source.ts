import type { Certificate } from '../asn1/certificate.ts';
import type { Statement, Subject } from './status.ts';

/** A believed answer together with the bytes that prove it. */
export type Proof = Statement & { readonly kind: 'ocsp' | 'crl'; readonly encoding: Uint8Array };

/** Where the status of certificates, and missing issuers, are had from. */
export type RevocationSource = {
  /** Throws `REVOCATION_DATA_UNAVAILABLE` where nobody answers acceptably. */
  readonly proofFor: (subject: Subject) => Promise<Proof>;
  /** The certificate with its issuers up to a self-issued one; those that are not `known` are fetched (RFC 5280, 4.2.2.1). */
  readonly complete: (
    certificate: Certificate,
    known: readonly Certificate[],
  ) => Promise<readonly Certificate[]>;
};
