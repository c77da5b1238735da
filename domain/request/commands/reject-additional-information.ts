import { fault, refuse } from '../../kernel/refusals.ts';
import { record } from '../../kernel/says.ts';
import { mayUphold, requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';

/** The requesting authority may then close, or refer. Where it can neither refer nor ask again, the position is maintained instead. */
export const rejectAdditionalInformation = requestCommand({
  name: 'request.rejectAdditionalInformation',
  summary: 'Decline to provide further information, or maintain the position after a referral.',
  source: 'handbook 5.3.4.2, 5.3.6',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['additionalInformationRequested', 'returnedToRespondingAuthority'],
  leadsTo: ['additionalInformationRejected'],
  refuses: ['UPHOLD_INSTEAD'],
  says: record({ justification: Comment }),
  may(state, world) {
    return mayUphold(state, world) ? refuse(fault('UPHOLD_INSTEAD', '/type')) : undefined;
  },
  decide(_state, { justification }) {
    return {
      events: [
        { type: 'request.additionalInformationRejected', facts: {}, content: { comment: justification } },
      ],
    };
  },
});
