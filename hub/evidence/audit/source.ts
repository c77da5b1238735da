import type { Part } from '../../../domain/kernel/part.ts';
import type { EvidenceRecord } from '../../ports/records.ts';
import type { Digestible } from '../event-digest.ts';
import type { ChainHead, KeptRoot } from '../root-store.ts';

/**
 * The port of an audit: all that an installation keeps of its evidence, as it was at one moment. `chains` names every chain
 * that anything names, once each; all other rows come in the same order of chains, whatever order that is, and each is read
 * once. So nothing has to be held but what belongs to the chain at hand.
 */
export type AuditSource = {
  readonly chains: Rows<InChain>;
  readonly heads: Rows<KeptHead>;
  /** In order of `seq`. */
  readonly records: Rows<KeptRecord>;
  /** In order of `seq`. */
  readonly events: Rows<KeptEvent>;
  /** In order of the places that they name. */
  readonly receipts: Rows<KeptReceipt>;
  readonly deliveries: Rows<KeptDeliveries>;
  readonly mails: Rows<KeptMails>;
  /** What is to be told of cases, one by one; in order of `seq`, then of `id`. */
  readonly told: Rows<KeptTold>;
  readonly reports: Rows<KeptReport>;
  readonly letters: Rows<KeptLetters>;
  /** All that is sealed, opened one by one; for an audit without the key uploads only, of which it tells whether all is there. */
  readonly sealed: Rows<KeptSealed>;
  /** Whether this audit has the key to open it. */
  readonly isOpened: boolean;
  /** What lies under any root, in order of `seq`, then of `root`. */
  readonly covered: Rows<CoveredHead>;
  /** In their order, which is not that of chains. */
  readonly roots: Rows<KeptRoot>;
  /** In no order that matters: they belong to no chain. */
  readonly credentials: Rows<KeptCredential>;
  /** Oldest first. */
  epochs(): Promise<readonly KeptEpoch[]>;
  /** What lies under a root, in the order of the leaves. */
  headsUnder(root: number): Promise<readonly ChainHead[]>;
  /** The directory as it lies there. */
  directory(): Promise<KeptDirectory>;
};

/** As its row says; what was lost before it as canonical JSON, if it came after a restore. */
export type KeptEpoch = Marked & {
  readonly number: number;
  readonly openedAt: string;
  /** The newest root that is older; 0 for none. */
  readonly lastRoot: number;
  readonly lost?: string;
};

/** A page at a time. */
export type Rows<Row> = AsyncIterable<readonly Row[]>;

export type InChain = { readonly chain: string };

/** What a case, or the table of chains, says of where a chain ends. */
export type KeptHead = ChainHead &
  Marked & {
    /** How many events the case has; absent for a chain of no case. */
    readonly events?: number;
    /** What else the row of a case says. */
    readonly file?: KeptFile;
    /** Whether the key of a case is its own; absent where only the hub's key could tell. */
    readonly key?: 'fits' | 'strange' | 'none';
  };

export type KeptFile = {
  readonly workflow: string;
  readonly area: string;
  readonly status: string;
  readonly version: number;
  readonly endedAt: string | undefined;
  /** When the hub is next to do something in the case. Not of what its history says: it follows from the law as well. */
  readonly dueAt?: string | undefined;
  readonly erasedAt: string | undefined;
  /** Who takes part, by authority. */
  readonly parts: readonly KeptPart[];
};

/** A part in a case as it is kept, with the workflow and the area of the case. */
export type KeptPart = Part & { readonly workflow: string; readonly area: string };

/** Whether it bears the code that only the hub can make; unknown to an audit without the key. */
export type Marked = { readonly isOurs?: boolean | undefined };

export type KeptRecord = EvidenceRecord &
  Marked & {
    /** It was there when the newest root was made, by the number of the transaction that wrote it. */
    readonly wasBefore?: boolean;
  };

export type KeptEvent = InChain &
  Digestible &
  Marked & { /** Whether its content is there. */ readonly hasContent: boolean };

export type KeptTold = InChain & {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly to: string;
  /** Documents that go along. */
  readonly attachments: readonly string[];
};

/** A report as its row has it; digests oldest first, none until it is issued. */
export type KeptReport = InChain & {
  readonly id: string;
  readonly seq: number;
  readonly authority: string;
  readonly kind: string;
  readonly parts: readonly string[];
  readonly language: string;
  readonly orderedAt: string;
  readonly expiresAt: string;
  readonly issuedAt: string | undefined;
  readonly digests: readonly string[];
};

/** A dead letter, or what is left of one. */
export type KeptLetters = InChain & Marked;

/** Something that is sealed: whether it opens in its place, and is what its digest says; unknown without the key, where nothing is missing. */
export type KeptSealed = InChain &
  Marked & {
    readonly kind: 'content' | 'document' | 'original' | 'report' | 'letter';
    /** Which one, in words that name no person. */
    readonly what: string;
    /** SHA-256 of the document that it is, or of those that came with it or are named in it. */
    readonly documents?: readonly string[];
  };

/** What a system proves itself with: that there is one, and not what it is. */
export type KeptCredential = Marked & { readonly system: string; readonly account: number };

export type KeptDirectory = { readonly version: number; readonly digest: string };

/** A message that was answered. `chain` and `seq` are where its receipt says that it stands; '' and 0 where it does not say. */
export type KeptReceipt = InChain &
  Marked & {
    readonly seq: number;
    readonly system: string;
    readonly id: string;
    readonly outcome: string;
    readonly receipt: string;
    readonly receiptId: string;
  };

/** Marks of the deliveries of one chain to one recipient: counted, because their ids stand in no record. */
export type KeptDeliveries = InChain & {
  /** '' for news, which go to an authority through whatever system speaks for it then. */
  readonly system: string;
  /** '' for receipts, which go to a system. */
  readonly authority: string;
  readonly type: string;
  /** The system to which they were handed over; '' for those that wait. */
  readonly through: string;
  readonly handedOver: number;
  readonly overdue: number;
};

/** E-mails of one case to one authority by one template that have been sent, or could not be: counted, as deliveries are. */
export type KeptMails = InChain & {
  readonly authority: string;
  readonly template: string;
  readonly sent: number;
  /** Without those of which no record is made, because their case had nobody written them. */
  readonly dead: number;
};

export type CoveredHead = ChainHead & {
  readonly root: number;
  readonly isSealed: boolean;
  /** The root itself is gone. */
  readonly isRootless?: boolean;
};
