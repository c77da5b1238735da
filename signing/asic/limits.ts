/**
 * More than any dossier has, and less than harms a reader. Other people's validators stop at similar figures (DSS of the
 * European Commission: a ratio of 100 beyond the first megabyte).
 */
export const LIMITS = {
  entries: 1000,
  totalBytes: 256 * 1024 * 1024,
  ratio: 100,
  /** Below this any ratio is harmless. */
  unratedBytes: 1024 * 1024,
  manifestBytes: 1024 * 1024,
  /** Signatures and archive time stamps; each is judged against all validation data. */
  manifests: 32,
  /** A signature or time stamp with its validation data; read into a tree it takes some 350 times that at worst. */
  signatureBytes: 2 * 1024 * 1024,
  /** Certificates of the whole container, and likewise its revocation data. */
  validationItems: 128,
} as const;
