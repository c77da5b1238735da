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
  /** Deliveries wait, or were handed over, of which the record of the command says nothing, or others. */
  | 'DELIVERIES_DIFFER'
  | 'DELIVERY_INVENTED'
  /** E-mails were sent, or died, of which no record tells; or records tell of some that are not there. */
  | 'MAIL_UNTESTIFIED'
  | 'MAIL_UNMARKED'
  /** It bears no code of the hub's: somebody without the key has written it. Only an audit with the key can tell. */
  | 'RECORD_FORGED'
  | 'EVENT_FORGED'
  | 'RECEIPT_FORGED'
  | 'CREDENTIAL_DIFFERS'
  /** What people wrote is gone, and no erasure is testified to; or it is there after one. */
  | 'CONTENT_MISSING'
  | 'CONTENT_LEFT'
  /** The key of a case is gone or is none; what is sealed does not open, or is not what it was; a message as it was sent, or a document, is gone. */
  | 'KEY_DIFFERS'
  | 'SEALED_DIFFERS'
  | 'ORIGINAL_MISSING'
  | 'DOCUMENT_MISSING'
  /** The row of a case says something else than its history. */
  | 'CASE_DIFFERS'
  | 'CASE_FORGED'
  | 'REPORT_DIFFERS'
  | 'REPORT_MISSING'
  | 'LETTERS_DIFFER'
  /** The directory is not the one that was published last. */
  | 'DIRECTORY_DIFFERS'
  /** What lies under a root is not the record of that chain and number. */
  | 'COVERED_DIFFERS'
  /** It was there when a root was made, and lies under none. */
  | 'RECORD_OMITTED'
  /** Something tells of the root, and it is gone. */
  | 'ROOT_MISSING'
  /** Records of more than a day lie under no root: it is gone, or none was made. */
  | 'ROOTS_MISSING'
  /** An epoch was opened, or is said to have been, and record and row do not say the same of it. */
  | 'EPOCH_DIFFERS'
  | 'EPOCH_FORGED'
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
  readonly epoch?: number;
  /** Which receipt, which deliveries, or why. */
  readonly what?: string;
};

export type Note = (problem: AuditProblem) => void;
