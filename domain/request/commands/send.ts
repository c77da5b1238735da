import { route, type Route } from '../../directory/route.ts';
import { fault, refuse, refuseAll, type Fault, type Refusal } from '../../kernel/refusals.ts';
import { isRefusal, type Circumstances } from '../../kernel/workflow.ts';
import { chooseCoordinator, needsApproval, openingCommand } from '../command.ts';
import type { Attachment } from '../content.ts';
import type { RequestEvent } from '../events.ts';
import { missing } from '../missing.ts';
import type { RequestState, Side } from '../state.ts';
import { checkAddressee, checkPlace, checkWritten, WholeRequest } from '../written.ts';

/** Sends a new request or a draft, or sends a returned one again after it has been changed. */
export const send = openingCommand({
  name: 'request.send',
  summary: 'Send a request to a competent authority of another Member State.',
  source: 'handbook 5.3.1, 5.3.7',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ['new', 'draft', 'requestReturned'],
  says: WholeRequest,
  decide(state, data, world) {
    const faults = [...checkPlace(state, data, world), ...missing(data, world), ...checkWritten(data, world)];
    const side = requestingSide(data, world);
    const found = findAddressee(data, world);
    const refused = refuseAll([...faults, ...faultsOf(side), ...faultsOf(found)]);
    if (refused !== undefined || isRefusal(side) || isRefusal(found))
      return refused ?? refuse(fault('SCHEMA'));
    return { events: [sent(state, data, { world, side, found })], route: found };
  },
});

function requestingSide(data: WholeRequest, { actor, directory }: Circumstances): Side | Refusal {
  const chosen = chooseCoordinator(data.coordinator, actor.authority, { area: data.area, directory });
  return isRefusal(chosen) ? chosen : { authority: actor.authority, ...chosen };
}

function findAddressee({ addressee }: WholeRequest, world: Circumstances): Route | Refusal {
  const refused = refuseAll(checkAddressee(addressee, world));
  if (refused !== undefined) return refused;
  const { authority, criteria } = addressee;
  return authority === undefined
    ? route(world.directory, { ...criteria, area: world.area.code })
    : { authority, reasons: [{ code: 'named', facts: {} }] };
}

function sent(
  state: RequestState,
  data: WholeRequest,
  given: { readonly world: Circumstances; readonly side: Side; readonly found: Route },
): RequestEvent {
  const { world, side, found } = given;
  const attachments = data.attachments ?? [];
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
      asked: data.questions.map(({ question, attachment }) => ({
        question,
        ...(attachment === undefined ? {} : { attachment }),
      })),
      attachments: attachments.map(({ id, mediaType, size }) => ({ id, mediaType, size })),
      ...(data.deadline === undefined ? {} : { deadline: data.deadline }),
      needsApproval: needsApproval('approvesRequests', side, { area: data.area, directory: world.directory }),
    },
    content: {
      questions: data.questions,
      subject: data.subject,
      ...(data.justification === undefined ? {} : { justification: data.justification }),
      ...(data.reference === undefined ? {} : { reference: data.reference }),
      attachmentNames: attachments.map(nameOf),
    },
  };
}

function nameOf({ id, name, sha256, description }: Attachment) {
  return { id, name, sha256, ...(description === undefined ? {} : { description }) };
}

function faultsOf(result: object): readonly Fault[] {
  return isRefusal(result) ? result.refused : [];
}
