import { record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';

/** A referee disagrees with the requesting authority, which closes the request. */
export const findSatisfactory = requestCommand({
  name: 'request.findSatisfactory',
  summary: 'Give the opinion that the response is satisfactory; this closes the request.',
  source: 'handbook 5.3.6',
  by: [
    { party: 'requesting coordinator asked', role: 'referral handler' },
    { party: 'responding coordinator asked', role: 'referral handler' },
  ],
  when: ['referredToRequestingCoordinator', 'referredToRespondingCoordinator'],
  leadsTo: ['closed'],
  refuses: [],
  says: record({ opinion: Comment }),
  decide(_state, { opinion }) {
    return { events: [{ type: 'request.foundSatisfactory', facts: {}, content: { comment: opinion } }] };
  },
});
