/**
 * What a signed file may cost whoever reads it: more than any good one needs, and less than harms. A file with more of
 * something is judged INDETERMINATE with the reason `LIMIT_REACHED`, never bad. Other people's validators stop at similar
 * figures (DSS of the European Commission: a ratio of 100 beyond the first megabyte).
 */
export const LIMITS = {
  // ASN.1 (X.690)
  /** Certificates nest some ten levels. */
  derDepth: 40,
  /** Values of one encoding; read into a tree each takes some 400 bytes. A revocation list is read by entries instead. */
  derValues: 200_000,
  /** Octets of an object identifier; those in use have twelve at the most. */
  oidBytes: 64,

  // Certificates and what is said of them (RFC 5280, RFC 6960)
  certificateBytes: 64 * 1024,
  /** Different keys under one name: one is in use, those before it were. */
  keysOfOneName: 16,
  /** Members of a way to a trusted certificate; real ones have three or four. */
  chain: 8,
  crlEntries: 250_000,
  ocspStatuses: 100,
  /** Certificates of one file beside its signatures, and likewise its revocation data. */
  validationItems: 128,

  // CMS (RFC 5652)
  /** Certificates in one signature. */
  certificates: 64,
  /** Attributes of one kind, signed or not. */
  attributes: 64,
  /** Time stamps on one signature. */
  timeStamps: 10,

  // Containers (EN 319 162-1)
  entries: 1000,
  /** All that is unpacked together; judging a file holds it once. */
  totalBytes: 128 * 1024 * 1024,
  ratio: 100,
  /** Below this any ratio is harmless. */
  unratedBytes: 1024 * 1024,
  manifestBytes: 1024 * 1024,
  /** Four levels are all that a manifest has. */
  manifestDepth: 4,
  manifestElements: 4000,
  /** Signatures and archive time stamps; each is judged against all validation data. */
  manifests: 32,
  /** A signature or time stamp with its validation data. */
  signatureBytes: 2 * 1024 * 1024,
} as const;
