import type { RoutingReason } from '../directory/route.ts';
import type { Asked } from '../exchange/asked.ts';
import type { Answer, Attachment, Comment, SubjectField } from '../exchange/content.ts';
import type { AttachmentFact, AttachmentName } from '../exchange/documents.ts';
import type { Event } from '../kernel/workflow.ts';
import type { Rating } from './rating.ts';
import type { CopiedPart } from './handed-over.ts';
import type { Overdue } from './overdue.ts';
import type { MessageTopic } from './topics.ts';
import type { Allocation, DraftReply, RequestContent, Side, SideName } from './state.ts';
import type { Draft } from './paper.ts';

type NoFacts = Readonly<Record<string, never>>;
/** Approval carries no comment: the other Member State sees the step. */
type NothingSaid = { readonly comment?: never };
type Said = { readonly comment?: Comment };

/** The last day on which the sender may not act yet, where its question set makes it wait. */
type Waits = { readonly waitsUntil?: string };

/** Everything that can have happened to a request. Facts stay; content is personal data or free text and can be erased. */
export type RequestEvent =
  | Event<'request.saved', SavedFacts, SavedContent>
  | Event<'request.discarded', NoFacts, NothingSaid>
  | Event<'request.sent', SentFacts, SentContent>
  | Event<'request.approved', Waits, NothingSaid>
  | Event<'request.returned', NoFacts, Said>
  | Event<'request.accepted', { readonly coordinator?: string; readonly proposedDeadline?: string }, Said>
  | Event<'request.refused', NoFacts, Said>
  | Event<'request.replied', RepliedFacts, RepliedContent>
  | Event<'reply.approved', NoFacts, NothingSaid>
  | Event<'reply.returned', NoFacts, Said>
  | Event<'request.additionalInformationRequested', { readonly about?: readonly Asked[] }, Said>
  | Event<'request.additionalInformationAccepted', NoFacts, Said>
  | Event<'request.additionalInformationRejected', NoFacts, Said>
  | Event<'request.referred', { readonly to: Referee }, Said>
  | Event<'request.foundUnsatisfactory', { readonly next: Referee | 'responding authority' }, Said>
  | Event<'request.foundSatisfactory', NoFacts, Said>
  | Event<'request.upheld', NoFacts, Said>
  | Event<'request.closed', { readonly rating?: Rating }, Said>
  | Event<'request.withdrawn', NoFacts, Said>
  | Event<'request.forwarded', { readonly to: string }, Said>
  | Event<'request.messageAdded', MessageFacts, MessageContent>
  | Event<
      'request.coordinatorChanged',
      { readonly side: SideName; readonly coordinator: string },
      NothingSaid
    >
  | Event<'reply.saved', NoFacts, DraftReply>
  | Event<'request.partiallyForwarded', SplitFacts, Said>
  | Event<'request.copyAsked', { readonly parts: readonly CopiedPart[] }, NothingSaid>
  | Event<'request.corrected', NoFacts, CorrectedContent>
  | Event<'request.allocated', AllocatedFacts, NothingSaid>
  | Event<'request.reminded', RemindedFacts, NothingSaid>;

export type Referee = 'requesting coordinator' | 'responding coordinator';

export type SavedFacts = {
  readonly number: string;
  readonly area: string;
  readonly requesting: { readonly authority: string };
  /** The request that it was copied from, and who has done so. */
  readonly copied?: { readonly from: string; readonly person?: string };
};

/** All of a draft but its area is content: it goes with the draft. */
export type SavedContent = Omit<Draft, 'area' | 'attachments'> & {
  readonly attachments?: readonly Attachment[];
};

export type SentFacts = {
  readonly number: string;
  readonly area: string;
  readonly questionSet: { readonly id: string; readonly version: string };
  readonly requesting: Side;
  readonly responding: Side;
  readonly routing: readonly RoutingReason[];
  /** Version of the directory by which the addressee was found. */
  readonly directoryVersion: number;
  readonly asked: readonly Asked[];
  readonly attachments: readonly AttachmentFact[];
  readonly deadline?: string;
  /** Who is informed of it, because its question set says so. */
  readonly informed?: readonly string[];
  readonly needsApproval: boolean;
  /** Number of the request that it was split off. */
  readonly splitFrom?: string;
  /** To whom it is allocated in the requesting authority, where it was begun by nobody there. */
  readonly persons?: readonly string[];
} & Waits;

export type SentContent = RequestContent & { readonly attachmentNames: readonly AttachmentName[] };

/** The questions that become a request of their own, and the documents that it gets a copy of. */
export type SplitFacts = {
  readonly to: string;
  readonly asked: readonly Asked[];
  readonly attachments: readonly AttachmentFact[];
};

type CorrectedContent = { readonly subject: readonly SubjectField[]; readonly comment?: never };

/** Those added are new to it. */
export type AllocatedFacts = Allocation & { readonly added: readonly string[] };

/** Authorities or coordinators that are told. */
export type RemindedFacts = Overdue & { readonly to: readonly string[] };

/** What a message is about is chosen from a list, and so holds no personal data (handbook 5.3.2.2). */
export type MessageFacts = {
  readonly side: SideName;
  readonly topic: MessageTopic;
  readonly attachments: readonly AttachmentFact[];
};

export type MessageContent = Said & { readonly attachmentNames: readonly AttachmentName[] };

export type RepliedFacts = {
  readonly answered: readonly string[];
  readonly attachments: readonly AttachmentFact[];
  /** Every question that applies is now answered. */
  readonly full: boolean;
  readonly needsApproval: boolean;
};

export type RepliedContent = Said & {
  readonly answers: readonly Answer[];
  readonly attachmentNames: readonly AttachmentName[];
};
