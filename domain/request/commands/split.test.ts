import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PARIS, PORTO, reader, referee } from '../../testing/cast.ts';
import { derogationRequest, IN_SERVICES, notification } from '../../testing/derogation.ts';
import { given } from '../../testing/given.ts';
import { aRequest, ASKED, BECAUSE, document, FIRST_ANSWER, SECOND_ANSWER } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
const arrived = given({ area }).after(handler(PORTO), 'request.send');
const accepted = arrived.after(handler(BERLIN), 'request.accept');
const perDocument = [...area.questionSets.values()].flatMap(({ questions }) =>
  [...questions.values()].filter((one) => one.perAttachment),
);

function askedFor(story: typeof arrived) {
  return story.state.pending?.map(({ of, command, data, documents }) => ({ of, command, data, documents }));
}

describe('a request that is split', () => {
  test('keeps the other questions, and asks for a request of their own for those that go', () => {
    const split = accepted.when(handler(BERLIN), 'request.split');
    expect(split.outcome).toEqual(['request.partiallyForwarded']);
    expect(split.told).toEqual([`request.partiallyForwarded > ${PORTO}`]);
    expect(split.state.status).toBe('accepted');
    expect(split.open().asked).toEqual([{ question: 'PQ-GQ-001' }]);
    const [ask] = askedFor(split) ?? [];
    expect(ask).toMatchObject({ of: { opens: 'request', area: 'PQ' }, command: 'request.openPart', documents: [] });
    expect(ask?.data).toMatchObject({ to: BONN, from: split.open().number, requesting: { authority: PORTO, coordinator: LISBON }, questions: [{ question: 'PQ-GQ-009' }], documents: [] });
  }); // prettier-ignore

  test('before acceptance is possible as well: the questions are known by then', () => {
    const split = arrived.when(handler(BERLIN), 'request.split');
    expect(split.state.status).toBe('awaitingAcceptance');
    expect(split.open().asked).toHaveLength(1);
  });

  test('loses no question and asks none twice', () => {
    const split = accepted.when(handler(BERLIN), 'request.split');
    const went = askedFor(split)?.flatMap(({ data }) => Object(data).questions) ?? [];
    expect([...(split.open().content?.questions ?? []), ...went]).toEqual(ASKED);
  });

  test('keeps its documents; those that go along, and those that the questions are about, are copied', () => {
    const split = accepted.when(handler(BERLIN), 'request.split', { to: BONN, ...BECAUSE, questions: [{ question: 'PQ-GQ-009' }], documents: ['doc-1'] });
    expect(split.open().attachments.map(({ id }) => id)).toEqual(['doc-1']);
    expect(askedFor(split)).toMatchObject([{ documents: [document('doc-1').sha256], data: { documents: [{ id: 'doc-1', name: document('doc-1').name }] } }]);
    const [about] = perDocument;
    const sent = given({ area }).after(handler(PORTO), 'request.send', aRequest({ questions: [{ question: 'PQ-GQ-009' }, { question: about?.id, attachment: 'doc-1' }] }));
    const other = sent.when(handler(BERLIN), 'request.split', { to: BONN, ...BECAUSE, questions: [{ question: about?.id, attachment: 'doc-1' }] });
    expect(askedFor(other)).toMatchObject([{ data: { documents: [{ id: 'doc-1' }] } }]);
  }); // prettier-ignore

  test('forgets what was entered as an answer to what went', () => {
    const drafted = accepted.after(handler(BERLIN), 'reply.save', { answers: [FIRST_ANSWER, SECOND_ANSWER] });
    const split = drafted.when(handler(BERLIN), 'request.split');
    expect(split.open().draftReply?.answers).toEqual([FIRST_ANSWER]);
    expect(split.when(handler(BERLIN), 'request.reply', { answers: [SECOND_ANSWER] }).outcome).toEqual(['ANSWER_NOT_ASKED /data/answers/0/question']);
    expect(split.when(handler(BERLIN), 'request.reply', { answers: [FIRST_ANSWER] }).state.status).toBe('replyProvided');
  }); // prettier-ignore

  test('says in its time line which questions went, to whom and why', () => {
    const seen = accepted.when(handler(BERLIN), 'request.split').seenBy(reader(PORTO, 'request handler'));
    expect(seen?.history.at(-1)).toMatchObject({
      event: 'request.partiallyForwarded', to: BONN, toName: `${BONN} in English`, questions: [{ question: 'PQ-GQ-009' }], comment: { text: 'We need to know more.' },
    });
  }); // prettier-ignore
});

describe('what was split off', () => {
  const opened = given({ area }).when({ kind: 'hub' }, 'request.openPart');

  test('is a request to the other authority, which tells both', () => {
    expect(opened.open()).toMatchObject({ status: 'awaitingAcceptance', arrived: true, requesting: { authority: PORTO, coordinator: LISBON }, splitFrom: 'REQ-2026-000000', deadline: '2026-12-31' });
    expect(opened.told).toEqual([`request.arrived > ${BERLIN}`, `request.splitOff > ${PORTO}`]);
  }); // prettier-ignore

  test('is linked to the other one for who has asked, and for nobody else', () => {
    expect(opened.seenBy(reader(PORTO, 'request handler'))).toMatchObject({ splitFrom: 'REQ-2026-000000' });
    expect(JSON.stringify(opened.seenBy(reader(BERLIN, 'request handler')))).not.toContain('REQ-2026-000000');
  });

  test('stays with those who have asked', () => {
    const who = { ...handler(PORTO), person: 'P-1' };
    const split = given({ area }).after(who, 'request.send').after(handler(BERLIN), 'request.split');
    const part = given({ area }).when({ kind: 'hub' }, 'request.openPart', split.state.pending?.[0]?.data);
    expect(part.open().allocations).toEqual([{ authority: PORTO, persons: ['P-1'] }]);
  });

  test('goes its own way to the end', () => {
    const replied = opened.after(handler(BERLIN), 'request.accept').after(handler(BERLIN), 'request.reply');
    expect(replied.when(handler(PORTO), 'request.close').state.status).toBe('closed');
  });
});

function refused(data: object) {
  const paper = { to: BONN, ...BECAUSE, questions: [{ question: 'PQ-GQ-009' }], ...data };
  return accepted.when(handler(BERLIN), 'request.split', paper).outcome;
}

describe('a request cannot be split', () => {
  test.each([
    ['so that nothing stays', { questions: ASKED.map(({ question }) => ({ question })) }, 'SPLIT_LEAVES_NOTHING /data/questions'],
    ['by a question that was not asked', { questions: [{ question: 'PQ-GQ-002' }] }, 'QUESTION_NOT_ASKED /data/questions/0/question'],
    ['by a question named twice', { questions: [{ question: 'PQ-GQ-009' }, { question: 'PQ-GQ-009' }] }, 'QUESTION_TWICE /data/questions/1/question'],
    ['with a document that it has not', { documents: ['doc-7'] }, 'ATTACHMENT_UNKNOWN /data/documents/0'],
    ['to another Member State', { to: PARIS }, 'OTHER_COUNTRY /data/to'],
    ['to whom it is with', { to: BERLIN }, 'ALREADY_RESPONDING /data/to'],
    ['to nobody', { to: 'DE-NOBODY' }, 'ADDRESSEE_UNKNOWN /data/to'],
  ])('%s', (_, data, refusal) => {
    expect(refused(data)).toEqual([refusal]);
  }); // prettier-ignore

  test('so that a question is apart from the one on whose answer it hangs', () => {
    const asked = ['PQ-GQ-009', 'PQ-GQ-010', 'PQ-GQ-011'].map((question) => ({ question }));
    const story = given({ area }).after(handler(PORTO), 'request.send', aRequest({ questions: asked })).after(handler(BERLIN), 'request.accept');
    const split = (...questions: readonly string[]) => story.when(handler(BERLIN), 'request.split', { to: BONN, ...BECAUSE, questions: questions.map((question) => ({ question })) });
    expect(split('PQ-GQ-010').outcome).toEqual(['SPLIT_TEARS_APART /data/questions']);
    expect(split('PQ-GQ-011').outcome).toEqual(['SPLIT_TEARS_APART /data/questions']);
    expect(split('PQ-GQ-010', 'PQ-GQ-011').outcome).toEqual(['request.partiallyForwarded']);
    expect(split('PQ-GQ-009').outcome).toEqual(['request.partiallyForwarded']);
  }); // prettier-ignore

  test('where its questions are always asked together (handbook 7.1(2))', () => {
    const services = areaOf(compileAreas('schemas/areas'), 'SERVICES');
    const asked = given({ area: services, settings: IN_SERVICES }).after(handler(PORTO), 'request.send', derogationRequest());
    const questions = [{ question: 'CBC-R-Q4' }];
    expect(asked.when(handler(BERLIN), 'request.split', { to: BONN, ...BECAUSE, questions }).outcome).toEqual(['SPLIT_NOT_POSSIBLE /type']);
  }); // prettier-ignore

  test('once answers have been given', () => {
    const { partiallyAnswered } = stations(area);
    expect(partiallyAnswered.when(handler(BERLIN), 'request.split').outcome).toEqual(['WRONG_STATUS /type']);
  });
});

test('questions for which no other request could be opened are those of this one again', () => {
  const split = accepted.after(handler(BERLIN), 'request.split');
  const [ask] = split.state.pending ?? [];
  const back = split.after({ kind: 'hub' }, 'case.ask', {
    event: ask?.event,
    place: 0,
    refused: ['AREA_UNKNOWN'],
  });
  expect(back.open().asked).toEqual([{ question: 'PQ-GQ-001' }, { question: 'PQ-GQ-009' }]);
  expect(back.open().content?.questions).toEqual(ASKED);
  expect([
    back.open().parted,
    back.when(handler(BERLIN), 'request.reply', { answers: [FIRST_ANSWER] }).state.status,
  ]).toEqual([[], 'partiallyAnswered']);
  const done = split.after({ kind: 'hub' }, 'case.ask', {
    event: ask?.event,
    place: 0,
    case: 'REQ-2026-000009',
  });
  expect(done.open().asked).toEqual([{ question: 'PQ-GQ-001' }]);
  expect(done.open().parted).toEqual([]);
});

test('what is asked for is asked for as often without what people wrote', () => {
  const split = accepted.after(handler(BERLIN), 'request.split');
  expect(split.erased().state.pending).toHaveLength(1);
});

test('what others are informed of, or its sender waits after, is not split', () => {
  const services = areaOf(compileAreas('schemas/areas'), 'SERVICES');
  const notified = given({ area: services, settings: IN_SERVICES }).after(handler(PORTO), 'request.send', notification());
  const questions = notified.open().asked.slice(0, 1);
  const split = notified.when(handler(BERLIN), 'request.split', { to: BONN, ...BECAUSE, questions });
  expect(split.outcome).toEqual(['SPLIT_NOT_POSSIBLE /type']);
}); // prettier-ignore

test('come back after a full reply, they are asked for as additional information', () => {
  const replied = accepted.after(handler(BERLIN), 'request.split').after(handler(BERLIN), 'request.reply', { answers: [FIRST_ANSWER] });
  expect(replied.state.status).toBe('replyProvided');
  const [ask] = replied.state.pending ?? [];
  const back = replied.after({ kind: 'hub' }, 'case.ask', { event: ask?.event, place: 0, refused: ['AREA_UNKNOWN'] });
  const about = [{ question: 'PQ-GQ-009' }];
  const asked = back.after(handler(PORTO), 'request.askAdditionalInformation', { ...BECAUSE, about }).after(handler(BERLIN), 'request.acceptAdditionalInformation');
  expect(asked.when(handler(BERLIN), 'request.reply', { answers: [SECOND_ANSWER] }).state.status).toBe('replyProvided');
}); // prettier-ignore

test('a reply that is held is no full one any more once they are back', () => {
  const settings = { flags: { [BERLIN]: { subjectToApproval: true }, [BONN]: { approvesReplies: true } } };
  const held = accepted.meanwhile({ settings }).after(handler(BERLIN), 'request.split').after(handler(BERLIN), 'request.reply', { answers: [FIRST_ANSWER] });
  const [ask] = held.state.pending ?? [];
  const back = held.after({ kind: 'hub' }, 'case.ask', { event: ask?.event, place: 0, refused: ['AREA_UNKNOWN'] });
  expect(back.when(referee(BONN), 'reply.approve').state.status).toBe('partiallyAnswered');
}); // prettier-ignore

test('by a question set that its area does not have any more nothing can be said of what belongs together', () => {
  const without = accepted.meanwhile({ area: { ...area, questionSets: new Map() } });
  expect(without.when(handler(BERLIN), 'request.split').outcome).toEqual(['QUESTION_SET_UNKNOWN']);
});
