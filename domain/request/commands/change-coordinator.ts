import { fault, refuse, refuseAll } from '../../kernel/refusals.ts';
import { code, record } from '../../kernel/says.ts';
import { authorityOf } from '../../kernel/workflow.ts';
import { checkCoordinator, NAMED_COORDINATOR_REFUSALS, requestCommand } from '../command.ts';
import { ARRIVED, type OpenRequest, type SideName } from '../state.ts';
import { hasRefereed } from '../steps.ts';

/** Another one of the linked coordinators becomes the one of this exchange, unless the present one has been asked to act. */
export const changeCoordinator = requestCommand({
  name: 'request.changeCoordinator',
  summary: 'Choose another one of the linked request coordinators for this exchange.',
  source: 'handbook 5.2.1.1, 5.3.2.1',
  by: [
    { party: 'requesting authority', role: 'request handler' },
    { party: 'responding authority', role: 'request handler' },
  ],
  // Before it has arrived the coordinator has been asked to approve it.
  when: ARRIVED,
  leadsTo: 'same',
  refuses: ['COORDINATOR_ASKED', 'COORDINATOR_SAME', ...NAMED_COORDINATOR_REFUSALS],
  says: record({
    coordinator: code(60, { vocabulary: 'authority', about: 'One of the linked request coordinators.' }),
  }),
  may(state, { actor }) {
    const side = sideOf(state, authorityOf(actor));
    // An authority that has not accepted the request yet chooses when it does; nobody gets around an opinion given (handbook 5.3.6).
    const isAsked =
      ASKED[side].has(state.status) ||
      (side === 'responding' && !state.disclosed) ||
      hasRefereed(state, state[side].coordinator);
    return isAsked ? refuse(fault('COORDINATOR_ASKED', '/type')) : undefined;
  },
  decide(state, { coordinator }, { actor, directory }) {
    const authority = authorityOf(actor);
    const side = sideOf(state, authority);
    const refused = refuseAll([
      ...checkCoordinator(coordinator, authority, { area: state.area, directory }),
      ...(state[side].coordinator === coordinator
        ? [fault('COORDINATOR_SAME', '/data/coordinator', { coordinator })]
        : []),
    ]);
    if (refused !== undefined) return refused;
    return { events: [{ type: 'request.coordinatorChanged', facts: { side, coordinator } }] };
  },
});

function sideOf({ requesting }: OpenRequest, authority: string): SideName {
  return requesting.authority === authority ? 'requesting' : 'responding';
}

/** While it is asked, or has returned something to be changed, nobody gets around it by choosing another one. */
const ASKED: Readonly<Record<SideName, ReadonlySet<OpenRequest['status']>>> = {
  requesting: new Set(['referredToRequestingCoordinator']),
  responding: new Set(['replyAwaitingApproval', 'replyReturned', 'referredToRespondingCoordinator']),
};
