import { record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';

/** The coordinator lets a reply go. */
export const approveReply = requestCommand({
  name: 'reply.approve',
  summary: 'Approve the reply; it goes to the requesting authority.',
  source: 'handbook 5.3.7',
  by: [{ party: 'responding coordinator', role: 'referral handler' }],
  when: ['replyAwaitingApproval'],
  leadsTo: ['partiallyAnswered', 'replyProvided'],
  refuses: [],
  says: record({}),
  decide() {
    return { events: [{ type: 'reply.approved', facts: {} }] };
  },
});
