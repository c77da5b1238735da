import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf, withQuestion } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, MUNICH, PORTO } from '../../testing/cast.ts';
import { given, type Story } from '../../testing/given.ts';
import {
  answer,
  aRequest,
  comment,
  document,
  FIRST_ANSWER,
  FULL,
  PARTIAL,
  SECOND_ANSWER,
} from '../../testing/papers.ts';

const area = areaOf(compileAreas('schemas/areas'));
const yes = { option: 'yes' };
const no = { option: 'no' };

function accepted(change: Readonly<Record<string, unknown>> = {}): Story {
  return given({ area })
    .after(handler(PORTO), 'request.send', aRequest(change))
    .after(handler(BERLIN), 'request.accept');
}

function asking(questions: readonly object[], attachments = ['doc-1']): Story {
  return accepted({ questions, attachments: attachments.map((id) => document(id)) });
}

function reply(story: Story, data: object): Story {
  return story.when(handler(BERLIN), 'request.reply', data);
}

describe('a reply', () => {
  test('to every question is a full one, and its documents go along', () => {
    const replied = reply(accepted(), FULL);
    expect(replied.outcome).toEqual(['request.replied']);
    expect(replied.deliveries).toEqual([{ do: 'tell', to: PORTO, type: 'request.replied', attachments: ['doc-9'] }]);
    expect(replied.open()).toMatchObject({ status: 'replyProvided', version: 3, answered: ['PQ-GQ-001', 'PQ-GQ-009'] });
  }); // prettier-ignore

  test('to some of the questions is a partial one, as often as it takes', () => {
    const half = reply(accepted(), PARTIAL);
    expect([half.state.status, half.told]).toEqual(['partiallyAnswered', [`request.partiallyReplied > ${PORTO}`]]);
    const still = reply(half, { comment: comment('The archive is being asked.') });
    expect(still.state.status).toBe('partiallyAnswered');
    const whole = reply(still, { answers: [SECOND_ANSWER] });
    expect([whole.state.status, whole.told]).toEqual(['replyProvided', [`request.replied > ${PORTO}`]]);
    expect(whole.open().answers).toEqual([FIRST_ANSWER, SECOND_ANSWER]);
  }); // prettier-ignore

  test('that corrects an answer replaces it', () => {
    const corrected = reply(reply(accepted(), PARTIAL), { answers: [answer('PQ-GQ-001', no)] });
    expect(corrected.open().answers).toEqual([answer('PQ-GQ-001', no)]);
    expect(corrected.open().answered).toEqual(['PQ-GQ-001']);
  });

  test('keeps what was said of a person out of the facts', () => {
    const facts = JSON.stringify(reply(accepted(), FULL).events.map((event) => event.facts));
    expect(facts).not.toMatch(/Quakenbrink|Since 1994|kind regards|"yes"/);
  });
});

describe('a reply is refused', () => {
  test.each([
    ['when it says nothing', {}, ['NOTHING_SAID /data']],
    ['when it answers what was not asked', { answers: [answer('PQ-GQ-012', { text: 'x' })] }, ['ANSWER_NOT_ASKED /data/answers/0/question']],
    ['when it answers twice', { answers: [SECOND_ANSWER, SECOND_ANSWER] }, ['ANSWER_TWICE /data/answers/1/question']],
    ['when the answer is none of those offered', { answers: [answer('PQ-GQ-009', { option: 'perhaps' })] }, ['OPTION_UNKNOWN /data/answers/0/value/option']],
    ['when the answer is of another type', { answers: [answer('PQ-GQ-009', { text: 'yes' })] }, ['VALUE_NOT_OF_TYPE /data/answers/0/value']],
    ['when a document bears an identifier that is taken', { attachments: [document('doc-1')] }, ['ATTACHMENT_TWICE /data/attachments/0/id']],
    ['when the area does not take its document', { attachments: [document('doc-9', { mediaType: 'text/html' })] }, ['ATTACHMENT_TYPE /data/attachments/0/mediaType']],
    ['when both sides together attach too much', { attachments: Array.from({ length: 10 }, (_, index) => document(`more-${index}`)) }, ['ATTACHMENT_TOO_MANY /data/attachments']],
  ])('%s', (_, data, outcome) => {
    const refused = reply(accepted(), data);
    expect(refused.outcome).toEqual(outcome);
    expect(refused.state.status).toBe('accepted');
  }); // prettier-ignore

  test('when the area has its question set no longer', () => {
    const without = accepted().meanwhile({ area: { ...area, questionSets: new Map() } });
    expect(reply(without, FULL).outcome).toEqual(['QUESTION_SET_UNKNOWN']);
  });

  test('with all its faults named at once', () => {
    const answers = [answer('PQ-GQ-012', { text: 'x' }), answer('PQ-GQ-009', { option: 'perhaps' }), SECOND_ANSWER];
    const attachments = [document('doc-9', { size: 30_000_000 }), document('doc-9')];
    expect(reply(accepted(), { answers, attachments }).outcome).toEqual([
      'ANSWER_NOT_ASKED /data/answers/0/question',
      'OPTION_UNKNOWN /data/answers/1/value/option',
      'ANSWER_TWICE /data/answers/2/question',
      'ATTACHMENT_TOO_LARGE /data/attachments/0/content',
      'ATTACHMENT_TWICE /data/attachments/1/id',
    ]);
  }); // prettier-ignore

  test.each([
    ['a date as a text', 'PQ-GQ-013', { text: '2001-07-01' }],
    [
      'a period that ends before it begins',
      'PQ-GQ-022',
      { period: { from: '2005-01-01', to: '2001-01-01' } },
    ],
    ['a text that is longer than the question takes', 'PQ-GQ-012', { text: 'x'.repeat(501) }],
  ])('with %s', (_, question, value) => {
    const blanks = question === 'PQ-GQ-022' ? [{ name: 'profession', value: 'midwife' }] : [];
    const refused = reply(asking([{ question, blanks }]), { answers: [answer(question, value)] });
    expect(refused.outcome).toEqual(['VALUE_NOT_OF_TYPE /data/answers/0/value']);
  });

  test.each([
    ['a date', 'PQ-GQ-013', { date: '2001-07-01' }],
    ['a period that lasts', 'PQ-GQ-022', { period: { from: '2005-01-01' } }],
    ['a period of one day', 'PQ-GQ-022', { period: { from: '2005-01-01', to: '2005-01-01' } }],
    ['five hundred characters, counted as people count', 'PQ-GQ-012', { text: '\u{1F600}'.repeat(500) }],
  ])('but not with %s', (_, question, value) => {
    const blanks = question === 'PQ-GQ-022' ? [{ name: 'profession', value: 'midwife' }] : [];
    const replied = reply(asking([{ question, blanks }]), { answers: [answer(question, value)] });
    expect(replied.state.status).toBe('replyProvided');
  });
});

describe('a question that depends on another one', () => {
  const chained = asking([{ question: 'PQ-GQ-010' }, { question: 'PQ-GQ-011' }]);

  test('need not be answered when the condition is not met', () => {
    expect(reply(chained, { answers: [answer('PQ-GQ-010', no)] }).state.status).toBe('replyProvided');
  });

  test('keeps the reply partial while the condition is met and it is open', () => {
    const half = reply(chained, { answers: [answer('PQ-GQ-010', yes)] });
    expect(half.state.status).toBe('partiallyAnswered');
    const whole = reply(half, { answers: [answer('PQ-GQ-011', { text: 'RN 4711' })] });
    expect(whole.state.status).toBe('replyProvided');
  });

  test('cannot be answered against the condition, nor before it is met', () => {
    const number = answer('PQ-GQ-011', { text: 'RN 4711' });
    const against = reply(chained, { answers: [answer('PQ-GQ-010', no), number] });
    expect(against.outcome).toEqual(['ANSWER_NOT_APPLICABLE /data/answers/1']);
    expect(against.faults[0]?.facts).toEqual({ question: 'PQ-GQ-011', condition: 'PQ-GQ-010' });
    expect(reply(chained, { answers: [number] }).outcome).toEqual(['ANSWER_NOT_APPLICABLE /data/answers/0']);
    expect(reply(chained, { answers: [number, answer('PQ-GQ-010', yes)] }).state.status).toBe(
      'replyProvided',
    );
  });

  test('is an ordinary question where the other one was not asked', () => {
    const alone = asking([{ question: 'PQ-GQ-011' }]);
    expect(reply(alone, { comment: comment('Wait.') }).state.status).toBe('partiallyAnswered');
    expect(reply(alone, { answers: [answer('PQ-GQ-011', { text: 'x' })] }).state.status).toBe(
      'replyProvided',
    );
  });

  test('is open again when a correction after the full reply meets the condition', () => {
    const agreed = reply(chained, { answers: [answer('PQ-GQ-010', no)] })
      .after(handler(PORTO), 'request.askAdditionalInformation')
      .after(handler(BERLIN), 'request.acceptAdditionalInformation');
    const corrected = reply(agreed, { answers: [answer('PQ-GQ-010', yes)] });
    expect([corrected.state.status, corrected.told]).toEqual(['partiallyAnswered', [`request.partiallyReplied > ${PORTO}`]]);
  }); // prettier-ignore

  test('falls with the whole chain above it', () => {
    const blanks = [{ name: 'thirdCountry', value: 'Brazil' }];
    const three = asking([{ question: 'PQ-GQ-017', blanks }, { question: 'PQ-GQ-019' }, { question: 'PQ-GQ-020' }]);
    const recognised = answer('PQ-GQ-017', { text: 'midwife' });
    const half = reply(three, { answers: [recognised] });
    expect(half.state.status).toBe('partiallyAnswered');
    const general = answer('PQ-GQ-019', { option: 'non-automatic' });
    expect(reply(half, { answers: [general] }).state.status).toBe('replyProvided');
    const automatic = answer('PQ-GQ-019', { option: 'automatic' });
    expect(reply(half, { answers: [automatic] }).state.status).toBe('partiallyAnswered');
  }); // prettier-ignore
});

function access(attachment: string) {
  return answer('PQ-GQ-029', { text: 'nurse' }, { attachment });
}

describe('a question about documents', () => {
  const twoDocuments = asking(
    [
      { question: 'PQ-GQ-031', attachment: 'doc-1' },
      { question: 'PQ-GQ-031', attachment: 'doc-2' },
    ],
    ['doc-1', 'doc-2'],
  );

  test('is answered for each of them', () => {
    const one = reply(twoDocuments, { answers: [answer('PQ-GQ-031', yes, { attachment: 'doc-1' })] });
    expect(one.state.status).toBe('partiallyAnswered');
    const both = reply(one, { answers: [answer('PQ-GQ-031', no, { attachment: 'doc-2' })] });
    expect(both.state.status).toBe('replyProvided');
    expect(both.open().answers.map(({ value }) => value)).toEqual([yes, no]);
  });

  test('is not answered without naming the document, nor for one that was not asked about', () => {
    const answers = [answer('PQ-GQ-031', yes), answer('PQ-GQ-031', yes, { attachment: 'doc-3' })];
    expect(reply(twoDocuments, { answers }).outcome).toEqual([
      'ANSWER_NOT_ASKED /data/answers/0/question',
      'ANSWER_NOT_ASKED /data/answers/1/question',
    ]);
  });

  test('depends on what was answered of the same document', () => {
    const condition = { question: 'PQ-GQ-031', is: { option: 'no' } } as const;
    const asked = ['doc-1', 'doc-2'].flatMap((attachment) => [
      { question: 'PQ-GQ-031', attachment },
      { question: 'PQ-GQ-029', attachment },
    ]);
    const story = given({ area: withQuestion(area, 'PQ-GQ-029', { condition }) })
      .after(handler(PORTO), 'request.send', aRequest({ questions: asked, attachments: ['doc-1', 'doc-2'].map((id) => document(id)) }))
      .after(handler(BERLIN), 'request.accept');
    const holder = [answer('PQ-GQ-031', yes, { attachment: 'doc-1' }), answer('PQ-GQ-031', no, { attachment: 'doc-2' })];
    expect(reply(story, { answers: holder }).state.status).toBe('partiallyAnswered');
    expect(reply(story, { answers: [...holder, access('doc-2')] }).state.status).toBe('replyProvided');
    expect(reply(story, { answers: [...holder, access('doc-1')] }).outcome).toEqual(['ANSWER_NOT_APPLICABLE /data/answers/2']);
  }); // prettier-ignore
});

describe('approval of replies', () => {
  test.each([
    [true, true, ['replyAwaitingApproval', `reply.awaitsApproval > ${BONN}`]],
    [true, false, ['replyProvided', `request.replied > ${PORTO}`]],
    [false, true, ['replyProvided', `request.replied > ${PORTO}`]],
  ])(
    'subject to approval %s, coordinator approves replies %s: %s',
    (subjectToApproval, approvesReplies, expected) => {
      const flags = { [BERLIN]: { subjectToApproval }, [BONN]: { approvesReplies } };
      const replied = reply(accepted().meanwhile({ settings: { flags } }), FULL);
      expect([replied.state.status, ...replied.told]).toEqual(expected);
    },
  );

  test('is asked for each part of an answer, also where the first part needed none', () => {
    const flags = { [BERLIN]: { subjectToApproval: true }, [BONN]: { approvesReplies: true } };
    const rest = reply(reply(accepted(), PARTIAL).meanwhile({ settings: { flags } }), { answers: [SECOND_ANSWER] });
    expect([rest.state.status, rest.told]).toEqual(['replyAwaitingApproval', [`reply.awaitsApproval > ${BONN}`]]);
  }); // prettier-ignore

  test('is a matter of the coordinator chosen on acceptance', () => {
    const flags = { [BERLIN]: { subjectToApproval: true }, [BONN]: { approvesReplies: true } };
    const story = given({ area, settings: { flags, links: { [BERLIN]: [BONN, MUNICH] } } })
      .after(handler(PORTO), 'request.send')
      .after(handler(BERLIN), 'request.accept', { coordinator: MUNICH });
    expect(reply(story, FULL).state.status).toBe('replyProvided');
  });
});
