import { fault, refuse } from '../../kernel/refusals.ts';
import { referralSetting, requestCommand } from '../command.ts';
import { record } from '../../kernel/says.ts';

import { Comment } from '../../exchange/content.ts';

/** After a rejection it can be asked for once more only where no coordinator takes part in referrals. */
export const askAdditionalInformation = requestCommand({
  name: 'request.askAdditionalInformation',
  summary: 'Ask for more on the questions already asked.',
  source: 'handbook 5.3.4.1, 5.3.6 setting 4',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ['replyProvided', 'additionalInformationRejected'],
  leadsTo: ['additionalInformationRequested'],
  refuses: ['REFER_INSTEAD'],
  says: record({ justification: Comment }),
  may(state, world) {
    const again = state.status === 'additionalInformationRejected';
    if (!again || referralSetting(state, world) === 'neither') return undefined;
    return refuse(fault('REFER_INSTEAD', '/type'));
  },
  decide(_state, { justification }) {
    return {
      events: [
        { type: 'request.additionalInformationRequested', facts: {}, content: { comment: justification } },
      ],
    };
  },
});
