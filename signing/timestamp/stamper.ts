/** Whoever gives a time stamp token (RFC 3161) over a SHA-256 digest; throws `TIME_STAMP_UNAVAILABLE` where none is had. */
export type TimeStamper = { readonly stamp: (digest: Uint8Array) => Promise<Uint8Array> };
