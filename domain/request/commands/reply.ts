import { keyOf } from '../../exchange/asked.ts';
import {
  ANSWER_MISSING_REFUSALS,
  ANSWER_REFUSALS,
  checkAnswers,
  isFull,
  missingAnswers,
} from '../../exchange/answers.ts';
import { ATTACHMENT_REFUSALS, checkAttachments } from '../../exchange/check.ts';
import { Answer, Attachments, Comment } from '../../exchange/content.ts';
import { attachmentFact, attachmentName } from '../../exchange/documents.ts';
import { fault, refuseAll } from '../../kernel/refusals.ts';
import { list, optional, record } from '../../kernel/says.ts';
import { isRefusal } from '../../kernel/workflow.ts';
import { needsApproval, requestCommand } from '../command.ts';
import { setOf } from '../settings.ts';
import { aroundOf } from '../written.ts';

/** Answers some questions (partial reply) or all of them (full reply). */
export const reply = requestCommand({
  name: 'request.reply',
  summary: 'Answer questions of the request; the reply is full once every question that applies is answered.',
  source: 'handbook 5.3.2.2, glossary: partial reply, full reply',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['accepted', 'partiallyAnswered', 'replyReturned', 'additionalInformationAccepted'],
  leadsTo: ['replyAwaitingApproval', 'partiallyAnswered', 'replyProvided'],
  refuses: [
    'QUESTION_SET_UNKNOWN',
    'NOTHING_SAID',
    'COMMENT_REQUIRED',
    ...ANSWER_REFUSALS,
    ...ANSWER_MISSING_REFUSALS,
    ...ATTACHMENT_REFUSALS,
  ],
  says: record({
    answers: optional(list('answer', Answer, { max: 200 })),
    comment: optional(Comment),
    attachments: optional(Attachments),
  }),
  decide(state, { answers = [], attachments = [], comment }, world) {
    const set = setOf(state, world);
    if (isRefusal(set)) return set;
    const silent = answers.length + attachments.length === 0 && comment === undefined;
    const around = aroundOf(world, [...state.attachments, ...attachments]);
    const refused = refuseAll([
      ...(silent ? [fault('NOTHING_SAID', '/data')] : []),
      ...(!silent && state.asked.length === 0 && comment === undefined
        ? [fault('COMMENT_REQUIRED', '/data/comment')]
        : []),
      ...checkAnswers({ set, around }, state, answers),
      ...missingAnswers(set, state, answers),
      ...checkAttachments(world.area.attachments, attachments, state.attachments),
    ]);
    if (refused !== undefined) return refused;
    const facts = {
      answered: answers.map(keyOf),
      attachments: attachments.map(attachmentFact),
      full: isFull(set, state, answers),
      needsApproval: needsApproval('approvesReplies', state.responding, {
        area: state.area,
        directory: world.directory,
      }),
    };
    const attachmentNames = attachments.map(attachmentName);
    const content = { answers, attachmentNames, ...(comment === undefined ? {} : { comment }) };
    return { events: [{ type: 'request.replied', facts, content }] };
  },
});
