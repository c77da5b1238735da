import type { ChainHead } from '../../hub/evidence/root-store.ts';

export type HeadRow = { readonly chain: string; readonly seq: number; readonly hash: Buffer };

/** What lies under a root, in the order of the leaves. */
export const HEADS = 'SELECT chain, seq, hash FROM evidence_root_head WHERE number = $1 ORDER BY position';

export function headFrom({ chain, seq, hash }: HeadRow): ChainHead {
  return { chain, seq, hash: hash.toString('hex') };
}
