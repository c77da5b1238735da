import { fault, refuse } from '../../kernel/refusals.ts';
import { authorityOf } from '../../kernel/workflow.ts';
import { record } from '../../kernel/says.ts';
import { ACCESS, requestAccess } from '../access.ts';
import { requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';

/** For coordinators, and for authorities that have been given the flag. */
export const refuseRequest = requestCommand({
  name: 'request.refuse',
  summary: 'Refuse the request outright on behalf of the Member State; this closes it.',
  source: 'handbook 5.3.2.1',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['awaitingAcceptance'],
  leadsTo: ['refused'],
  refuses: ['FLAG_MISSING'],
  says: record({ justification: Comment }),
  may(state, { actor, directory }) {
    const access = requestAccess(directory, authorityOf(actor), state.area);
    const isCoordinator = access !== undefined && ACCESS.coordinators.includes(access.role);
    if (isCoordinator || access?.flags.mayRefuse === true) return undefined;
    return refuse(fault('FLAG_MISSING', '/type', { authority: authorityOf(actor) }));
  },
  decide(_state, { justification }) {
    return { events: [{ type: 'request.refused', facts: {}, content: { comment: justification } }] };
  },
});
