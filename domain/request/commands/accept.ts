import { fault, refuse, refuseAll } from '../../kernel/refusals.ts';
import { code, date, optional, record } from '../../kernel/says.ts';
import { authorityOf, isRefusal } from '../../kernel/workflow.ts';
import { mayAccept } from '../access.ts';
import { chooseCoordinator, COORDINATOR_REFUSALS, requestCommand } from '../command.ts';
import { isPast } from '../written.ts';

/** Takes responsibility for a request; only now personal data and attachments are disclosed. */
export const accept = requestCommand({
  name: 'request.accept',
  summary: 'Accept responsibility for the request, with its deadline or with another one proposed.',
  source: 'handbook 5.3.2.1, 9.1.4.1',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['awaitingAcceptance'],
  leadsTo: ['accepted'],
  refuses: ['FLAG_MISSING', 'DEADLINE_PAST', ...COORDINATOR_REFUSALS],
  says: record({
    coordinator: optional(
      code(60, { vocabulary: 'authority', about: 'Needed by an authority linked to several.' }),
    ),
    proposedDeadline: optional(date('Another date for the reply than the one asked for.')),
  }),
  // Looked at again: the flag may have been taken away since the request was addressed.
  may(state, { actor, directory }) {
    if (mayAccept(directory.authorities.get(authorityOf(actor)), state.area)) return undefined;
    return refuse(fault('FLAG_MISSING', '/type', { authority: authorityOf(actor) }));
  },
  decide(state, { coordinator, proposedDeadline }, world) {
    const isLate = proposedDeadline !== undefined && isPast(proposedDeadline, world);
    const late = isLate ? [fault('DEADLINE_PAST', '/data/proposedDeadline')] : [];
    const { directory } = world;
    const chosen = chooseCoordinator(coordinator, state.responding.authority, {
      area: state.area,
      directory,
    });
    if (isRefusal(chosen)) return refuseAll([...late, ...chosen.refused]) ?? chosen;
    const refused = refuseAll(late);
    if (refused !== undefined) return refused;
    const facts = { ...chosen, ...(proposedDeadline === undefined ? {} : { proposedDeadline }) };
    return { events: [{ type: 'request.accepted', facts }] };
  },
});
