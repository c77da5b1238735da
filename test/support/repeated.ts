import type { Answer } from '../../connector/receipt.ts';

/** What a repeated message is answered with: the same receipt, marked, as a delivery of its own. */
export function repeated(first: Answer, again: Pick<Answer, 'delivery'>): Answer {
  return { ...first, delivery: again.delivery, duplicate: 'DUPLICATE_SAME' };
}
