import { ANSWER_REFUSALS, checkAnswers } from '../../exchange/answers.ts';
import { Answer, Comment } from '../../exchange/content.ts';
import { defined } from '../../kernel/optional.ts';
import { refuseAll } from '../../kernel/refusals.ts';
import { list, optional, record } from '../../kernel/says.ts';
import { isRefusal } from '../../kernel/workflow.ts';
import { requestCommand } from '../command.ts';
import { setOf } from '../settings.ts';
import { aroundOf } from '../written.ts';

/** Keeps the answers entered so far; a later draft takes the place of the one before, and the reply that of them all. */
export const saveReply = requestCommand({
  name: 'reply.save',
  summary: 'Save answers and a comment as the draft of a reply; the other authority does not learn of it.',
  source: 'handbook 5.3.2.3',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['accepted', 'partiallyAnswered', 'replyReturned', 'additionalInformationAccepted'],
  leadsTo: 'same',
  refuses: ['QUESTION_SET_UNKNOWN', ...ANSWER_REFUSALS],
  says: record({
    answers: optional(list('answer', Answer, { max: 200 })),
    comment: optional(Comment),
  }),
  decide(state, { answers = [], comment }, world) {
    const set = setOf(state, world);
    if (isRefusal(set)) return set;
    const around = aroundOf(world, state.attachments);
    const refused = refuseAll(checkAnswers({ set, around }, state, answers));
    if (refused !== undefined) return refused;
    return {
      events: [{ type: 'reply.saved', facts: {}, content: { answers, ...defined('comment', comment) } }],
    };
  },
});
