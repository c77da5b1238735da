import type { Directory } from '../domain/directory/directory.ts';
import type { Message } from '../domain/kernel/message.ts';
import type { Fault } from '../domain/kernel/refusals.ts';
import type { Instant, Recorded } from '../domain/kernel/workflow.ts';
import type {
  EndingReport,
  ExtendedReport,
  FinishedReport,
  IssuedReport,
  ReportFile,
  ReportOrdered,
  ReportStatus,
  ReportsWanted,
} from './report-records.ts';

/** What the hub needs from the outside. Adapters and signing implement these; only the `main.ts` know which. */

/** A message as it came in: bytes, and who the transport says has sent them. */
export type Submission = {
  /** The system as authenticated by the broker (`user-id`) or the gateway. */
  readonly system: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Message id that the transport carries beside the body, if any. */
  readonly messageId?: string;
  readonly receivedAt: Instant;
};

/** `canonical` and `digest` are those of the message without its signature. */
export type Decoded =
  | { readonly message: Message; readonly digest: string; readonly canonical: string }
  | { readonly faults: readonly [Fault, ...Fault[]]; readonly id?: string };

export type Codec = {
  decode(bytes: Uint8Array, contentType: string): Decoded;
  encode(message: Message, format: 'xml' | 'json'): Uint8Array;
  /** RFC 8785 canonical form. */
  canonical(value: unknown): string;
  /** SHA-256 of the canonical form, hexadecimal. */
  digest(value: unknown): string;
};

/** A message as it was signed, and who may have signed it. */
export type SignedMessage = {
  /** Its canonical form. */
  readonly content: string;
  /** Base64 of a DER CMS signature. */
  readonly signature: string;
  /** PEM of the certificates that are registered for its sender. */
  readonly certificates: readonly string[];
  readonly at: Instant;
};

/** What is wrong with a signature: it is not sound, or not of a certificate that is registered. */
export type SignatureProblem =
  | { readonly code: 'SIGNATURE_INVALID'; readonly reason: string }
  | { readonly code: 'SIGNATURE_UNREGISTERED' };

/** Judges the signatures of national systems; undefined says that there is nothing against it. */
export type Signatures = { check(message: SignedMessage): SignatureProblem | undefined };

/** The hub's signature on its messages. */
export type MessageSeal = {
  /** Base64 of a detached signature (CAdES-B-B). Throws SIGNING_UNAVAILABLE while the key cannot be used. */
  sign(content: string, at: Instant): Promise<string>;
  /** DER: the certificate of the key, then those of its issuers. */
  readonly certificates: readonly Uint8Array[];
};

export type Clock = { now(): Instant };

export type Ids = {
  uuid(): string;
  /** A number for a new case of the workflow with this prefix. */
  caseNumber(prefix: string): string;
  /** Sixteen random bytes, hexadecimal: the salt of a content digest. */
  salt(): string;
};

/** Current copy of the directory; every decision takes the snapshot it is given. */
export type DirectorySource = { current(): Directory };

export type Log = {
  info(facts: Readonly<Record<string, unknown>>, text: string): void;
  warn(facts: Readonly<Record<string, unknown>>, text: string): void;
  error(facts: Readonly<Record<string, unknown>>, text: string): void;
};

/** A message seen before, with the receipt that it got. */
export type SeenMessage = {
  /** Absent once it has been erased: then nobody can tell any more whether a repeat is the same. */
  readonly digest?: string;
  readonly receiptId: string;
  readonly receipt: string;
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
  readonly seq: number;
  readonly chainSeq: number;
  /** Hash of the newest evidence record, hexadecimal. */
  readonly chainHead: string;
  readonly history: readonly Recorded[];
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
  readonly receipt: string;
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
  readonly system: string;
  readonly type: string;
  readonly createdAt: Instant;
  readonly duplicate: boolean;
  /** The chain of evidence that testifies to it. */
  readonly chain: string;
  readonly about: ReceiptOf | CaseNews;
};
export type ReceiptOf = { readonly messageId: string };
export type CaseNews = {
  readonly authority: string;
  readonly caseNumber: string;
  readonly seq: number;
  readonly attachments: readonly string[];
};

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
  readonly at: Instant;
};

export type Blob = { readonly caseNumber: string; readonly sha256: string; readonly bytes: Uint8Array };

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
  readonly events: readonly StoredEvent[];
  readonly blobs: readonly Blob[];
  readonly originals: readonly Original[];
  readonly evidence: readonly EvidenceRecord[];
  /** Chains that are moved without their case. */
  readonly heads: readonly ChainHead[];
  readonly outgoing: readonly Outgoing[];
  readonly handedOver: readonly DeliveryMark[];
  /** Deliveries of which evidence says that they were not handed over in time; they go on waiting. */
  readonly overdue: readonly DeliveryMark[];
  readonly reports: readonly ReportOrdered[];
  readonly finished: readonly FinishedReport[];
  readonly extended: readonly ExtendedReport[];
  /**
   * Cases of which everything that people wrote is deleted, with the key; and what could be held against the evidence to
   * try out what it was: digests of messages, fault texts, and the random ids of deliveries.
   */
  readonly erased: readonly string[];
};

export type DeliveryMark = { readonly id: string; readonly at: Instant };

export type MessageKey = { readonly system: string; readonly id: string };

/** One transaction. `load` locks the cases it names, ordered by number, before it reads anything of them. */
export type Unit = {
  load(keys: readonly MessageKey[], caseNumbers: readonly string[]): Promise<Loaded>;
  /** Locks chains, those of cases first, each in order of name; a system's first record is after `CHAIN_START`. */
  heads(chains: readonly string[]): Promise<ReadonlyMap<string, ChainHead>>;
  /** Which of these deliveries wait, and bear no such mark; asked after their chains are locked. */
  unmarked(ids: readonly string[], mark: 'handedOver' | 'overdue'): Promise<readonly string[]>;
  write(changes: Changes): Promise<void>;
};
export type Loaded = {
  /** By `system id`, see `keyOfMessage`. */
  readonly seen: ReadonlyMap<string, SeenMessage>;
  readonly cases: ReadonlyMap<string, CaseRecord>;
};

export function keyOfMessage(key: MessageKey): string {
  return `${key.system} ${key.id}`;
}

export type WaitingPage = {
  readonly before: Instant;
  readonly after?: { readonly createdAt: Instant; readonly id: string };
  readonly limit: number;
  readonly except: readonly string[];
};

/** What is kept of a case for its dossier: as one authority and its system may see it. */
export type CaseArchive = {
  /** The whole chain, in its order. */
  readonly evidence: readonly EvidenceRecord[];
  /** Accepted messages of its system; what others have sent is not even opened. Gone after erasure. */
  readonly originals: readonly Original[];
  /** What the authority was told of the case, oldest first. */
  readonly deliveries: readonly Outgoing[];
  /** Receipts on the case that went to its system. */
  readonly receipts: readonly Outgoing[];
  /** Reports that were made for the authority and are still kept, dossiers excepted. */
  readonly reports: readonly ReportFile[];
};

export type Store = {
  /** Throws `MessageSeenMeanwhile` when another worker has just stored one of the messages. */
  transaction<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  /** A case up to one of its events; nothing when there is no such case. */
  caseAt(number: string, seq?: number): Promise<CaseRecord | undefined>;
  receipt(key: MessageKey): Promise<SeenMessage | undefined>;
  archive(
    number: string,
    reader: { readonly authority: string; readonly system: string },
  ): Promise<CaseArchive | undefined>;
  /** Attached documents of a case by SHA-256; those erased are missing. */
  blobs(caseNumber: string, sha256: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /**
   * What still waits and was created before the instant, oldest first, a page at a time: `after` is the last one of the
   * page before. What waits for the named systems is left out: they come for it themselves.
   */
  waiting(page: WaitingPage): Promise<readonly Outgoing[]>;
  /** What has waited since before the instant, of which no evidence says so yet; the oldest first. */
  overdue(before: Instant, limit: number): Promise<readonly Outgoing[]>;
  /** A delivery, whether it still waits or not. */
  delivery(id: string): Promise<Outgoing | undefined>;
  /** What waits for one system, oldest first: its inbox over HTTP. */
  inbox(system: string, limit: number): Promise<readonly Outgoing[]>;
  /** One delivery out of that inbox; nothing when it does not wait there, whoever else it may be for. */
  waitingFor(system: string, id: string): Promise<Outgoing | undefined>;
  /** Takes ordered reports to be made, so that no other worker makes them at the same time. */
  takeReports(limit: number, at: Instant): Promise<readonly ReportOrdered[]>;
  /** Gives back an order that was taken at that instant, as if it had never been: the attempt does not count. */
  giveBackReport(id: string, takenAt: Instant): Promise<void>;
  /** Takes kept reports whose stamps end before an instant, so that no other worker extends them on the same day. */
  takeEnding(
    limit: number,
    when: { readonly at: Instant; readonly before: Instant },
  ): Promise<readonly EndingReport[]>;
  /** Gives back a report that was taken to be extended at that instant. */
  giveBackEnding(id: string, takenAt: Instant): Promise<void>;
  /** Deletes the files of reports that are no longer kept, as many as named at the most; answers how many. */
  deleteReports(limit: number, at: Instant): Promise<number>;
  /** The file as it is kept now. */
  /** What a system has ordered, the newest first, and how far it is. */
  orderedReports(system: string, wanted: ReportsWanted): Promise<readonly ReportStatus[]>;
  report(id: string): Promise<ReportFile | undefined>;
  /** What anybody may know of a report who has its id: that the hub has issued it, even where its file is gone by now. */
  issued(id: string): Promise<IssuedReport | undefined>;
  saveDeadLetter(letter: DeadLetter): Promise<void>;
  /** Cases that have ended and have not been erased, a page at a time. */
  toErase(page: ErasurePage): Promise<readonly EndedCase[]>;
  /** Erases refused messages and dead letters from before the instant, as many as named of each; answers how many. */
  eraseStrays(
    before: Instant,
    limit: number,
  ): Promise<{ readonly messages: number; readonly letters: number }>;
};

export type EndedCase = { readonly number: string; readonly area: string; readonly endedAt: Instant };

export type ErasurePage = {
  /** By area: what ended before this instant is due. */
  readonly endedBefore: ReadonlyMap<string, Instant>;
  /** The same for an area that is not published any more. */
  readonly otherwise: Instant;
  readonly after?: EndedCase;
  readonly limit: number;
};

export type DeadLetter = {
  readonly id: string;
  readonly system?: string;
  readonly messageId?: string;
  readonly reason: string;
  readonly queue: string;
  readonly diedAt: Instant;
  readonly bytes: Uint8Array;
};

/**
 * Seals bytes of any kind apart from them (CAdES), with a time stamp where an authority for that is configured. Throws
 * `SEAL_WAITS` while the authority or the key is away: a seal is late rather than less.
 */
export type Sealer = { sealApart(bytes: Uint8Array, signedAt: Instant): Promise<Uint8Array> };

/** Hands a message over to a system's inbox; resolves when the broker has confirmed it. */
export type Outbox = {
  publish(message: {
    readonly id: string;
    readonly system: string;
    readonly type: string;
    readonly format: 'xml' | 'json';
    readonly bytes: Uint8Array;
  }): Promise<void>;
};

/** Whether a system is the one it says it is; the comparison takes the same time for every wrong secret. */
export type Credentials = { verify(system: string, secret: string): Promise<boolean> };
