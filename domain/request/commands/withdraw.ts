import { record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';
import { ONGOING } from '../state.ts';

/** The requesting authority no longer needs the information; possible until the request is closed. */
export const withdraw = requestCommand({
  name: 'request.withdraw',
  summary: 'Withdraw the request.',
  source: 'features E13',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ONGOING,
  leadsTo: ['withdrawn'],
  refuses: [],
  says: record({ justification: Comment }),
  decide(_state, { justification }) {
    return { events: [{ type: 'request.withdrawn', facts: {}, content: { comment: justification } }] };
  },
});
