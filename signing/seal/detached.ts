import { createHash } from 'node:crypto';
import type { TimeStamper } from '../timestamp/stamper.ts';
import { signDigest } from './cms.ts';
import type { Seal } from './seal.ts';

/** How to seal bytes of any kind: with a `tsa` at level B-T, else at B-B. */
export type DetachedSealing = {
  readonly seal: Seal;
  /** RFC 3339 instant, the signer's claim. */
  readonly signedAt: string;
  readonly tsa?: TimeStamper;
};

/** CAdES-B-B or B-T apart from the bytes themselves (EN 319 122-1, clause 6): receipts, message bodies, Merkle roots. */
export function sealDetached(
  bytes: Uint8Array,
  { seal, signedAt, tsa }: DetachedSealing,
): Promise<Uint8Array> {
  const digest = createHash('sha256').update(bytes).digest();
  return signDigest({ digest, signingTime: new Date(signedAt), tsa }, seal);
}
