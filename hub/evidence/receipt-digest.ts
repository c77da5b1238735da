import type { Receipt } from '../../schemas/receipt.ts';
import type { Codec } from '../ports.ts';

/**
 * What evidence says of a submission: the digest of its receipt, without the place in the evidence that it is yet to get.
 * The receipt names the message by digest. Its own id is random and stands nowhere in the evidence, so that once message and
 * receipt are erased nobody can try out what they may have been.
 */
export function receiptDigest(
  codec: Pick<Codec, 'digest'>,
  id: string,
  { evidence: _place, ...data }: Receipt,
): string {
  return codec.digest({ id, data });
}
