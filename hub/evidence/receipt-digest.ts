import type { Receipt } from '../../schemas/receipt.ts';
import type { Codec } from '../ports/messages.ts';

/** What a receipt says in words and names that its sender has chosen, or that quote it. */
export type Told = Pick<Receipt, 'faults'> & { readonly message?: string };

/** A receipt as it lies in clear: in the place of what it tells there is a digest of that; none once it is erased. */
export type BareReceipt = Omit<Receipt, 'message' | 'faults'> & { readonly told?: string };

/** Takes a receipt apart. The random id blinds the digest: with the id it goes when the receipt is erased. */
export function bareReceipt(
  codec: Pick<Codec, 'digest'>,
  id: string,
  { message, faults, ...data }: Receipt,
): { readonly bare: BareReceipt; readonly told: Told } {
  const told = { message, ...(faults === undefined ? {} : { faults }) };
  return { bare: { ...data, told: codec.digest({ id, ...told }) }, told };
}

/**
 * What evidence says of a submission: the digest of its receipt, without the place in the evidence that it is yet to get.
 * The receipt names the message by digest. Its own id is random and stands nowhere in the evidence, so that once message and
 * receipt are erased nobody can try out what they may have been.
 */
export function receiptDigest(codec: Pick<Codec, 'digest'>, id: string, receipt: Receipt): string {
  return bareReceiptDigest(codec, id, bareReceipt(codec, id, receipt).bare);
}

/** The same of a receipt as it lies in clear. */
export function bareReceiptDigest(
  codec: Pick<Codec, 'digest'>,
  id: string,
  { evidence: _place, ...data }: BareReceipt,
): string {
  return codec.digest({ id, data });
}
