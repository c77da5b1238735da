import type { Instant } from '../../domain/kernel/workflow.ts';
import type {
  EndingReport,
  IssuedReport,
  ReportFile,
  ReportOrdered,
  ReportStatus,
  ReportsWanted,
} from '../reports/report-records.ts';
import type { Documents, Upload } from './documents.ts';
import type {
  CaseParts,
  CaseRecord,
  ChainHead,
  Changes,
  EvidenceRecord,
  Mail,
  MessageKey,
  Original,
  Outgoing,
  PartLine,
  SeenMessage,
} from './records.ts';
import type { Counts, CountsWanted } from './statistics.ts';

/** Where it is kept. */

/** One transaction. `load` locks the cases it names, ordered by number, before it reads anything of them. */
export type Unit = {
  load(keys: readonly MessageKey[], caseNumbers: readonly string[]): Promise<Loaded>;
  /**
   * Locks chains, those of cases first, each in order of name; a system's first record is after `CHAIN_START`. Left out is the
   * chain of a case that does not end where its newest record says: nothing is built upon it.
   */
  heads(chains: readonly string[]): Promise<ReadonlyMap<string, ChainHead>>;
  /** Uploads, locked in order of their ids; what is not there, or not as the hub has written it, is left out. */
  uploads(ids: readonly string[]): Promise<ReadonlyMap<string, Upload>>;
  /** Which of these deliveries wait, and bear no such mark; asked after their chains are locked. */
  unmarked(ids: readonly string[], mark: 'handedOver' | 'overdue'): Promise<readonly string[]>;
  /** Which of these e-mails wait to be sent; asked after their chains are locked. */
  waitingMails(ids: readonly string[]): Promise<readonly string[]>;
  /** Whether this dead letter is kept already. */
  isKept(letter: string): Promise<boolean>;
  write(changes: Changes): Promise<void>;
};

export type Loaded = {
  /** By `system id`, see `keyOfMessage`. */
  readonly seen: ReadonlyMap<string, SeenMessage>;
  readonly cases: ReadonlyMap<string, CaseRecord>;
  /** Keys of messages and numbers of cases of which the database holds something that the hub has not written so. */
  readonly unsound: ReadonlySet<string>;
};

/** News that wait, by whom they are for and through which system; absent where there is none. */
export type Recipients = {
  readonly authority: string;
  readonly system?: string;
  readonly count: number;
};

export type Move = { readonly authority: string; readonly from?: string; readonly to?: string };

export type WaitingPage = {
  /** What is held beyond this instant is left out. */
  readonly at: Instant;
  readonly after?: { readonly createdAt: Instant; readonly id: string };
  readonly limit: number;
  /** Only what waits for these. */
  readonly systems: readonly string[];
};

/** An e-mail that somebody has taken to send it. */
export type TakenMail = Mail & {
  /** How often it has been taken, this time included. */
  readonly attempts: number;
};

/** An e-mail that could not be sent, and why. */
export type DeadMail = TakenMail & { readonly diedAt: Instant; readonly reason: string };

/** What is kept of a case for its dossier: as one authority and its system may see it. */
export type CaseArchive = {
  /** The whole chain, in its order. */
  readonly evidence: readonly EvidenceRecord[];
  /** Accepted messages of its system and its persons; what others have sent is not even opened. Gone after erasure. */
  readonly originals: readonly Original[];
  /** What the authority was told of the case, oldest first. */
  readonly deliveries: readonly Outgoing[];
  /** Receipts on the case that went to its system, and those that its persons had at once. */
  readonly receipts: readonly Outgoing[];
  /** Ids of reports that were made for the authority and are still kept, dossiers excepted. */
  readonly reports: readonly string[];
};

export type Store = Documents & {
  /** Throws `MessageSeenMeanwhile` when another worker has just stored one of the messages. */
  transaction<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  /**
   * A case up to one of its events; nothing when there is no such case. Throws `RECORD_UNSOUND` where it is not, event for
   * event and with all content that has not been erased, as the hub has written it; so do all that read what gives rights.
   */
  caseAt(number: string, seq?: number): Promise<CaseRecord | undefined>;
  receipt(key: MessageKey): Promise<SeenMessage | undefined>;
  /** The evidence of a case up to one of its records, in its order; whoever believes it follows it. */
  chain(number: string, seq: number): Promise<readonly EvidenceRecord[]>;
  archive(
    number: string,
    reader: { readonly authority: string; readonly system: string },
  ): Promise<CaseArchive | undefined>;
  /** Attached documents of a case by SHA-256; those erased are missing. */
  blobs(caseNumber: string, sha256: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** What still waits and is held by nobody, oldest first, a page at a time: `after` is the last one of the page before. */
  waiting(page: WaitingPage): Promise<readonly Outgoing[]>;
  /** For whom news wait. */
  recipients(): Promise<readonly Recipients[]>;
  /** Gives news that wait to other systems, as this version of the directory has it; in vain where there is a newer one. */
  readdress(moves: readonly Move[], directory: number): Promise<void>;
  /** What has waited since before the instant, of which no evidence says so yet; the oldest first. */
  overdue(before: Instant, limit: number): Promise<readonly Outgoing[]>;
  /** A delivery, whether it still waits or not. */
  delivery(id: string): Promise<Outgoing | undefined>;
  /** What waits for one system and is held by nobody, oldest first: its inbox over HTTP. */
  inbox(system: string, page: { readonly limit: number; readonly at: Instant }): Promise<readonly Outgoing[]>;
  /** One delivery out of that inbox; nothing when it does not wait there, whoever else it may be for. */
  waitingFor(system: string, id: string): Promise<Outgoing | undefined>;
  /**
   * Takes e-mails that are to be tried by now, those that have waited longest first. Until the instant named nobody else takes
   * them, and from then on everybody may: whoever had them is dead.
   */
  takeMails(
    limit: number,
    when: { readonly at: Instant; readonly until: Instant },
  ): Promise<readonly TakenMail[]>;
  /** Lets an e-mail wait until then; in vain where it was sent, or taken by somebody else, meanwhile. */
  deferMail(mail: Pick<TakenMail, 'id' | 'attempts'>, until: Instant): Promise<void>;
  /** E-mails that could not be sent, those that died first in front. */
  deadMails(limit: number): Promise<readonly DeadMail[]>;
  /** Lets a dead e-mail be tried again from the beginning; false where there is none. */
  reviveMail(id: string, at: Instant): Promise<boolean>;
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
  /** What was ordered for these authorities, the newest first, and how far it is. */
  orderedReports(authorities: readonly string[], wanted: ReportsWanted): Promise<readonly ReportStatus[]>;
  /**
   * The file as it is kept now, for whom the case says that it was ordered. Throws `RECORD_UNSOUND` where the file is not the
   * one that the case says was issued.
   */
  report(id: string): Promise<ReportFile | undefined>;
  /** What anybody may know of a report who has its id: that the hub has issued it, even where its file is gone by now. */
  issued(id: string): Promise<IssuedReport | undefined>;
  /**
   * Cases in which somebody takes part, the newest first. Rows that are not as the hub has written them are left out, and the
   * alarm is raised.
   */
  cases(wanted: CasesWanted): Promise<CasePage>;
  /** What statistics count, by their keys. */
  counts(wanted: CountsWanted): Promise<readonly Counts[]>;
  /** Cases in which the hub is to do something by then, the oldest first, a page at a time. */
  due(page: DuePage): Promise<readonly DueCase[]>;
  /**
   * The law of an area has another version: all cases of it that are not erased are due at once, to be asked anew. Once for
   * each version; answers how many there are.
   */
  askAgain(area: string, version: string, at: Instant): Promise<number>;
  /** Erases refused messages and dead letters from before the instant, as many as named of each; answers how many. */
  eraseStrays(
    before: Instant,
    limit: number,
  ): Promise<{ readonly messages: number; readonly letters: number }>;
};

/** From where a list is looked at: by an authority itself, or by one that may look into its cases of an area. */
export type Viewpoint = {
  readonly authority: string;
  readonly into?: { readonly workflow: string; readonly area: string };
};

/** Of each kind any of those named; all where nothing is said. */
export type CasesWanted = {
  readonly viewpoints: readonly Viewpoint[];
  /** Only what waits for one of these user roles of the authority: an action list. */
  readonly waitsFor?: readonly string[];
  readonly workflows?: readonly string[];
  readonly areas?: readonly string[];
  readonly statuses?: readonly string[];
  /** As which parties it takes part. */
  readonly parties?: readonly string[];
  /** Authorities that it is about it with. */
  readonly others?: readonly string[];
  readonly number?: string;
  /** What is late in it. */
  readonly late?: readonly string[];
  /** For whom the action list is, where it is a person. */
  readonly person?: PersonWaiting;
  /** Member States of the others. */
  readonly countries?: readonly string[];
  /** Sent or received from then on, and before then. */
  readonly from?: Instant;
  readonly before?: Instant;
  /** Behind this place in the list. */
  readonly after?: PlaceInList;
  readonly limit: number;
};

/** A person whose authority may allocate its cases. */
export type PersonWaiting = {
  readonly number: string;
  /** Where it allocates, as `workflow/area`. */
  readonly allocatedAreas: readonly string[];
  /** Whether this person does so. */
  readonly allocates: boolean;
};

export type CasePage = {
  readonly cases: readonly ListedCase[];
  /** Where the page ends, if more follows, whatever was left out of it. */
  readonly next?: PlaceInList;
};

export type PlaceInList = Pick<ListedCase, 'since' | 'number' | 'authority'>;

/** A case as one authority takes part in it. */
export type ListedCase = PartLine & Pick<CaseParts, 'number' | 'workflow' | 'area'>;

export type DueCase = { readonly number: string; readonly dueAt: Instant };

export type DuePage = { readonly at: Instant; readonly after?: DueCase; readonly limit: number };
