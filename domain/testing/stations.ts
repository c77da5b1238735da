import type { Area } from '../area/area.ts';
import type { RequestStatus } from '../request/state.ts';
import { BERLIN, BONN, handler, LISBON, PORTO, referee, STRICT, type Settings } from './cast.ts';
import { given, type Story } from './given.ts';
import { PARTIAL } from './papers.ts';

/** The same request at every station of its way, approvals and referees included. */
export function stations(area: Area, settings: Settings = STRICT): Readonly<Record<RequestStatus, Story>> {
  const draft = given({ area, settings }).after(handler(PORTO), 'request.save');
  const requestAwaitingApproval = given({ area, settings }).after(handler(PORTO), 'request.send');
  const awaitingAcceptance = requestAwaitingApproval.after(referee(LISBON), 'request.approve');
  const accepted = awaitingAcceptance.after(handler(BERLIN), 'request.accept');
  const replyAwaitingApproval = accepted.after(handler(BERLIN), 'request.reply');
  const replyProvided = replyAwaitingApproval.after(referee(BONN), 'reply.approve');
  const asked = replyProvided.after(handler(PORTO), 'request.askAdditionalInformation');
  const rejected = asked.after(handler(BERLIN), 'request.rejectAdditionalInformation');
  const referred = rejected.after(handler(PORTO), 'request.refer');
  const referredOn = referred.after(referee(LISBON), 'request.findUnsatisfactory');
  return {
    draft,
    discarded: draft.after(handler(PORTO), 'request.discard'),
    requestAwaitingApproval,
    requestReturned: requestAwaitingApproval.after(referee(LISBON), 'request.return'),
    awaitingAcceptance,
    accepted,
    partiallyAnswered: accepted
      .after(handler(BERLIN), 'request.reply', PARTIAL)
      .after(referee(BONN), 'reply.approve'),
    replyAwaitingApproval,
    replyReturned: replyAwaitingApproval.after(referee(BONN), 'reply.return'),
    replyProvided,
    additionalInformationRequested: asked,
    additionalInformationAccepted: asked.after(handler(BERLIN), 'request.acceptAdditionalInformation'),
    additionalInformationRejected: rejected,
    referredToRequestingCoordinator: referred,
    referredToRespondingCoordinator: referredOn,
    returnedToRespondingAuthority: referredOn.after(referee(BONN), 'request.findUnsatisfactory'),
    closed: replyProvided.after(handler(PORTO), 'request.close'),
    refused: awaitingAcceptance.after(handler(BERLIN), 'request.refuse'),
    withdrawn: accepted.after(handler(PORTO), 'request.withdraw'),
  };
}
