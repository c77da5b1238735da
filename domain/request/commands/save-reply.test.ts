import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf, withQuestion } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, PORTO, reader, referee } from '../../testing/cast.ts';
import { answer, comment, FIRST_ANSWER, SECOND_ANSWER, SUBJECT } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));
const draft = { answers: [FIRST_ANSWER], comment: comment('Entwurfsnotiz') };
const saved = all.accepted.after(handler(BERLIN), 'reply.save', draft);

test('answers are kept, and nobody but the responding authority learns of them', () => {
  expect(saved.told).toEqual([]);
  expect(saved.state.status).toBe('accepted');
  expect(saved.seenBy(reader(BERLIN, 'request handler'))?.draftReply).toEqual(draft);
  for (const who of [reader(PORTO, 'request handler'), reader(BONN, 'referral handler'), reader(BERLIN, 'allocator'), reader(BERLIN)])
    expect(JSON.stringify(saved.seenBy(who))).not.toContain('Entwurfsnotiz');
  expect(saved.seenBy(reader(PORTO, 'request handler'))).toEqual(all.accepted.seenBy(reader(PORTO, 'request handler')));
}); // prettier-ignore

test('whoever saves must know what has been saved before', () => {
  const versions = (authority: string, story: typeof saved) => story.seenBy(reader(authority, 'request handler'))?.version ?? 0;
  expect(versions(BERLIN, saved)).toBe(versions(BERLIN, all.accepted) + 1);
  expect(versions(PORTO, saved)).toBe(versions(PORTO, all.accepted));
}); // prettier-ignore

test('a later draft takes the place of the one before, and the reply that of the last', () => {
  const later = saved.after(handler(BERLIN), 'reply.save', { answers: [SECOND_ANSWER] });
  expect(later.open().draftReply).toEqual({ answers: [SECOND_ANSWER] });
  const replied = later.when(handler(BERLIN), 'request.reply');
  expect(replied.open().draftReply).toBeUndefined();
  expect(replied.after(referee(BONN), 'reply.approve').state.status).toBe('replyProvided');
});

test('drafts are erased like everything that was written', () => {
  const gone = saved.after(handler(PORTO), 'request.withdraw').erased();
  expect(JSON.stringify(gone.state)).not.toContain('Entwurfsnotiz');
});

function save(data: object) {
  return all.accepted.when(handler(BERLIN), 'reply.save', data).outcome;
}

test('a draft may be unfinished, but says nothing that no reply could', () => {
  expect(save({})).toEqual(['reply.saved']);
  expect(save({ answers: [answer('PQ-GQ-002', { text: 'x' })] })).toEqual(['ANSWER_NOT_ASKED /data/answers/0/question']);
  expect(save({ answers: [FIRST_ANSWER, FIRST_ANSWER] })).toEqual(['ANSWER_TWICE /data/answers/1/question']);
  expect(save({ answers: [answer('PQ-GQ-009', { option: 'perhaps' })] })).toEqual(['OPTION_UNKNOWN /data/answers/0/value/option']);
  expect(save({ answers: [answer('PQ-GQ-009', { text: 'x' })] })).toEqual(['VALUE_NOT_OF_TYPE /data/answers/0/value']);
}); // prettier-ignore

test('where nothing is to be answered nothing is drafted', () => {
  for (const story of [all.awaitingAcceptance, all.replyProvided, all.replyAwaitingApproval, all.closed])
    expect(story.when(handler(BERLIN), 'reply.save').outcome).toEqual(['WRONG_STATUS /type']);
  expect(all.accepted.when(handler(PORTO), 'reply.save').outcome).toEqual(['NOT_ALLOWED /type']);
});

test('nor anything that depends on what was not answered, names no document, or has no set any more', () => {
  const condition = { question: 'PQ-GQ-009', is: { option: 'yes' } } as const;
  const area = areaOf(compileAreas('schemas/areas'));
  const depending = all.accepted.meanwhile({ area: withQuestion(area, 'PQ-GQ-001', { condition }) });
  const no = answer('PQ-GQ-009', { option: 'no' });
  expect(depending.when(handler(BERLIN), 'reply.save', { answers: [FIRST_ANSWER, no] }).outcome).toEqual(['ANSWER_NOT_APPLICABLE /data/answers/0']);
  const documents = all.accepted.meanwhile({ area: withQuestion(area, 'PQ-GQ-009', { answer: { type: 'attachment' } }) });
  const named = { answers: [answer('PQ-GQ-009', { attachments: ['doc-7'] })] };
  expect(documents.when(handler(BERLIN), 'reply.save', named).outcome).toEqual(['ATTACHMENT_UNKNOWN /data/answers/0/value/attachments/0']);
  const without = all.accepted.meanwhile({ area: { ...area, questionSets: new Map() } });
  expect(without.when(handler(BERLIN), 'reply.save', {}).outcome).toEqual(['QUESTION_SET_UNKNOWN']);
  expect(without.when(handler(PORTO), 'request.correct', { subject: SUBJECT }).outcome).toEqual(['QUESTION_SET_UNKNOWN']);
}); // prettier-ignore
