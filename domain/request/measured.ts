import type { Measured } from '../kernel/measured.ts';
import { defined } from '../kernel/optional.ts';
import type { World } from '../world.ts';
import { ENDED_AFTER_SENDING, isDraft, type OpenRequest, type RequestState } from './state.ts';

/** What is counted of a request, from when it has reached the Member State asked (features E17). */
export function measured(state: RequestState, { directory, calendar }: World): Measured | undefined {
  if (state.status === 'new' || isDraft(state) || !state.arrived) return undefined;
  const { requesting, responding, deadline, proposedDeadline, rating } = state;
  const sent = firstAt(state, 'request.sent');
  if (sent === undefined) return undefined;
  const country = (authority: string) =>
    directory.authorities.get(authority)?.country ?? authority.slice(0, 2);
  // Forwarded after it was accepted it waits for acceptance again.
  const accepted = state.disclosed ? lastAt(state, 'request.accepted') : undefined;
  const agreed = proposedDeadline ?? deadline;
  const answered = firstAt(state, 'request.replied');
  const isInTime = answered && agreed ? calendar.dayOf(answered) <= agreed : undefined;
  const end = ENDED_AFTER_SENDING.find((status) => status === state.status);
  return {
    requester: requesting.authority,
    requesterCountry: country(requesting.authority),
    responder: responding.authority,
    responderCountry: country(responding.authority),
    sent,
    ...defined('accepted', accepted),
    ...defined('answered', answered),
    ...defined('agreed', agreed),
    ...defined('isInTime', isInTime),
    ...defined('end', end),
    ...defined('ended', end && state.endedAt),
    ...rating,
  };
}

function firstAt({ history }: OpenRequest, event: string): string | undefined {
  return history.find(({ type }) => type === event)?.at;
}

function lastAt({ history }: OpenRequest, event: string): string | undefined {
  return history.findLast(({ type }) => type === event)?.at;
}
