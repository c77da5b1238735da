import type { RoutingReason } from '../directory/route.ts';
import type { Asked } from '../exchange/asked.ts';
import type { Answer, AskedQuestion, Comment, FilledField, SubjectField } from '../exchange/content.ts';
import type { AttachmentFact, AttachmentName } from '../exchange/documents.ts';
import type { Instant } from '../kernel/workflow.ts';
import type { Overdue } from './overdue.ts';
import type { DraftAddressee } from './paper.ts';
import type { Rating } from './rating.ts';
import type { MessageTopic } from './topics.ts';

/** Stations at which a request has arrived in the Member State asked and goes on, in the words of the handbook (5.1, 5.3). */
export const ARRIVED = [
  'awaitingAcceptance',
  'accepted',
  'partiallyAnswered',
  'replyAwaitingApproval',
  'replyReturned',
  'replyProvided',
  'additionalInformationRequested',
  'additionalInformationAccepted',
  'additionalInformationRejected',
  'referredToRequestingCoordinator',
  'referredToRespondingCoordinator',
  'returnedToRespondingAuthority',
] as const;

/** And those before. */
export const ONGOING = ['requestAwaitingApproval', 'requestReturned', ...ARRIVED] as const;

/** Those in which an exchange has ended. */
export const ENDED_AFTER_SENDING = ['closed', 'refused', 'withdrawn'] as const;

/** All in which there is something that was written, or was. */
export const BEGUN = ['draft', ...ONGOING, ...ENDED_AFTER_SENDING] as const;

/** And with the deleted draft all those after which nothing more comes. */
export const ENDED = [...ENDED_AFTER_SENDING, 'discarded'] as const;

/** Whether nothing more comes after the status, as a reader was told it. */
export function isEnd(status: string): boolean {
  return ENDED.some((end) => end === status);
}

export type DraftStatus = 'draft' | 'discarded';
export type SentStatus = (typeof ONGOING)[number] | (typeof ENDED_AFTER_SENDING)[number];
export type RequestStatus = DraftStatus | SentStatus;

/** A request of which there is something to be seen. */
export type BegunRequest = DraftRequest | OpenRequest;
export type RequestState = NewRequest | BegunRequest;

/** Before its first event. */
export type NewRequest = { readonly status: 'new'; readonly area: ''; readonly version: 0 };

/** An authority with the request coordinator chosen for this exchange; a coordinator of its own has none. */
export type Side = { readonly authority: string; readonly coordinator?: string };

export type SideName = 'requesting' | 'responding';

/** What the requesting authority wrote; gone after erasure. */
export type RequestContent = {
  readonly questions: readonly AskedQuestion[];
  readonly subject: readonly SubjectField[];
  /** What it said besides asking. */
  readonly fields?: readonly FilledField[];
  readonly justification?: Comment;
  readonly reference?: string;
};

export type OpenRequest = {
  readonly status: SentStatus;
  readonly area: string;
  readonly version: number;
  readonly number: string;
  readonly questionSet: { readonly id: string; readonly version: string };
  readonly requesting: Side;
  readonly responding: Side;
  readonly routing: readonly RoutingReason[];
  readonly deadline?: string;
  readonly proposedDeadline?: string;
  /** Who is informed of it once it has arrived there, without personal data. */
  readonly informed?: readonly string[];
  /** The last day on which the requesting Member State may not act yet. */
  readonly waitsUntil?: string;
  /** Has reached the Member State asked; before that its authorities do not know of it. */
  readonly arrived: boolean;
  /** Has been accepted: the responding authority sees personal data and attachments from here on. */
  readonly disclosed: boolean;
  readonly asked: readonly Asked[];
  readonly content?: RequestContent;
  readonly attachments: readonly (AttachmentFact & { readonly side: SideName })[];
  readonly attachmentNames: readonly AttachmentName[];
  /** Keys (`keyOf`) of the questions answered so far, and the answers while they have not been erased. */
  readonly answered: readonly string[];
  readonly answers: readonly Answer[];
  /** The documents that came with the newest reply. */
  readonly replyDocuments?: readonly string[];
  /** A reply held for approval, and the status that the other side still sees meanwhile. */
  readonly held?: HeldReply;
  /** Sides whose coordinator has been asked to approve or to referee. */
  readonly involved: readonly SideName[];
  /** How often additional information has been asked for since it was last agreed to, or referred. */
  readonly asks: number;
  /** Of which version each side knows. */
  readonly known: Readonly<Record<SideName, number>>;
  /** The version from which it goes on after the database was restored. */
  readonly leapt?: number;
  /** Number of the request that it was split off. */
  readonly splitFrom?: string;
  /** What was split off it and has no request of its own yet. */
  readonly parted: readonly Parted[];
  /** Since when it waits for the authority that it is with now; absent until it has arrived. */
  readonly waitsSince?: Instant;
  /** Reminders given to that authority and its coordinator. */
  readonly reminded: readonly Overdue[];
  /** Authorities that have accepted it at some time, and so have seen who is concerned. */
  readonly acceptedBy: readonly string[];
  /** Authorities that have passed it on, each with the event by which it did: they know of it up to there. */
  readonly forwardedBy: readonly Forwarding[];
  /** Persons to whom authorities have allocated it, of which no other authority knows. */
  readonly allocations: readonly Allocation[];
  /** A reply that the responding authority has saved and not sent; nobody else knows of it. */
  readonly draftReply?: DraftReply;
  /** How the requesting authority found the reply. */
  readonly rating?: Rating;
  /** When it came to its end. */
  readonly endedAt?: Instant;
  readonly history: readonly Step[];
  /** When what people wrote was erased. */
  readonly erasedAt?: Instant;
};

/**
 * Not sent, so known to nobody but the authority that writes it (handbook 5.3.1); any part but the area may be missing.
 * What it has is where an open request has it, so that both are shown alike.
 */
export type DraftRequest = Omit<OpenRequest, 'status' | 'questionSet' | 'responding'> & {
  readonly status: DraftStatus;
  readonly questionSet?: OpenRequest['questionSet'];
  /** Where the draft names whom to ask. */
  readonly responding?: Side;
  /** Where it says what that authority must be competent for. */
  readonly sought?: NonNullable<DraftAddressee['criteria']>;
};

export type HeldReply = {
  readonly since: RequestStatus;
  readonly full: boolean;
  readonly answered: readonly string[];
  readonly answers: readonly Answer[];
  readonly attachments: readonly AttachmentFact[];
  readonly attachmentNames: readonly AttachmentName[];
  readonly comment?: Comment;
};

/** Which persons act for an authority in this request. */
export type Allocation = { readonly authority: string; readonly persons: readonly string[] };

/** Questions that went, until there is a request of their own for them. */
export type Parted = {
  /** The event by which it went. */
  readonly seq: number;
  readonly asked: readonly Asked[];
  readonly questions: readonly AskedQuestion[];
};

export type Forwarding = {
  readonly authority: string;
  readonly seq: number;
  readonly version: number;
};

/** Answers and a comment that have been entered, and may still change (handbook 5.3.2.3). */
export type DraftReply = { readonly answers: readonly Answer[]; readonly comment?: Comment };

/** One line of the time line. A step with a side is an internal matter of that side's Member State. */
export type Step = {
  readonly seq: number;
  readonly type: string;
  readonly at: Instant;
  readonly by: string;
  /** Number of the person who acted for it: for nobody outside. */
  readonly person?: string;
  /** Whose paper a coordinator has let out: abroad the step is that authority's own (handbook 5.3.7). */
  readonly approvedFor?: { readonly side: SideName; readonly authority: string };
  readonly side?: SideName;
  readonly comment?: Comment;
  /** Written after acceptance, between the two authorities: for those alone who see who is concerned. */
  readonly isBetweenThem?: true;
  /** What a message is about. */
  readonly topic?: MessageTopic;
  /** Whom it was passed on to. */
  readonly to?: string;
  /** The questions on which more is asked for. */
  readonly about?: readonly Asked[];
};

export const INITIAL: NewRequest = { status: 'new', area: '', version: 0 };

export function isDraft(state: BegunRequest): state is DraftRequest {
  return state.status === 'draft' || state.status === 'discarded';
}
