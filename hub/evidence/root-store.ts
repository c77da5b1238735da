import type { Instant } from '../../domain/kernel/workflow.ts';

/** The newest record of a chain of evidence, at some moment. */
export type ChainHead = {
  readonly chain: string;
  readonly seq: number;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
};

/** A root as it is kept; its statement says everything of it that is sealed (`statement.ts`). */
export type KeptRoot = {
  readonly number: number;
  readonly statement: string;
  /** Absent until it is sealed. */
  readonly signature?: Uint8Array;
};

/** What a new root comes after: a number, and the statement of the root before, where one is left. */
export type RootBefore = { readonly number: number; readonly statement?: string };

/** The port of Merkle roots over the heads of chains, and of what lies under each. */
export type RootStore = {
  /**
   * Puts the heads that no root covers yet under new ones, in one transaction; `state` says what is stated of them after
   * the root before. Answers how many roots that made: none when nothing is new, or while another worker does the same.
   */
  gather(
    state: (
      heads: readonly ChainHead[],
      before: RootBefore,
    ) => { readonly at: Instant; readonly statement: string },
  ): Promise<number>;
  /** The oldest root without a seal, taken so that no other worker seals it at the same time; none while one does. */
  takeUnsealed(at: Instant): Promise<KeptRoot | undefined>;
  /** Gives back a root that was taken at that instant. */
  giveBackRoot(number: number, takenAt: Instant): Promise<void>;
  /** False where somebody else has sealed it meanwhile: the first seal stays. */
  keepSeal(
    number: number,
    sealed: { readonly signature: Uint8Array; readonly at: Instant },
  ): Promise<boolean>;
  /** Since when something waits to come under a sealed root. */
  unsealedSince(): Promise<Instant | undefined>;
  /** The roots that hold a head of the chain, oldest first, with the place of its leaf. */
  rootsOf(chain: string): Promise<readonly (KeptRoot & { readonly index: number })[]>;
  /** What lies under a root, in the order of the leaves. */
  headsUnder(number: number): Promise<readonly ChainHead[]>;
  /** The roots after that number in their order, a page at a time. */
  rootsAfter(number: number, limit: number): Promise<readonly KeptRoot[]>;
};
