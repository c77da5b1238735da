import { record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';

/** The responding authority agrees, or reconsiders after a referral. */
export const acceptAdditionalInformation = requestCommand({
  name: 'request.acceptAdditionalInformation',
  summary: 'Agree to provide further information.',
  source: 'handbook 5.3.4.2',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['additionalInformationRequested', 'returnedToRespondingAuthority'],
  leadsTo: ['additionalInformationAccepted'],
  refuses: [],
  says: record({}),
  decide() {
    return { events: [{ type: 'request.additionalInformationAccepted', facts: {} }] };
  },
});
