import type { Receipt } from '../../schemas/receipt.ts';
import type { FreshNews } from '../case/consequences.ts';
import type { Addressed, Changes } from '../ports/records.ts';

/** A receipt, with the case that it is about. */
export type GivenReceipt = { readonly said: Receipt; readonly caseNumber?: string };

/** What became of one message or form: its receipt, and what the store is to write for it. */
export type Answer = {
  readonly receipt: GivenReceipt & {
    /** It has been given before. */
    readonly isRepeated: boolean;
    /** By which it goes to a system; a person has it at once. */
    readonly outgoing?: Addressed;
  };
  readonly news: readonly FreshNews[];
  readonly changes: Partial<Changes>;
};

/** What became of one submission of a system. */
export type Outcome = Answer & { readonly receipt: { readonly outgoing: Addressed } };

export function isDelivered(answer: Answer): answer is Outcome {
  return answer.receipt.outgoing !== undefined;
}
