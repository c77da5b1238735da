import type { RoutingReason } from '../directory/route.ts';
import type { Asked } from '../exchange/asked.ts';
import type { Answer, Comment } from '../exchange/content.ts';
import type { AttachmentFact, AttachmentName } from '../exchange/documents.ts';
import type { Event } from '../kernel/workflow.ts';
import type { RequestContent, Side } from './state.ts';
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
  | Event<'request.additionalInformationRequested', NoFacts, Said>
  | Event<'request.additionalInformationAccepted', NoFacts, Said>
  | Event<'request.additionalInformationRejected', NoFacts, Said>
  | Event<'request.referred', { readonly to: Referee }, Said>
  | Event<'request.foundUnsatisfactory', { readonly next: Referee | 'responding authority' }, Said>
  | Event<'request.foundSatisfactory', NoFacts, Said>
  | Event<'request.upheld', NoFacts, Said>
  | Event<'request.closed', NoFacts, Said>
  | Event<'request.withdrawn', NoFacts, Said>;

export type Referee = 'requesting coordinator' | 'responding coordinator';

export type SavedFacts = {
  readonly number: string;
  readonly area: string;
  readonly requesting: { readonly authority: string };
};

/** All of a draft but its area is content: it goes with the draft. */
export type SavedContent = Omit<Draft, 'area'>;

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
  readonly copies?: readonly string[];
  readonly needsApproval: boolean;
} & Waits;

export type SentContent = RequestContent & { readonly attachmentNames: readonly AttachmentName[] };

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
