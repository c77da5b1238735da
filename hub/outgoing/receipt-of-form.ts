import type { Addressed, StoredMessage } from '../ports/records.ts';

/** The receipt that a person had at once, as the delivery that it would have been. */
export function receiptOfForm(
  caseNumber: string,
  { system, id, receiptId, receivedAt }: Pick<StoredMessage, 'system' | 'id' | 'receiptId' | 'receivedAt'>,
): Addressed {
  const about = { messageId: id };
  return {
    id: receiptId,
    system,
    type: 'receipt',
    createdAt: receivedAt,
    duplicate: false,
    chain: caseNumber,
    about,
  };
}
