import { record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';

/** The coordinator lets a request go. */
export const approve = requestCommand({
  name: 'request.approve',
  summary: 'Approve the request; it goes to the authority asked.',
  source: 'handbook 5.3.7',
  by: [{ party: 'requesting coordinator', role: 'referral handler' }],
  when: ['requestAwaitingApproval'],
  leadsTo: ['awaitingAcceptance'],
  refuses: [],
  says: record({}),
  decide() {
    return { events: [{ type: 'request.approved', facts: {} }] };
  },
});
