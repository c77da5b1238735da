import { keyOf } from '../exchange/asked.ts';
import type { Answer, Comment, SubjectField } from '../exchange/content.ts';
import { defined } from '../kernel/optional.ts';
import type { Recorded } from '../kernel/workflow.ts';
import { begunBy, withAllocation, withoutAllocation } from './allocation.ts';
import { discarded, saved } from './draft.ts';
import { addedTo, renumbered } from './documents.ts';
import { forwarded } from './forwarding.ts';
import type { RepliedFacts, RequestEvent, SentContent, SentFacts } from './events.ts';
import { isDraft, type Allocation, type HeldReply, type OpenRequest, type RequestContent, type RequestState, type SentStatus, type SideName } from './state.ts'; // prettier-ignore
import { knownAfter, type Known } from './known.ts';
import { withoutSplit } from './splitting.ts';
import { hasRefereed, sentStep, stepOf } from './steps.ts';

/** What an event means for the request. Works on an erased history too: then there is no content. */
export function evolve(state: RequestState, event: Recorded<RequestEvent>): RequestState {
  if (event.type === 'request.sent') return sent(state, event);
  if (event.type === 'request.saved') return saved(state, event);
  if (state.status === 'new') return state;
  if (event.type === 'request.allocated') {
    const { authority, persons } = event.facts;
    return withAllocation(state, { authority, persons });
  }
  // Nobody but the copier learns of it, and nothing changes in what was copied.
  if (event.type === 'request.copyAsked') return state;
  if (isDraft(state)) return event.type === 'request.discarded' ? discarded(state, event) : state;
  if (event.type === 'request.discarded') return state;
  const next = apply(state, event);
  const step = stepOf(event, state);
  const known = knownAfter(state, step);
  // What somebody is still writing is no step of the exchange.
  return event.type === 'reply.saved'
    ? { ...next, known }
    : { ...next, known, history: [...state.history, step] };
}

function sent(state: RequestState, event: Recorded<RequestEvent> & { type: 'request.sent' }): OpenRequest {
  const { facts, content } = event;
  const { number, area, questionSet, requesting, responding, routing, asked, attachments, needsApproval } =
    facts;
  const step = sentStep(event, facts);
  const leapt = state.status === 'new' ? undefined : state.leapt;
  return {
    number,
    area,
    questionSet,
    requesting,
    responding,
    routing,
    asked,
    ...defined('deadline', facts.deadline),
    ...defined('informed', facts.informed),
    ...defined('waitsUntil', facts.waitsUntil),
    ...defined('splitFrom', facts.splitFrom),
    status: needsApproval ? 'requestAwaitingApproval' : 'awaitingAcceptance',
    version: state.version,
    arrived: !needsApproval,
    disclosed: false,
    ...defined('content', content && writtenIn(content)),
    attachments: attachments.map((attachment) => ({ ...attachment, side: 'requesting' as const })),
    attachmentNames: content?.attachmentNames ?? [],
    answered: [],
    answers: [],
    involved: needsApproval ? ['requesting'] : [],
    asks: 0,
    ...(needsApproval ? {} : { waitsSince: event.at }),
    known: knownAfter({ known: knownBefore(state), ...defined('leapt', leapt) }, step),
    parted: [],
    reminded: [],
    acceptedBy: [],
    forwardedBy: [],
    allocations: state.status === 'new' ? allocationsOf(event, facts) : state.allocations,
    // How a draft came about is nobody's business once it is sent.
    history: [...(state.status === 'new' || isDraft(state) ? [] : state.history), step],
  };
}

function allocationsOf(event: Recorded, { persons, requesting }: SentFacts): readonly Allocation[] {
  return persons === undefined ? begunBy(event) : [{ authority: requesting.authority, persons }];
}

/** A draft is known to its author alone. */
function knownBefore(state: RequestState): Known {
  if (state.status !== 'new' && !isDraft(state)) return state.known;
  return { requesting: state.version, responding: 0 };
}

function writtenIn({ questions, subject, fields, justification, reference }: SentContent): RequestContent {
  return {
    questions,
    subject,
    ...defined('fields', fields),
    ...defined('justification', justification),
    ...defined('reference', reference),
  };
}

function apply(
  state: OpenRequest,
  event: Exclude<
    Recorded<RequestEvent>,
    {
      type:
        'request.sent' | 'request.saved' | 'request.discarded' | 'request.allocated' | 'request.copyAsked';
    }
  >,
): OpenRequest {
  switch (event.type) {
    case 'request.approved':
      return { ...state, ...event.facts, status: 'awaitingAcceptance', arrived: true, waitsSince: event.at };
    case 'request.accepted':
      return accepted(state, event.facts);
    case 'request.replied':
      return replied(state, event.facts, event.content);
    case 'reply.approved':
      return state.held === undefined ? state : published(state, state.held);
    case 'request.additionalInformationRequested':
      return { ...state, status: 'additionalInformationRequested', asks: state.asks + 1 };
    case 'request.additionalInformationAccepted':
      return { ...state, status: 'additionalInformationAccepted', asks: 0 };
    case 'request.referred':
      return { ...referredTo(event.facts.to, state), asks: 0 };
    case 'request.foundUnsatisfactory':
      return referredTo(event.facts.next, state);
    case 'request.closed':
      return { ...state, status: 'closed', ...defined('rating', event.facts.rating) };
    case 'request.forwarded':
      return forwarded(state, event);
    case 'request.messageAdded':
      return addedTo(state, event.facts, event.content);
    case 'request.coordinatorChanged':
      return withCoordinator(state, event.facts);
    case 'request.reminded':
      return { ...state, reminded: [...state.reminded, event.facts] };
    case 'request.partiallyForwarded':
      return withoutSplit(state, event);
    case 'request.corrected':
      return corrected(state, event.content?.subject ?? []);
    case 'reply.saved':
      return { ...state, draftReply: event.content ?? { answers: [] } };
    default:
      return { ...state, status: STATUS_AFTER[event.type] };
  }
}

const STATUS_AFTER = {
  'request.returned': 'requestReturned',
  'request.refused': 'refused',
  'reply.returned': 'replyReturned',
  'request.additionalInformationRejected': 'additionalInformationRejected',
  'request.foundSatisfactory': 'closed',
  'request.upheld': 'closed',
  'request.withdrawn': 'withdrawn',
} as const satisfies Record<string, SentStatus>;

function withCoordinator(
  state: OpenRequest,
  { side, coordinator }: { readonly side: SideName; readonly coordinator: string },
): OpenRequest {
  return { ...state, [side]: { ...state[side], coordinator } };
}

function corrected(state: OpenRequest, subject: readonly SubjectField[]): OpenRequest {
  return state.content === undefined ? state : { ...state, content: { ...state.content, subject } };
}

function accepted(
  state: OpenRequest,
  facts: { readonly coordinator?: string; readonly proposedDeadline?: string },
): OpenRequest {
  const { coordinator, proposedDeadline } = facts;
  return {
    ...state,
    status: 'accepted',
    disclosed: true,
    acceptedBy: [...new Set([...state.acceptedBy, state.responding.authority])],
    responding: { ...state.responding, ...(coordinator === undefined ? {} : { coordinator }) },
    ...(proposedDeadline === undefined ? {} : { proposedDeadline }),
  };
}

function replied(
  state: OpenRequest,
  facts: RepliedFacts,
  content:
    | {
        readonly answers: readonly Answer[];
        readonly attachmentNames: HeldReply['attachmentNames'];
        readonly comment?: Comment;
      }
    | undefined,
): OpenRequest {
  const reply: HeldReply = {
    since: state.held?.since ?? state.status,
    full: facts.full,
    answered: facts.answered,
    answers: content?.answers ?? [],
    attachments: facts.attachments,
    attachmentNames: content?.attachmentNames ?? [],
    ...(content?.comment === undefined ? {} : { comment: content.comment }),
  };
  const { draftReply: _, ...rest } = state;
  return facts.needsApproval
    ? { ...rest, status: 'replyAwaitingApproval', held: reply, involved: [...state.involved, 'responding'] }
    : published(rest, reply);
}

/** A reply takes effect: answers given again replace those before. */
function published(state: OpenRequest, held: HeldReply): OpenRequest {
  const { held: _, ...rest } = state;
  const reply = renumbered(held, state.attachments);
  const again = new Set(reply.answered);
  return {
    ...rest,
    status: reply.full ? 'replyProvided' : 'partiallyAnswered',
    answered: [...state.answered.filter((key) => !again.has(key)), ...reply.answered],
    answers: [...state.answers.filter((answer) => !again.has(keyOf(answer))), ...reply.answers],
    attachments: [
      ...state.attachments,
      ...reply.attachments.map((fact) => ({ ...fact, side: 'responding' as const })),
    ],
    attachmentNames: [...state.attachmentNames, ...reply.attachmentNames],
    replyDocuments: reply.attachments.map(({ id }) => id),
  };
}

function referredTo(
  whom: 'requesting coordinator' | 'responding coordinator' | 'responding authority',
  state: OpenRequest,
): OpenRequest {
  if (whom === 'responding authority') return { ...state, status: 'returnedToRespondingAuthority' };
  const side = whom === 'requesting coordinator' ? 'requesting' : 'responding';
  const { coordinator } = state[side];
  // A first referral is new to it, whoever has dealt with an approval there (handbook 5.3.9.1).
  const anew = hasRefereed(state, coordinator) ? state : withoutAllocation(state, coordinator);
  const status =
    side === 'requesting' ? 'referredToRequestingCoordinator' : 'referredToRespondingCoordinator';
  return { ...anew, status, involved: [...state.involved, side] };
}
