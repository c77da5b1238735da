import { fault, refuse } from '../../kernel/refusals.ts';
import { record } from '../../kernel/says.ts';
import type { Circumstances } from '../../world.ts';
import { referralSetting, requestCommand } from '../command.ts';
import { Comment } from '../../exchange/content.ts';
import type { OpenRequest } from '../state.ts';

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

/** Setting 1: after the referral. Setting 4: when asked once again after a refusal. */
function mayUphold(state: OpenRequest, world: Circumstances): boolean {
  const setting = referralSetting(state, world);
  if (state.status === 'returnedToRespondingAuthority')
    return setting === 'requesting only' || setting === 'neither';
  return setting === 'neither' && state.asks > 1;
}
