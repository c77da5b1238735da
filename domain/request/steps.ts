import { defined } from '../kernel/optional.ts';
import type { Recorded } from '../kernel/workflow.ts';
import type { Comment } from '../exchange/content.ts';
import type { RequestEvent, SentFacts } from './events.ts';
import type { OpenRequest, SideName, Step } from './state.ts';

/** The first line of the time line; of a request that is approved first it is for the own side only. */
export function sentStep(event: Recorded<RequestEvent>, facts: SentFacts): Step {
  const { seq, at, by, person } = event;
  const who = { seq, at, by, ...defined('person', person) };
  return facts.needsApproval
    ? { ...who, type: 'request.submittedForApproval', side: 'requesting' }
    : { ...who, type: 'request.sent' };
}

/** The line of the time line. Approval is an internal matter of the side that approves. */
export function stepOf(event: Recorded<RequestEvent>, before: OpenRequest): Step {
  const { seq, at, by, person } = event;
  // A held reply is seen by the other side only now, together with what was said in it.
  const said = event.type === 'reply.approved' ? before.held?.comment : commentOf(event);
  const side = internalSide(event, before);
  return {
    seq,
    at,
    by,
    ...defined('person', person),
    type: stepType(event, before),
    ...defined('approvedFor', approvedFor(event, before)),
    ...(side === undefined ? {} : { side }),
    ...details(event),
    ...(said === undefined ? {} : { comment: said }),
  };
}

/** Whether the coordinator has already found the response not satisfactory; a satisfactory one closes the request (handbook 5.3.6). */
export function hasRefereed({ history }: OpenRequest, coordinator: string | undefined): boolean {
  return history.some(({ type, by }) => type === 'request.foundUnsatisfactory' && by === coordinator);
}

function details(event: Recorded<RequestEvent>): Pick<Step, 'topic' | 'to' | 'about' | 'isBetweenThem'> {
  switch (event.type) {
    case 'request.messageAdded':
      return { topic: event.facts.topic, isBetweenThem: true };
    case 'request.forwarded':
      return { to: event.facts.to };
    case 'request.partiallyForwarded':
      return { to: event.facts.to, about: event.facts.asked };
    case 'request.additionalInformationRequested':
      return defined('about', event.facts.about);
    default:
      return {};
  }
}

function approvedFor({ type }: Recorded<RequestEvent>, before: OpenRequest): Step['approvedFor'] {
  if (type !== 'request.approved' && type !== 'reply.approved') return undefined;
  const side = type === 'request.approved' ? 'requesting' : 'responding';
  return { side, authority: before[side].authority };
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

function internalSide(event: Recorded<RequestEvent>, { disclosed }: OpenRequest): SideName | undefined {
  if (event.type === 'request.returned') return 'requesting';
  // Whoever has not seen the person yet sees nothing of its correction either.
  if (event.type === 'request.corrected' && !disclosed) return 'requesting';
  if (event.type === 'reply.saved') return 'responding';
  if (event.type === 'reply.returned' || event.type === 'request.reminded') return 'responding';
  if (event.type === 'request.coordinatorChanged') return event.facts.side;
  return event.type === 'request.replied' && event.facts.needsApproval ? 'responding' : undefined;
}
