import { record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';

/** The coordinator wants a request changed first. */
export const returnRequest = requestCommand({
  name: 'request.return',
  summary: 'Return the request to be changed as suggested.',
  source: 'handbook 5.3.7',
  by: [{ party: 'requesting coordinator', role: 'referral handler' }],
  when: ['requestAwaitingApproval'],
  leadsTo: ['requestReturned'],
  refuses: [],
  says: record({ comment: Comment }),
  decide(_state, { comment }) {
    return { events: [{ type: 'request.returned', facts: {}, content: { comment } }] };
  },
});
