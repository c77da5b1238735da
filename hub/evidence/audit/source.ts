import type { EvidenceRecord } from '../../ports.ts';
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
  readonly records: Rows<EvidenceRecord>;
  /** In order of `seq`. */
  readonly events: Rows<KeptEvent>;
  /** In order of the places that they name. */
  readonly receipts: Rows<KeptReceipt>;
  readonly deliveries: Rows<KeptDeliveries>;
  /** What lies under any root, in order of `seq`, then of `root`. */
  readonly covered: Rows<CoveredHead>;
  /** In their order, which is not that of chains. */
  readonly roots: Rows<KeptRoot>;
  /** What lies under a root, in the order of the leaves. */
  headsUnder(root: number): Promise<readonly ChainHead[]>;
};

/** A page at a time. */
export type Rows<Row> = AsyncIterable<readonly Row[]>;

export type InChain = { readonly chain: string };

/** What a case, or the table of chains, says of where a chain ends. */
export type KeptHead = ChainHead & {
  /** How many events the case has; absent for a chain of no case. */
  readonly events?: number;
};

export type KeptEvent = InChain & Digestible;

/** A message that was answered. `chain` and `seq` are where its receipt says that it stands; '' and 0 where it does not say. */
export type KeptReceipt = InChain & {
  readonly seq: number;
  readonly system: string;
  readonly id: string;
  readonly outcome: string;
  readonly receipt: string;
  readonly receiptId: string;
};

/** Marks of the deliveries of one chain to one recipient: counted, because their ids stand in no record. */
export type KeptDeliveries = InChain & {
  readonly system: string;
  /** '' for receipts, which go to a system. */
  readonly authority: string;
  readonly type: string;
  readonly handedOver: number;
  readonly overdue: number;
  /** A receipt that was asked for again has lost its first mark. */
  readonly isRepeated: boolean;
};

export type CoveredHead = ChainHead & {
  readonly root: number;
  readonly isSealed: boolean;
};
