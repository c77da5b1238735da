import { BY_THE_HUB } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import { requestAccess } from '../access.ts';
import type { RequestEvent } from '../events.ts';
import { Overdue, REMIND } from '../overdue.ts';
import type { OpenRequest } from '../state.ts';

/** Tells the responding authority, and later its coordinator, that something is late. */
export const remind = command<OpenRequest, RequestEvent>()({
  name: REMIND,
  summary:
    'Remind the responding authority, or its coordinator, of an acceptance or a reply that is overdue.',
  source: 'features E15, handbook 5.3.9.1, 9.3.1.1',
  by: BY_THE_HUB,
  when: ['awaitingAcceptance', 'accepted', 'partiallyAnswered', 'replyAwaitingApproval', 'replyReturned'],
  leadsTo: 'same',
  refuses: [],
  says: Overdue,
  decide({ responding, area }, { of, stage }, { directory }) {
    const { authority, coordinator } = responding;
    // Before acceptance none has been chosen: then all that are linked learn of it.
    const linked = requestAccess(directory, authority, area)?.linkedCoordinators ?? [];
    const coordinators = coordinator === undefined ? linked : [coordinator];
    const to = stage === 'authority' ? [authority] : coordinators;
    return { events: [{ type: 'request.reminded', facts: { of, stage, to } }] };
  },
});
