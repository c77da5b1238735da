import { fault, refuse } from '../../kernel/refusals.ts';
import { record } from '../../kernel/says.ts';
import { mayUphold, requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';

/** The responding authority stays with its answer and closes: where only the requesting coordinator, or none, referees. */
export const uphold = requestCommand({
  name: 'request.uphold',
  summary: 'Maintain the position on the case and close the request.',
  source: 'handbook 5.3.6, settings 1 and 4',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['returnedToRespondingAuthority', 'additionalInformationRequested'],
  leadsTo: ['closed'],
  refuses: ['UPHOLD_NOT_POSSIBLE'],
  says: record({ justification: Comment }),
  may(state, world) {
    return mayUphold(state, world) ? undefined : refuse(fault('UPHOLD_NOT_POSSIBLE', '/type'));
  },
  decide(_state, { justification }) {
    return { events: [{ type: 'request.upheld', facts: {}, content: { comment: justification } }] };
  },
});
