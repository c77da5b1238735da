import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import type { Area } from '../../area/area.ts';
import { areaOf, withQuestion } from '../../testing/areas.ts';
import { BERLIN, handler, PORTO } from '../../testing/cast.ts';
import { given, type Story } from '../../testing/given.ts';
import { answer, aRequest, document } from '../../testing/papers.ts';

const pq = areaOf(compileAreas('schemas/areas'));

function asking(area: Area, ...questions: readonly string[]): Story {
  const asked = questions.map((question) => ({ question }));
  return given({ area })
    .after(handler(PORTO), 'request.send', aRequest({ questions: asked }))
    .after(handler(BERLIN), 'request.accept');
}

test('an answer may be a document of the request or of the reply, and no other', () => {
  const story = asking(withQuestion(pq, 'PQ-GQ-012', { answer: { type: 'attachment' } }), 'PQ-GQ-012');
  const answers = [answer('PQ-GQ-012', { attachments: ['doc-1', 'doc-9'] })];
  const reply = (data: object) => story.when(handler(BERLIN), 'request.reply', data);
  expect(reply({ answers }).outcome).toEqual(['ATTACHMENT_UNKNOWN /data/answers/0/value/attachments/1']);
  expect(reply({ answers, attachments: [document('doc-9')] }).state.status).toBe('replyProvided');
});

test('a question may depend on any answer but one', () => {
  const condition = { question: 'PQ-GQ-009', is: { not: 'no' } };
  const story = asking(withQuestion(pq, 'PQ-GQ-012', { condition }), 'PQ-GQ-009', 'PQ-GQ-012');
  const title = answer('PQ-GQ-012', { text: 'Physiotherapist' });
  const reply = (option: string, ...more: readonly (typeof title)[]) =>
    story.when(handler(BERLIN), 'request.reply', { answers: [answer('PQ-GQ-009', { option }), ...more] });
  expect(reply('yes').state.status).toBe('partiallyAnswered');
  expect(reply('yes', title).state.status).toBe('replyProvided');
  expect(reply('no').state.status).toBe('replyProvided');
  expect(reply('no', title).outcome).toEqual(['ANSWER_NOT_APPLICABLE /data/answers/1']);
});

test('a question may depend on one of several options that were chosen', () => {
  const several = withQuestion(pq, 'PQ-GQ-009', { answer: { type: 'choices', options: ['yes', 'no', 'not-known'] } });
  const condition = { question: 'PQ-GQ-009', is: { option: 'yes' } };
  const story = asking(withQuestion(several, 'PQ-GQ-012', { condition }), 'PQ-GQ-009', 'PQ-GQ-012');
  const reply = (options: string[]) =>
    story.when(handler(BERLIN), 'request.reply', { answers: [answer('PQ-GQ-009', { options })] });
  expect(reply(['no', 'yes']).state.status).toBe('partiallyAnswered');
  expect(reply(['no', 'not-known']).state.status).toBe('replyProvided');
}); // prettier-ignore
