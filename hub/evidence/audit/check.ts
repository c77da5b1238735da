import type { Catalogue } from '../../../schemas/catalogue.ts';
import type { Codec } from '../../ports/messages.ts';
import type { Said } from './body.ts';
import type { TestifiedEpoch } from './epochs.ts';
import type { Note } from './problem.ts';
import type { KeptRecord } from './source.ts';

/** A record with what its body says; with nothing where the body is none. */
export type Heard = KeptRecord & { readonly said: Said | undefined };

/** Looks at the records of one chain in their order, and at what is left when they have ended. */
export type Check = {
  see?(record: Heard): Promise<void> | void;
  end?(): Promise<void> | void;
};

export type Auditing = {
  readonly chain: string;
  readonly codec: Pick<Codec, 'canonical' | 'digest'>;
  readonly workflows: Catalogue['workflows'];
  readonly note: Note;
  readonly counts: Counts;
  /** Epochs of which records tell. */
  readonly testified: TestifiedEpoch[];
};

/** What has been looked at. */
export type Counts = {
  cases: number;
  systems: number;
  records: number;
  events: number;
  receipts: number;
  /** Receipts that erasure has left without their digest: only their place can be checked. */
  erasedReceipts: number;
  handedOver: number;
  overdue: number;
  /** E-mails. */
  mailed: number;
  reports: number;
  letters: number;
  /** What was sealed and has been opened. */
  opened: number;
  /** Records that no sealed root covers, and the time of the oldest. */
  unsealed: number;
  unsealedSince: string | undefined;
  /** Times of the oldest and of the newest record under no root at all. */
  bare: { readonly from: string | undefined; readonly to: string | undefined };
};

export function noCounts(): Counts {
  return {
    cases: 0,
    systems: 0,
    records: 0,
    events: 0,
    receipts: 0,
    erasedReceipts: 0,
    handedOver: 0,
    overdue: 0,
    mailed: 0,
    reports: 0,
    letters: 0,
    opened: 0,
    unsealed: 0,
    unsealedSince: undefined,
    bare: { from: undefined, to: undefined },
  };
}

/** A digest of what somebody may have made to be none: nested too deeply, it fits nothing. */
export function digestOrNone(make: () => string): string | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
