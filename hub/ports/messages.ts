import type { Format } from '../../domain/directory/authority.ts';
import type { Message } from '../../domain/kernel/message.ts';
import type { Fault } from '../../domain/kernel/refusals.ts';
import type { Instant } from '../../domain/kernel/workflow.ts';

/** Messages as they come and go, and who vouches for them. Adapters and signing implement these ports; only the composition roots know which. */

/** A message as it came in: bytes, and who the transport says has sent them. */
export type Submission = {
  /** The system as authenticated by the broker (`user-id`) or the gateway. */
  readonly system: string;
  /** The transport says whose it is, and has no proof of it: it is answered, and nothing else. */
  readonly isUnproven?: true;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Message id that the transport carries beside the body, if any. */
  readonly messageId?: string;
  /** How the bytes are packed, such as `gzip`; absent where they are not. */
  readonly contentCoding?: string;
  readonly receivedAt: Instant;
  /** Until then its sender waits for the receipt where it has submitted: nobody hands it over elsewhere. */
  readonly waitsUntil?: Instant;
};

/** `canonical` and `digest` are those of the message without its signature. */
export type Decoded =
  | { readonly message: Message; readonly digest: string; readonly canonical: string }
  | { readonly faults: readonly [Fault, ...Fault[]]; readonly id?: string };

export type Codec = {
  decode(bytes: Uint8Array, contentType: string): Decoded;
  encode(message: Message, format: Format): Uint8Array;
  /** RFC 8785 canonical form. */
  canonical(value: unknown): string;
  /** Both of the same value, at once. */
  canonicalWithDigest(value: unknown): { readonly canonical: string; readonly digest: string };
  /** SHA-256 of the canonical form, hexadecimal. */
  digest(value: unknown): string;
};

/** A message as it was signed, and who may have signed it. */
export type SignedMessage = {
  /** Its canonical form. */
  readonly content: string;
  /** Base64 of a DER CMS signature. */
  readonly signature: string;
  /** PEM of the certificates that are registered for its sender. */
  readonly certificates: readonly string[];
  readonly at: Instant;
};

/** What is wrong with a signature: it is not sound, or not of a certificate that is registered. */
export type SignatureProblem =
  | { readonly code: 'SIGNATURE_INVALID'; readonly reason: string }
  | { readonly code: 'SIGNATURE_UNREGISTERED' };

/** Judges the signatures of national systems; undefined says that there is nothing against it. */
export type Signatures = { check(message: SignedMessage): SignatureProblem | undefined };

/** The hub's signature on its messages. */
export type MessageSeal = {
  /** Base64 of a detached signature (CAdES-B-B). Throws SIGNING_UNAVAILABLE while the key cannot be used. */
  sign(content: string, at: Instant): Promise<string>;
  /** DER: the certificate of the key, then those of its issuers. */
  readonly certificates: readonly Uint8Array[];
};

/**
 * Seals bytes of any kind apart from them (CAdES), with a time stamp where an authority for that is configured. Throws
 * `SEAL_WAITS` while the authority or the key is away: a seal is late rather than less.
 */
export type Sealer = { sealApart(bytes: Uint8Array, signedAt: Instant): Promise<Uint8Array> };

/** Whether a system is the one it says it is; the comparison takes the same time for every wrong secret. */
export type Credentials = { verify(system: string, secret: string): Promise<boolean> };
