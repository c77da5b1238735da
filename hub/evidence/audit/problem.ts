import type { RootProblemCode } from '../verify-roots.ts';

/** What is wrong with the evidence of an installation; in words in `scripts/evidence/sentences.ts`. */
export type AuditCode =
  /** Records between the one before and this one, or before the first, are not there. */
  | 'RECORDS_MISSING'
  /** The record is not the one that was written: its body or what it says of the one before was changed. */
  | 'LINK_BROKEN'
  /** Nothing that evidence could be. */
  | 'BODY_UNREADABLE'
  /** The columns say something else than the body. */
  | 'COLUMNS_DIFFER'
  | 'HEAD_MISSING'
  | 'HEAD_TWICE'
  /** The chain does not end where its head says: it was cut off, or the head was moved. */
  | 'HEAD_DIFFERS'
  | 'CHAIN_MISSING'
  | 'EVENT_DIFFERS'
  | 'EVENT_MISSING'
  | 'EVENT_UNTESTIFIED'
  | 'EVENT_OUT_OF_ORDER'
  | 'RECEIPT_MISSING'
  | 'RECEIPT_TWICE'
  | 'RECEIPT_DIFFERS'
  /** There is no record of a submission where the receipt says that it stands. */
  | 'RECEIPT_MISPLACED'
  | 'OUTCOME_DIFFERS'
  /** A receipt without its digest, as erasure leaves it, though no erasure is testified to. */
  | 'RECEIPT_STRIPPED'
  | 'DELIVERY_UNTESTIFIED'
  | 'DELIVERY_UNMARKED'
  /** What lies under a root is not the record of that chain and number. */
  | 'COVERED_DIFFERS'
  | 'SEAL_BROKEN'
  /** Roots are sealed in their order; this one is not, and a later one is. */
  | 'SEAL_MISSING'
  | RootProblemCode;

export type AuditProblem = {
  readonly code: AuditCode;
  readonly chain?: string;
  readonly record?: number;
  readonly event?: number;
  readonly root?: number;
  /** Which receipt, which deliveries, or why. */
  readonly what?: string;
};

export type Note = (problem: AuditProblem) => void;
