import { setIn } from '../../area/settings.ts';
import { route, ROUTE_REFUSALS, type Route } from '../../directory/route.ts';
import { askedOf } from '../../exchange/asked.ts';
import { attachmentFact, attachmentName } from '../../exchange/documents.ts';
import { isThere } from '../../exchange/kept.ts';
import { defined } from '../../kernel/optional.ts';
import { fault, refuse, refuseAll, type Fault, type Refusal } from '../../kernel/refusals.ts';
import { authorityOf, isRefusal } from '../../kernel/workflow.ts';
import type { Circumstances } from '../../world.ts';
import { canReceive } from '../access.ts';
import { chooseCoordinator, COORDINATOR_REFUSALS, needsApproval, openingCommand } from '../command.ts';
import type { RequestEvent } from '../events.ts';
import { checkDemands, informedOf, DEMAND_REFUSALS, waitsUntil } from '../demands.ts';
import { missing, MISSING_REFUSALS } from '../missing.ts';
import { SETTINGS } from '../settings.ts';
import type { RequestState, Side } from '../state.ts';
import {
  ADDRESSEE_REFUSALS, checkAddressee, checkPlace, checkWritten, PLACE_REFUSALS, withDocuments, WRITTEN_REFUSALS,
} from '../written.ts'; // prettier-ignore
import { WholeRequest } from '../paper.ts';

/** Sends a new request or a draft, or sends a returned one again after it has been changed. */
export const send = openingCommand({
  name: 'request.send',
  summary: 'Send a request to a competent authority of another Member State.',
  source: 'handbook 5.3.1, 5.3.7',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ['new', 'draft', 'requestReturned'],
  leadsTo: ['requestAwaitingApproval', 'awaitingAcceptance'],
  refuses: [
    ...PLACE_REFUSALS,
    ...MISSING_REFUSALS,
    ...WRITTEN_REFUSALS,
    ...COORDINATOR_REFUSALS,
    'COORDINATOR_STAYS',
    ...ADDRESSEE_REFUSALS,
    ...ROUTE_REFUSALS,
    ...DEMAND_REFUSALS,
  ],
  says: WholeRequest,
  decide(state, written, world) {
    const data = withDocuments(written, state);
    const faults = [
      ...checkPlace(state, data, world),
      ...missing(data, world),
      ...checkWritten(data, world),
      ...checkDemands(data, world),
    ];
    const side = requestingSide(state, data, world);
    const found = findAddressee(data, world);
    const refused = refuseAll([...faults, ...faultsOf(side), ...faultsOf(found)]);
    if (refused !== undefined || isRefusal(side) || isRefusal(found))
      return refused ?? refuse(fault('SCHEMA'));
    return { events: [sent(state, data, { world, side, found })], route: found };
  },
});

/** What was returned goes back to the coordinator that has returned it (handbook 5.3.7). */
function requestingSide(
  state: RequestState,
  { coordinator, area }: WholeRequest,
  { actor, directory }: Circumstances,
): Side | Refusal {
  const returnedBy = state.status === 'requestReturned' ? state.requesting.coordinator : undefined;
  if (returnedBy !== undefined && (coordinator ?? returnedBy) !== returnedBy)
    return refuse(fault('COORDINATOR_STAYS', '/data/coordinator', { coordinator: returnedBy }));
  const chosen = chooseCoordinator(coordinator ?? returnedBy, authorityOf(actor), { area, directory });
  return isRefusal(chosen) ? chosen : { authority: authorityOf(actor), ...chosen };
}

function findAddressee({ addressee }: WholeRequest, world: Circumstances): Route | Refusal {
  const refused = refuseAll(checkAddressee(addressee, world));
  if (refused !== undefined) return refused;
  const { authority, criteria } = addressee;
  return authority === undefined
    ? route(world.directory, { ...criteria, area: world.area.code }, canReceive)
    : { authority, reasons: [{ code: 'named', facts: {} }] };
}

function sent(
  state: RequestState,
  data: WholeRequest,
  given: { readonly world: Circumstances; readonly side: Side; readonly found: Route },
): RequestEvent {
  const { world, side, found } = given;
  const attachments = (data.attachments ?? []).filter(isThere);
  const set = setIn(world.area, SETTINGS, data.questionSet);
  const informed = set === undefined ? [] : informedOf(set, world);
  const isHeld = needsApproval('approvesRequests', side, { area: data.area, directory: world.directory });
  const until = isHeld ? undefined : waitsUntil(set, data.fields ?? [], world);
  return {
    type: 'request.sent',
    facts: {
      number: state.status === 'new' ? world.fresh : state.number,
      area: data.area,
      questionSet: data.questionSet,
      requesting: side,
      responding: { authority: found.authority },
      routing: found.reasons,
      directoryVersion: world.directory.version,
      asked: data.questions.map(askedOf),
      attachments: attachments.map(attachmentFact),
      ...(data.deadline === undefined ? {} : { deadline: data.deadline }),
      ...(informed.length === 0 ? {} : { informed }),
      ...defined('waitsUntil', until),
      needsApproval: isHeld,
    },
    content: {
      questions: data.questions,
      subject: data.subject,
      ...(data.fields === undefined ? {} : { fields: data.fields }),
      ...(data.justification === undefined ? {} : { justification: data.justification }),
      ...(data.reference === undefined ? {} : { reference: data.reference }),
      attachmentNames: attachments.map(attachmentName),
    },
  };
}

function faultsOf(result: object): readonly Fault[] {
  return isRefusal(result) ? result.refused : [];
}
