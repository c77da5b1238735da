import type { KeyAlgorithm } from '../asn1/algorithms.ts';

/** Who seals: a certificate, those above it, and the means to sign. A key in hardware is another `sign` (PKCS #11). */
export type Seal = {
  /** DER as received. */
  readonly certificate: Uint8Array;
  /** Issuers, the nearest first. */
  readonly chain: readonly Uint8Array[];
  readonly algorithm: KeyAlgorithm;
  /** The signature over the bytes with SHA-256, in the form that CMS has: ECDSA as DER sequence. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
};

/** What a seal says of itself in the signature dictionary (ISO 32000-1, table 252). */
export type Sealing = {
  /** RFC 3339 instant. */
  readonly signedAt: string;
  readonly reason: string;
  /** Who seals, in the words of the issuer. */
  readonly name?: string;
  readonly location?: string;
  readonly contactInfo?: string;
};
