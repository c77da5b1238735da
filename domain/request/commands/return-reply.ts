import { record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';

/** The coordinator wants a reply changed first. */
export const returnReply = requestCommand({
  name: 'reply.return',
  summary: 'Return the reply to be changed as suggested.',
  source: 'handbook 5.3.7',
  by: [{ party: 'responding coordinator', role: 'referral handler' }],
  when: ['replyAwaitingApproval'],
  leadsTo: ['replyReturned'],
  refuses: [],
  says: record({ comment: Comment }),
  decide(_state, { comment }) {
    return { events: [{ type: 'reply.returned', facts: {}, content: { comment } }] };
  },
});
