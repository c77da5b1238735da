import type { Tell, Write } from '../kernel/effects.ts';
import type { Recorded } from '../kernel/workflow.ts';
import type { RequestRole } from './access.ts';
import { allocatedTo } from './allocation.ts';
import type { AllocatedFacts, MessageFacts, RequestEvent } from './events.ts';
import { isDraft, type BegunRequest, type OpenRequest, type RequestState, type SideName } from './state.ts';
import { hasRefereed } from './steps.ts';

/** Message types by which the parties are told of a request, with their meaning. */
export const TELLS = {
  'request.awaitsApproval': 'A request of a coordinated authority awaits approval.',
  'request.returned': 'The coordinator returns the request to be changed.',
  'request.approved': 'The coordinator has approved the request; it is with the authority asked.',
  'request.arrived': 'A new request awaits acceptance.',
  'request.informed': 'Who is informed of such a request: it has been sent; without personal data.',
  'request.accepted': 'The responding authority has accepted the request.',
  'request.disclosed': 'After acceptance: the request with personal data and attachments.',
  'request.forwarded': 'The request has been forwarded: another authority is expected to deal with it.',
  'request.partiallyForwarded':
    'The request has been split: another authority is expected to deal with some of its questions.',
  'request.splitOff': 'Some questions of another request are a request of their own now.',
  'request.copyOpened': 'The draft that was begun from another request.',
  'request.corrected': 'What the request says of the person or firm concerned has been corrected.',
  'request.correctedSince':
    'What a request says of the person or firm concerned has been corrected since the reader had accepted it and passed it on.',
  'request.messageAdded': 'The other authority has added a message to the request.',
  'request.acceptanceOverdue': 'A request has been waiting for acceptance for more than seven days.',
  'request.replyOverdue': 'The date by which the reply was to be given has passed.',
  'request.refused': 'The request has been refused and is closed.',
  'request.partiallyReplied': 'Some of the questions have been answered.',
  'request.replied': 'All questions that apply have been answered.',
  'reply.awaitsApproval': 'A reply of a coordinated authority awaits approval.',
  'reply.approved': 'The coordinator has approved the reply; it is with the requesting authority.',
  'reply.returned': 'The coordinator returns the reply to be changed.',
  'request.additionalInformationRequested': 'The requesting authority asks for additional information.',
  'request.additionalInformationAccepted': 'The responding authority will provide additional information.',
  'request.additionalInformationRejected': 'The responding authority cannot provide additional information.',
  'request.referred': 'A request has been referred to the coordinator for its opinion.',
  'request.foundUnsatisfactory': 'A coordinator finds the response not satisfactory.',
  'request.foundSatisfactory': 'A coordinator finds the response satisfactory; the request is closed.',
  'request.upheld': 'The responding authority maintains its position; the request is closed.',
  'request.closed': 'The requesting authority has closed the request.',
  'request.withdrawn': 'The requesting authority has withdrawn the request.',
} as const satisfies Record<string, string>;

const { 'request.disclosed': _disclosed, 'request.copyOpened': _copy, ...WRITTEN } = TELLS;

/**
 * E-mails to those who have to act, and on every significant development (handbook 5.3.9.3). They go where a message goes and
 * mean the same; what is disclosed to who has just accepted, and what somebody has had made, is news to nobody. Only persons are told what is allocated to them.
 */
export const WRITES: Readonly<Record<string, string>> = {
  ...WRITTEN,
  'request.allocatedNew': 'A new request has been allocated to the reader and awaits acceptance.',
  'request.allocatedReferral': 'A request that was referred for an opinion has been allocated to the reader.',
  'request.allocated': 'A request has been allocated to the reader in some other status.',
};

type Told = Tell & { readonly type: keyof typeof TELLS };

/** Who is told what of an event, systems and people alike; the actor itself has its receipt. */
export function setsOff(event: Recorded<RequestEvent>, state: RequestState): readonly (Told | Write)[] {
  if (state.status === 'new') return [];
  if (event.type === 'request.allocated') return allocated(event.facts, state);
  // Nobody is told of a draft, but who has had it made.
  if (isDraft(state)) return opened(event, state);
  const told = whoIsTold(event, state);
  return [...told, ...told.flatMap((one) => written(one, state))];
}

function opened(event: Recorded<RequestEvent>, { requesting }: BegunRequest): readonly Told[] {
  const isCopy = event.type === 'request.saved' && event.facts.copied !== undefined;
  return isCopy ? [tell(requesting.authority, 'request.copyOpened')] : [];
}

function allocated({ authority, added: persons }: AllocatedFacts, state: BegunRequest): readonly Write[] {
  if (persons.length === 0) return [];
  const to = { authority, roles: [actsAs(authority, state)], persons };
  return [{ do: 'write', to, template: allocatedAs(authority, state) }];
}

/** By what there is to do (handbook 5.3.9.3). */
function allocatedAs(authority: string, { status, requesting, responding }: BegunRequest): string {
  if (status === 'awaitingAcceptance' && responding?.authority === authority) return 'request.allocatedNew';
  const isReferred =
    (status === 'referredToRequestingCoordinator' && requesting.coordinator === authority) ||
    (status === 'referredToRespondingCoordinator' && responding?.coordinator === authority);
  return isReferred ? 'request.allocatedReferral' : 'request.allocated';
}

function written(told: Told, state: OpenRequest): readonly Write[] {
  return told.type in WRITES ? [{ do: 'write', to: readersOf(told, state), template: told.type }] : [];
}

/** Who has taken the last action, else those to whom it is allocated, else whoever can take it up (handbook 5.3.9.3). */
function readersOf({ to: authority, type }: Told, state: OpenRequest): Write['to'] {
  if (type === 'request.informed')
    return { authority, roles: ['request viewer'] satisfies readonly RequestRole[] };
  const roles = [actsAs(authority, state)];
  // A referral is new to a coordinator that has given no opinion before, whatever it has approved.
  const isFirstReferral = type === 'request.referred' && !hasRefereed(state, authority);
  const isNew = type === 'request.arrived' || isFirstReferral;
  const last = state.history.findLast(({ by, person }) => by === authority && person !== undefined)?.person;
  const allocatedNow = allocatedTo(state, authority);
  if (last !== undefined && !isNew) return { authority, roles, persons: [last] };
  if (allocatedNow.length > 0) return { authority, roles, persons: allocatedNow };
  // Where a coordinator does not allocate, the first referral goes to its contact address alone.
  return { authority, roles: isFirstReferral ? [] : roles, allocator: 'allocator' satisfies RequestRole };
}

/** Who acts for a coordinator is a referral handler (handbook 5.2.2). */
function actsAs(authority: string, { requesting, responding, forwardedBy }: BegunRequest): RequestRole {
  if ([requesting.authority, responding?.authority].includes(authority)) return 'request handler';
  const isChosen = [requesting.coordinator, responding?.coordinator].includes(authority);
  const wasAsked = forwardedBy.some((one) => one.authority === authority);
  return wasAsked && !isChosen ? 'request handler' : 'referral handler';
}

function whoIsTold(event: Recorded<RequestEvent>, state: OpenRequest): readonly Told[] {
  switch (event.type) {
    case 'request.sent':
      if (event.facts.splitFrom !== undefined) return [arrival(state), requester(state, 'request.splitOff')];
      return event.facts.needsApproval
        ? coordinator(state, 'requesting', 'request.awaitsApproval')
        : [arrival(state), ...informed(state)];
    case 'request.approved':
      return [arrival(state), ...informed(state), requester(state, 'request.approved')];
    case 'request.accepted':
      return [requester(state, 'request.accepted'), disclosure(state)];
    case 'request.replied':
      return event.facts.needsApproval
        ? coordinator(state, 'responding', 'reply.awaitsApproval')
        : [answer(state)];
    case 'reply.approved':
      return [answer(state), responder(state, 'reply.approved')];
    case 'reply.returned':
    case 'request.additionalInformationRequested':
      return [responder(state, event.type)];
    case 'request.referred':
      return referee(state, event.facts.to);
    case 'request.foundUnsatisfactory':
      return event.facts.next === 'responding authority'
        ? [requester(state, event.type), responder(state, event.type)]
        : [requester(state, event.type), ...referee(state, event.facts.next)];
    case 'request.foundSatisfactory':
      return [requester(state, event.type), responder(state, event.type), ...coordinators(state, event)];
    case 'request.refused':
    case 'request.upheld':
      return [requester(state, event.type), ...coordinators(state, event)];
    case 'request.closed':
      return [responder(state, event.type), ...coordinators(state, event)];
    case 'request.withdrawn':
      return [...(state.arrived ? [responder(state, event.type)] : []), ...coordinators(state, event)];
    case 'request.forwarded':
      return [requester(state, event.type), arrival(state)];
    case 'request.corrected':
      return corrected(state);
    case 'request.messageAdded':
      return [messageTo(state, event.facts)];
    case 'request.reminded': {
      const type = event.facts.of === 'acceptance' ? 'request.acceptanceOverdue' : 'request.replyOverdue';
      return event.facts.to.map((to) => tell(to, type));
    }
    case 'request.saved':
    case 'request.discarded':
    case 'request.copyAsked':
    case 'request.allocated':
    case 'request.coordinatorChanged':
    case 'reply.saved':
      return [];
    default:
      return [requester(state, event.type)];
  }
}

/** Whoever has accepted it has received what is corrected now, whether or not it is with it still (regulation (EU) 2016/679, article 19). */
function corrected({ acceptedBy, responding, disclosed }: OpenRequest): readonly Told[] {
  return acceptedBy.map((authority) => {
    const sees = disclosed && authority === responding.authority;
    return tell(authority, sees ? 'request.corrected' : 'request.correctedSince');
  });
}

function arrival(state: OpenRequest): Told {
  return responder(state, 'request.arrived');
}

function informed({ informed: all = [] }: OpenRequest): readonly Told[] {
  return all.map((to) => tell(to, 'request.informed'));
}

function disclosure(state: OpenRequest): Told {
  return { ...responder(state, 'request.disclosed'), attachments: state.attachments.map(({ id }) => id) };
}

function answer(state: OpenRequest): Told {
  const type = state.status === 'partiallyAnswered' ? 'request.partiallyReplied' : 'request.replied';
  return { ...requester(state, type), attachments: state.replyDocuments ?? [] };
}

function messageTo(state: OpenRequest, { side, attachments }: MessageFacts): Told {
  const told = side === 'requesting' ? responder(state, 'request.messageAdded') : requester(state, 'request.messageAdded');
  return { ...told, attachments: attachments.map(({ id }) => id) };
} // prettier-ignore

function requester(state: OpenRequest, type: Told['type']): Told {
  return tell(state.requesting.authority, type);
}

function responder(state: OpenRequest, type: Told['type']): Told {
  return tell(state.responding.authority, type);
}

function referee(
  state: OpenRequest,
  whom: 'requesting coordinator' | 'responding coordinator',
): readonly Told[] {
  return coordinator(
    state,
    whom === 'requesting coordinator' ? 'requesting' : 'responding',
    'request.referred',
  );
}

/** Coordinators that had a part in the exchange learn of its end, also those that were asked and have not answered. */
function coordinators(
  state: OpenRequest,
  { type, by }: { readonly type: Told['type']; readonly by: string },
): readonly Told[] {
  return [...new Set(state.involved)]
    .flatMap((side) => coordinator(state, side, type))
    .filter(({ to }) => to !== by);
}

function coordinator(state: OpenRequest, side: SideName, type: Told['type']): readonly Told[] {
  const to = state[side].coordinator;
  return to === undefined ? [] : [tell(to, type)];
}

function tell(to: string, type: Told['type']): Told {
  return { do: 'tell', to, type };
}
