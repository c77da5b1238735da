import type { Loss } from '../epoch/loss.ts';
import type { ChainHead } from './root-store.ts';

/** How a receipt stands to the evidence of an installation. */
export type Standing =
  /** Its record is where it says. */
  | 'stands'
  /** It was given before a restore, and what it tells is among what was lost then. */
  | 'lost'
  | 'unknown';

/** By the record that the database has in its place, and by what was lost between epochs. */
export function standingOf(
  { chain, seq, hash }: ChainHead,
  { kept, losses }: { readonly kept: string | undefined; readonly losses: readonly Loss[] },
): Standing {
  if (kept === hash) return 'stands';
  const isLost = losses.some(({ chains }) => chains.some((one) => one.chain === chain && seq <= one.lost));
  return isLost ? 'lost' : 'unknown';
}
