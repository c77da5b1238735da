import type { Recorded } from '../kernel/workflow.ts';
import type { Answer, Comment } from './content.ts';
import { erased } from './ended.ts';
import type { RepliedFacts, RequestEvent, SentFacts } from './events.ts';
import {
  keyOf,
  type HeldReply,
  type OpenRequest,
  type RequestState,
  type RequestStatus,
  type SideName,
  type Step,
} from './state.ts';

/** What an event means for the request. Works on an erased history too: then there is no content. */
export function evolve(state: RequestState, event: Recorded<RequestEvent>): RequestState {
  if (event.type === 'request.sent') return sent(state, event);
  if (state.status === 'new') return state;
  if (event.type === 'content.erased') return erased(state, event);
  const next = apply(state, event);
  return event.type.startsWith('report.')
    ? next
    : { ...next, history: [...state.history, stepOf(event, state)] };
}

function sent(state: RequestState, event: Recorded<RequestEvent> & { type: 'request.sent' }): OpenRequest {
  const { facts, content } = event;
  const { needsApproval, directoryVersion: _, attachments, ...kept } = facts;
  const { attachmentNames = [], ...written } = content ?? {};
  return {
    ...kept,
    status: needsApproval ? 'requestAwaitingApproval' : 'awaitingAcceptance',
    version: state.version,
    arrived: !needsApproval,
    disclosed: false,
    ...(isWritten(written) ? { content: written } : {}),
    attachments: attachments.map((attachment) => ({ ...attachment, side: 'requesting' as const })),
    attachmentNames,
    answered: [],
    answers: [],
    involved: needsApproval ? ['requesting'] : [],
    asks: 0,
    history: [...(state.status === 'new' ? [] : state.history), sentStep(event, facts)],
  };
}

function isWritten(content: object): content is NonNullable<OpenRequest['content']> {
  return 'questions' in content;
}

function sentStep(event: Recorded<RequestEvent>, facts: SentFacts): Step {
  const { seq, at, by } = event;
  return facts.needsApproval
    ? { seq, at, by, type: 'request.submittedForApproval', side: 'requesting' }
    : { seq, at, by, type: 'request.sent' };
}

function apply(
  state: OpenRequest,
  event: Exclude<Recorded<RequestEvent>, { type: 'request.sent' | 'content.erased' }>,
): OpenRequest {
  switch (event.type) {
    case 'request.approved':
      return { ...state, status: 'awaitingAcceptance', arrived: true };
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
      return { ...state, ...referredTo(event.facts.to, state), asks: 0 };
    case 'request.foundUnsatisfactory':
      return { ...state, ...referredTo(event.facts.next, state) };
    case 'report.ordered':
    case 'report.issued':
      return state;
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
  'request.closed': 'closed',
  'request.withdrawn': 'withdrawn',
} as const satisfies Record<string, RequestStatus>;

function accepted(
  state: OpenRequest,
  facts: { readonly coordinator?: string; readonly proposedDeadline?: string },
): OpenRequest {
  const { coordinator, proposedDeadline } = facts;
  return {
    ...state,
    status: 'accepted',
    disclosed: true,
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
  return facts.needsApproval
    ? { ...state, status: 'replyAwaitingApproval', held: reply, involved: [...state.involved, 'responding'] }
    : published(state, reply);
}

/** A reply takes effect: answers given again replace those before. */
function published(state: OpenRequest, reply: HeldReply): OpenRequest {
  const { held: _, ...rest } = state;
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
  };
}

function referredTo(
  whom: 'requesting coordinator' | 'responding coordinator' | 'responding authority',
  { involved }: OpenRequest,
): Pick<OpenRequest, 'status' | 'involved'> {
  switch (whom) {
    case 'requesting coordinator':
      return { status: 'referredToRequestingCoordinator', involved: [...involved, 'requesting'] };
    case 'responding coordinator':
      return { status: 'referredToRespondingCoordinator', involved: [...involved, 'responding'] };
    case 'responding authority':
      return { status: 'returnedToRespondingAuthority', involved };
  }
}

/** The line of the time line. Approval is an internal matter of the side that approves. */
function stepOf(event: Recorded<RequestEvent>, before: OpenRequest): Step {
  const { seq, at, by } = event;
  // A held reply is seen by the other side only now, together with what was said in it.
  const said = event.type === 'reply.approved' ? before.held?.comment : commentOf(event);
  const side = internalSide(event);
  return {
    seq,
    at,
    by,
    type: stepType(event, before),
    ...(side === undefined ? {} : { side }),
    ...(said === undefined ? {} : { comment: said }),
  };
}

function commentOf(event: Recorded<RequestEvent>): Comment | undefined {
  return event.content !== undefined && 'comment' in event.content ? event.content.comment : undefined;
}

function stepType(event: Recorded<RequestEvent>, before: OpenRequest): string {
  if (event.type === 'reply.approved')
    return before.held?.full === true ? 'request.replied' : 'request.partiallyReplied';
  if (event.type === 'request.approved') return 'request.sent';
  if (event.type !== 'request.replied') return event.type;
  if (event.facts.needsApproval) return 'reply.submittedForApproval';
  return event.facts.full ? 'request.replied' : 'request.partiallyReplied';
}

function internalSide(event: Recorded<RequestEvent>): SideName | undefined {
  if (event.type === 'request.returned') return 'requesting';
  if (event.type === 'reply.returned') return 'responding';
  return event.type === 'request.replied' && event.facts.needsApproval ? 'responding' : undefined;
}
