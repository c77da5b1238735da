import { askedOf } from '../../exchange/asked.ts';
import { AMONG_ASKED_REFUSALS, checkAmongAsked } from '../../exchange/check.ts';
import { Comment, QuestionOfCase } from '../../exchange/content.ts';
import { defined } from '../../kernel/optional.ts';
import { fault, refuse, refuseAll } from '../../kernel/refusals.ts';
import { referralSetting, requestCommand } from '../command.ts';
import { list, optional, record } from '../../kernel/says.ts';

/** After a rejection it can be asked for once more only where no coordinator takes part in referrals. */
export const askAdditionalInformation = requestCommand({
  name: 'request.askAdditionalInformation',
  summary: 'Ask for more on the questions already asked.',
  source: 'handbook 5.3.4.1, 5.3.6 setting 4',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ['replyProvided', 'additionalInformationRejected'],
  leadsTo: ['additionalInformationRequested'],
  refuses: ['REFER_INSTEAD', ...AMONG_ASKED_REFUSALS],
  says: record({
    justification: Comment,
    questions: optional(list('question', QuestionOfCase, { min: 1, max: 200 })),
  }),
  may(state, world) {
    const again = state.status === 'additionalInformationRejected';
    if (!again || referralSetting(state, world) === 'neither') return undefined;
    return refuse(fault('REFER_INSTEAD', '/type'));
  },
  decide(state, { justification, questions }) {
    const refused = refuseAll(checkAmongAsked(state.asked, questions ?? []));
    if (refused !== undefined) return refused;
    const facts = defined('about', questions?.map(askedOf));
    return {
      events: [
        { type: 'request.additionalInformationRequested', facts, content: { comment: justification } },
      ],
    };
  },
});
