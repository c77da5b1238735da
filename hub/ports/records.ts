import type { Measured } from '../../domain/kernel/measured.ts';
import type { Part } from '../../domain/kernel/part.ts';
import type { Instant, Recorded } from '../../domain/kernel/workflow.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import type { FaultKind } from '../faults.ts';
import type { ExtendedReport, FinishedReport, ReportOrdered } from '../reports/report-records.ts';

/** What is kept: as it is read, and as one batch changes it. */

/** A message seen before, with the receipt that it got. */
export type SeenMessage = {
  /** Absent once it has been erased: then nobody can tell any more whether a repeat is the same. */
  readonly digest?: string;
  readonly receiptId: string;
  readonly receipt: Receipt;
  readonly caseNumber?: string;
};

/** Where a chain of evidence stands: its newest record, and the event of the case up to which that testifies. */
export type ChainHead = {
  readonly chain: string;
  readonly seq: number;
  /** Hexadecimal. */
  readonly hash: string;
  /** 0 in a chain of no case. */
  readonly caseSeq: number;
};

/** A case as it is loaded: its whole history, contents opened. */
export type CaseRecord = {
  readonly number: string;
  readonly workflow: string;
  readonly area: string;
  /** As its row says: beyond what its history makes it, once the database has been restored. Absent where that is no matter. */
  readonly version?: number;
  readonly seq: number;
  readonly chainSeq: number;
  /** Hash of the newest evidence record, hexadecimal. */
  readonly chainHead: string;
  readonly history: readonly Recorded[];
  /** When the hub is next to do something in it, as was reckoned last. */
  readonly dueAt?: Instant;
};

export type StoredEvent = {
  readonly caseNumber: string;
  readonly event: Recorded;
  /** Absent when the event has no content. */
  readonly sealed?: { readonly plain: string; readonly digest: string };
};

export type StoredMessage = {
  readonly system: string;
  readonly id: string;
  readonly digest: string;
  readonly receivedAt: Instant;
  readonly outcome: 'accepted' | 'rejected';
  readonly caseNumber?: string;
  readonly receipt: Receipt;
  readonly receiptId: string;
};

export type EvidenceRecord = {
  readonly chain: string;
  /** Event of the case up to which this record testifies. */
  readonly caseSeq: number;
  readonly seq: number;
  readonly kind: string;
  readonly at: Instant;
  /** Canonical JSON; `kind` and `at` stand in it too. */
  readonly body: string;
  readonly prev: string;
  readonly hash: string;
};

/** Something that waits to be handed over to a system; the body is made when it is. */
export type Outgoing = {
  readonly id: string;
  /** Absent while no system speaks for the authority that it is for: it waits until one does. */
  readonly system?: string;
  readonly type: string;
  readonly createdAt: Instant;
  readonly duplicate: boolean;
  /** The chain of evidence that testifies to it. */
  readonly chain: string;
  /** Until then whoever has written it is about to hand it over: nobody else does. Asked for when it is written. */
  readonly heldUntil?: Instant;
  readonly about: ReceiptOf | CaseNews;
};

/** One for which there is a system. */
export type Addressed = Outgoing & { readonly system: string };

export type ReceiptOf = { readonly messageId: string };

export type CaseNews = {
  readonly authority: string;
  readonly caseNumber: string;
  readonly seq: number;
  readonly attachments: readonly string[];
};

/** An e-mail that waits to be sent: by which template, and whom it is for. Words and addresses are looked up when it is. */
export type Mail = {
  readonly id: string;
  readonly caseNumber: string;
  /** Event that it tells of. */
  readonly seq: number;
  readonly authority: string;
  readonly template: string;
  readonly createdAt: Instant;
};

/**
 * Why an e-mail is dead of which the evidence has no record, and an audit expects none: the case has nobody written it, or does
 * not stand as it should. For every other reason there is one.
 */
export const DEAD_UNTESTIFIED = 'RECORD_UNSOUND' satisfies FaultKind;

/** What has become of an e-mail: the server has taken it, or it cannot be sent, and why (a code). */
export type MailEnd = { readonly id: string; readonly at: Instant } & (
  { readonly state: 'sent' } | { readonly state: 'dead'; readonly reason: string }
);

export type CaseChange = {
  readonly number: string;
  readonly workflow: string;
  readonly area: string;
  readonly status: string;
  readonly version: number;
  readonly seq: number;
  readonly chainSeq: number;
  readonly chainHead: string;
  /** Set when the case is opened by this change. */
  readonly opened: boolean;
  /** When the exchange has come to its end. */
  readonly endedAt?: Instant;
  /** When the hub is next to do something in it. */
  readonly dueAt?: Instant;
  /** What statistics count of it; where it is absent, what was counted before stays. */
  readonly measured?: Measured;
  readonly at: Instant;
};

/** Who takes part in a case: all there are, anew after each event. */
export type CaseParts = {
  readonly number: string;
  readonly workflow: string;
  readonly area: string;
  readonly parts: readonly PartLine[];
};

/** A part, with the Member States of those that it is about it with. */
export type PartLine = Part & { readonly countries: readonly string[] };

export type Blob = { readonly caseNumber: string; readonly sha256: string; readonly bytes: Uint8Array };

/** An upload that now belongs to a case: its key is sealed under that of the case, and its bytes stay where they are. */
export type ClaimedUpload = { readonly caseNumber: string; readonly id: string };

/** A document of one case that another one has as well: the same pieces under a key of its own. */
export type SharedUpload = ClaimedUpload & { readonly of: string };

/** An accepted message as it came, sealed with its case: what its sender has said, and has signed. */
export type Original = {
  readonly caseNumber: string;
  readonly system: string;
  readonly id: string;
  /** JSON of the message, its documents detached, signature included. */
  readonly plain: string;
};

/** Everything that one batch changes, written in one transaction. */
export type Changes = {
  readonly messages: readonly StoredMessage[];
  readonly cases: readonly CaseChange[];
  readonly parts: readonly CaseParts[];
  readonly events: readonly StoredEvent[];
  readonly blobs: readonly Blob[];
  readonly claims: readonly ClaimedUpload[];
  readonly shared: readonly SharedUpload[];
  readonly originals: readonly Original[];
  readonly evidence: readonly EvidenceRecord[];
  /** Chains that are moved without their case. */
  readonly heads: readonly ChainHead[];
  readonly outgoing: readonly Outgoing[];
  readonly handedOver: readonly DeliveryMark[];
  /** Deliveries of which evidence says that they were not handed over in time; they go on waiting. */
  readonly overdue: readonly DeliveryMark[];
  readonly mails: readonly Mail[];
  readonly mailEnds: readonly MailEnd[];
  readonly reports: readonly ReportOrdered[];
  readonly finished: readonly FinishedReport[];
  readonly extended: readonly ExtendedReport[];
  readonly letters: readonly DeadLetter[];
  /**
   * Cases of which everything that people wrote is deleted, with the key; and what could be held against the evidence to
   * try out what it was: digests of messages, fault texts, and the random ids of deliveries.
   */
  readonly erased: readonly string[];
  /** Cases that nothing has happened to: only what is due in them was asked anew. */
  readonly dues: readonly Pick<CaseChange, 'number' | 'dueAt' | 'measured'>[];
};

export type DeliveryMark = {
  readonly id: string;
  readonly at: Instant;
  /** To which it was handed over: the directory may have given it to another one meanwhile. */
  readonly system?: string;
};

export type MessageKey = { readonly system: string; readonly id: string };

export function keyOfMessage(key: MessageKey): string {
  return `${key.system} ${key.id}`;
}

export type DeadLetter = {
  readonly id: string;
  readonly system?: string;
  readonly messageId?: string;
  readonly reason: string;
  readonly queue: string;
  readonly diedAt: Instant;
  readonly bytes: Uint8Array;
  /** The chain of evidence that testifies to it. */
  readonly chain: string;
};
