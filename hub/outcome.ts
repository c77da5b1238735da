import type { Receipt } from '../schemas/receipt.ts';
import type { FreshNews } from './effect.ts';
import type { Changes, Outgoing } from './ports.ts';

/** A receipt as text, as it is stored; and its value, where it was just made. */
export type StoredReceipt = { readonly data: string; readonly value?: Receipt; readonly caseNumber?: string };

/** What became of one submission: its receipt, and what the store is to write for it. */
export type Outcome = {
  readonly receipt: StoredReceipt & { readonly outgoing: Outgoing };
  readonly news: readonly FreshNews[];
  readonly changes: Partial<Changes>;
};
