import type { Codec, EvidenceRecord } from '../../ports.ts';
import type { Said } from './body.ts';
import type { Note } from './problem.ts';

/** A record with what its body says; with nothing where the body is none. */
export type Heard = EvidenceRecord & { readonly said: Said | undefined };

/** Looks at the records of one chain in their order, and at what is left when they have ended. */
export type Check = {
  see?(record: Heard): Promise<void> | void;
  end?(): Promise<void> | void;
};

export type Auditing = {
  readonly chain: string;
  readonly codec: Pick<Codec, 'canonical' | 'digest'>;
  readonly note: Note;
  readonly counts: Counts;
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
  /** Records that no sealed root covers, and the time of the oldest. */
  unsealed: number;
  unsealedSince: string | undefined;
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
    unsealed: 0,
    unsealedSince: undefined,
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
