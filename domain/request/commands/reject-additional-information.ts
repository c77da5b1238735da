import { record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';

/** The requesting authority may then close, or refer. */
export const rejectAdditionalInformation = requestCommand({
  name: 'request.rejectAdditionalInformation',
  summary: 'Decline to provide further information, or maintain the position after a referral.',
  source: 'handbook 5.3.4.2, 5.3.6',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['additionalInformationRequested', 'returnedToRespondingAuthority'],
  leadsTo: ['additionalInformationRejected'],
  refuses: [],
  says: record({ justification: Comment }),
  decide(_state, { justification }) {
    return {
      events: [
        { type: 'request.additionalInformationRejected', facts: {}, content: { comment: justification } },
      ],
    };
  },
});
