import { chosenDocuments, chosenQuestions, chosenSteps } from '../exchange/report-chosen.ts';
import type { ReportContents } from '../exchange/report-contents.ts';
import { defined } from '../kernel/optional.ts';
import { HUB } from '../kernel/message.ts';
import type { Reader } from '../kernel/workflow.ts';
import type { ReportChoice } from '../reports/frame.ts';
import { statusSeenFrom } from './level.ts';
import { contentsOf } from './report-kinds.ts';
import type { RequestView } from './shows.ts';
import { isDraft, type DraftRequest, type OpenRequest, type RequestState, type Step } from './state.ts';
import { view } from './view.ts';

type World = Parameters<typeof view>[2];

/** What a report shows of a request: the reader's view, less what this kind of report leaves out (handbook 5.3.10). */
export function reportView(
  state: RequestState,
  order: { readonly choice: ReportChoice; readonly reader: Reader },
  world: World,
): RequestView | undefined {
  const contents = contentsOf(order.choice);
  // Viewers see personal data on screen, but their reports carry none.
  const reader: Reader = contents.hasPersonalData
    ? order.reader
    : { ...order.reader, withoutPersonalData: true };
  const seen = view(contents.isForPerson ? exchanged(state) : state, reader, world);
  if (seen === undefined) return undefined;
  const shared = exchangedOnly(seen);
  return contents.isForPerson ? forPerson(shared, state) : chosen(shared, contents);
}

/** What somebody is still writing, and who works on it, is not part of the case. */
function exchangedOnly({ draftReply: _reply, allocatedTo: _persons, ...seen }: RequestView): RequestView {
  return seen;
}

/** Steps that are a matter between an authority and the coordinators. */
const INTERNAL = new Set(['request.referred', 'request.foundUnsatisfactory']);

/** The request as the two authorities exchanged it: no reply under approval, no referral, no coordinator's word. */
function exchanged(state: RequestState): RequestState {
  if (state.status === 'new') return state;
  if (isDraft(state)) return unsent(state);
  const { held: _, ...rest } = state;
  const shared = state.history.filter(({ side, type }) => side === undefined && !INTERNAL.has(type));
  return {
    ...rest,
    requesting: { authority: state.requesting.authority },
    responding: { authority: state.responding.authority },
    routing: [],
    history: shared.map((step) => asExchanged(step, state)),
  };
}

/** Of a draft nothing has been exchanged; the person learns what is to be asked, and of whom. */
function unsent(state: DraftRequest): DraftRequest {
  const { sought: _, ...rest } = state;
  return { ...rest, requesting: { authority: state.requesting.authority }, history: [] };
}

/** What a coordinator did for its authority counts as done by the authority; its opinion stays in the house. */
function asExchanged(step: Step, { requesting, responding, forwardedBy }: OpenRequest): Step {
  const before = forwardedBy.map(({ authority }) => authority);
  if ([requesting.authority, responding.authority, ...before, HUB].includes(step.by)) return step;
  const { seq, at, type, comment } = step;
  const isReply = type === 'request.replied' || type === 'request.partiallyReplied';
  return {
    seq,
    at,
    type: type === 'request.foundSatisfactory' ? 'request.closed' : type,
    by: isReply || step.by === responding.coordinator ? responding.authority : requesting.authority,
    // A reply that was approved carries what the authority wrote.
    ...defined('comment', isReply ? comment : undefined),
  };
}

/** Where a status speaks of approval or referral, the one that the two authorities share. */
const SHARED_STATUS: Readonly<Record<string, string>> = {
  requestAwaitingApproval: 'draft',
  requestReturned: 'draft',
  referredToRequestingCoordinator: 'additionalInformationRejected',
  referredToRespondingCoordinator: 'additionalInformationRejected',
  returnedToRespondingAuthority: 'additionalInformationRejected',
};

function forPerson(seen: RequestView, state: RequestState): RequestView {
  const status = state.status === 'new' ? seen.status : statusSeenFrom(state, 'requesting');
  return { ...seen, status: SHARED_STATUS[status] ?? status };
}

/** Nothing that was not chosen is in the embedded data either, the authorities included (handbook 5.3.10). */
function chosen(seen: RequestView, { parts }: ReportContents): RequestView {
  const {
    requesting,
    responding,
    sought,
    deadline,
    proposedDeadline,
    waitsUntil,
    informed,
    reference,
    splitFrom,
    justification,
    fields,
    subject,
    ...rest
  } = seen;
  const of = <T>(part: string, value: T | undefined) => (parts.has(part) ? value : undefined);
  return {
    ...rest,
    ...defined('requesting', of('requestingAuthority', requesting)),
    ...defined('responding', of('respondingAuthority', responding)),
    ...defined('sought', of('case', sought)),
    routing: of('case', seen.routing) ?? [],
    ...defined('deadline', of('case', deadline)),
    ...defined('proposedDeadline', of('case', proposedDeadline)),
    ...defined('waitsUntil', of('case', waitsUntil)),
    ...defined('informed', of('case', informed)),
    ...defined('reference', of('case', reference)),
    ...defined('splitFrom', of('case', splitFrom)),
    ...defined('justification', of('messages', justification)),
    questions: chosenQuestions(seen.questions, parts),
    ...defined('fields', of('fields', fields)),
    ...defined('subject', of('subject', subject)),
    attachments: chosenDocuments(seen.attachments, parts),
    history: chosenSteps(seen.history, { parts, dated: DATED }),
  };
}

/** The dates of the case are read from its first and last steps. */
const DATED = new Set(['request.sent', 'request.accepted', 'request.closed', 'request.refused', 'request.withdrawn', 'request.foundSatisfactory', 'request.upheld']); // prettier-ignore
