import { record } from '../../kernel/says.ts';
import { participatesInReferral, requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';

/** A referee agrees with the requesting authority: on to the other coordinator, then back to the responding authority. */
export const findUnsatisfactory = requestCommand({
  name: 'request.findUnsatisfactory',
  summary: 'Give the opinion that the response is not satisfactory.',
  source: 'handbook 5.3.6',
  by: [
    { party: 'requesting coordinator asked', role: 'referral handler' },
    { party: 'responding coordinator asked', role: 'referral handler' },
  ],
  when: ['referredToRequestingCoordinator', 'referredToRespondingCoordinator'],
  leadsTo: ['referredToRespondingCoordinator', 'returnedToRespondingAuthority'],
  refuses: [],
  says: record({ opinion: Comment }),
  decide(state, { opinion }, world) {
    const onward =
      state.status === 'referredToRequestingCoordinator' &&
      participatesInReferral(state, 'responding', world);
    const next = onward ? 'responding coordinator' : 'responding authority';
    return {
      events: [{ type: 'request.foundUnsatisfactory', facts: { next }, content: { comment: opinion } }],
    };
  },
});
