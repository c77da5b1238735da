import { fault, refuse } from '../../kernel/refusals.ts';
import { record } from '../../kernel/says.ts';
import { referralSetting, requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';

/** Asks the coordinators whether the response is satisfactory; the first to be asked depends on who takes part. */
export const refer = requestCommand({
  name: 'request.refer',
  summary: 'Refer the request to the coordinators for their opinion on the response.',
  source: 'handbook 5.3.6',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ['additionalInformationRejected'],
  leadsTo: ['referredToRequestingCoordinator', 'referredToRespondingCoordinator'],
  refuses: ['NO_REFEREE'],
  says: record({ justification: Comment }),
  may(state, world) {
    return referralSetting(state, world) === 'neither' ? refuse(fault('NO_REFEREE', '/type')) : undefined;
  },
  decide(state, { justification }, world) {
    const to =
      referralSetting(state, world) === 'responding only'
        ? 'responding coordinator'
        : 'requesting coordinator';
    return { events: [{ type: 'request.referred', facts: { to }, content: { comment: justification } }] };
  },
});
