import type { Tell, Write } from '../kernel/effects.ts';
import type { Recorded } from '../kernel/workflow.ts';
import type { RequestRole } from './access.ts';
import type { RequestEvent } from './events.ts';
import { isDraft, type OpenRequest, type RequestState, type SideName } from './state.ts';

/** Message types by which the parties are told of a request, with their meaning. */
export const TELLS = {
  'request.awaitsApproval': 'A request of a coordinated authority awaits approval.',
  'request.returned': 'The coordinator returns the request to be changed.',
  'request.approved': 'The coordinator has approved the request; it is with the authority asked.',
  'request.arrived': 'A new request awaits acceptance.',
  'request.copied': 'Who is informed of such a request: it has been sent; without personal data.',
  'request.accepted': 'The responding authority has accepted the request.',
  'request.disclosed': 'After acceptance: the request with personal data and attachments.',
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

const { 'request.disclosed': _disclosed, ...WRITTEN } = TELLS;

/**
 * E-mails to those who have to act, and on every significant development (handbook 5.3.9.3). They go where a message goes and
 * mean the same; what is disclosed to who has just accepted is news to nobody.
 */
export const WRITES: Readonly<Record<string, string>> = WRITTEN;

type Told = Tell & { readonly type: keyof typeof TELLS };

/** Who is told what of an event, systems and people alike; the actor itself has its receipt. */
export function setsOff(event: Recorded<RequestEvent>, state: RequestState): readonly (Told | Write)[] {
  // Nobody is told of a draft.
  if (state.status === 'new' || isDraft(state)) return [];
  const told = whoIsTold(event, state);
  return [...told, ...told.flatMap((one) => written(one, state))];
}

function written({ to: authority, type }: Told, { requesting, responding }: OpenRequest): readonly Write[] {
  if (!(type in WRITES)) return [];
  // Who acts for a coordinator is a referral handler (handbook 5.2.2).
  const isCoordinator = [requesting, responding].some(({ coordinator: own }) => own === authority);
  if (type === 'request.copied')
    return [{ do: 'write', to: { authority, roles: ['request viewer'] }, template: type }];
  const roles: readonly RequestRole[] = [isCoordinator ? 'referral handler' : 'request handler'];
  return [{ do: 'write', to: { authority, roles }, template: type }];
}

function whoIsTold(event: Recorded<RequestEvent>, state: OpenRequest): readonly Told[] {
  switch (event.type) {
    case 'request.sent':
      return event.facts.needsApproval
        ? coordinator(state, 'requesting', 'request.awaitsApproval')
        : [arrival(state), ...copies(state)];
    case 'request.approved':
      return [arrival(state), ...copies(state), requester(state, 'request.approved')];
    case 'request.accepted':
      return [requester(state, 'request.accepted'), disclosure(state)];
    case 'request.replied':
      return event.facts.needsApproval
        ? coordinator(state, 'responding', 'reply.awaitsApproval')
        : [answer(state, event.facts.attachments)];
    case 'reply.approved':
      return [answer(state, respondersAttachments(state)), responder(state, 'reply.approved')];
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
    case 'request.saved':
    case 'request.discarded':
      return [];
    default:
      return [requester(state, event.type)];
  }
}

function arrival(state: OpenRequest): Told {
  return responder(state, 'request.arrived');
}

function copies({ copies: all = [] }: OpenRequest): readonly Told[] {
  return all.map((to) => tell(to, 'request.copied'));
}

function disclosure(state: OpenRequest): Told {
  return { ...responder(state, 'request.disclosed'), attachments: state.attachments.map(({ id }) => id) };
}

function answer(state: OpenRequest, attachments: readonly { readonly id: string }[]): Told {
  const type = state.status === 'partiallyAnswered' ? 'request.partiallyReplied' : 'request.replied';
  return { ...requester(state, type), attachments: attachments.map(({ id }) => id) };
}

function respondersAttachments(state: OpenRequest) {
  return state.attachments.filter(({ side }) => side === 'responding');
}

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
