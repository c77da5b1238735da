import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf, withQuestion } from '../../testing/areas.ts';
import { BERLIN, BONN, BRAGA, handler, LISBON, PARIS, PORTO, STRICT, referee } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { aRequest, ASKED, comment, document, SUBJECT } from '../../testing/papers.ts';

const area = areaOf(compileAreas('schemas/areas'));

function send(change: Readonly<Record<string, unknown>> = {}) {
  return given({ area }).when(handler(PORTO), 'request.send', aRequest(change));
}

describe('sending a request', () => {
  test('brings it to the authority asked, which is told of it', () => {
    const sent = send();
    expect(sent.outcome).toEqual(['request.sent']);
    expect(sent.told).toEqual([`request.arrived > ${BERLIN}`]);
    expect(sent.open()).toMatchObject({
      status: 'awaitingAcceptance',
      version: 1,
      number: 'REQ-2026-000001',
      requesting: { authority: PORTO, coordinator: LISBON },
      responding: { authority: BERLIN },
      arrived: true,
      disclosed: false,
      deadline: '2026-12-31',
    });
    expect(sent.route).toEqual({ authority: BERLIN, reasons: [{ code: 'named', facts: {} }] });
  });

  test('leaves nothing personal in the facts, which stay for good', () => {
    const facts = JSON.stringify(send().events.map((event) => event.facts));
    for (const word of ['Quakenbrink', 'Xanthippe', '1977-03-09', 'Wuppertal', 'scan-of', 'Diploma', 'FILE-4711', 'Since when'])
      expect(facts).not.toContain(word);
    expect(facts).toContain('"directoryVersion":7');
  }); // prettier-ignore

  test('finds the competent authority by criteria and keeps why', () => {
    const sent = send({ addressee: { criteria: { country: 'DE', keywords: ['physiotherapist'] } } });
    expect(sent.open().responding).toEqual({ authority: BERLIN });
    expect(sent.open().routing.map(({ code }) => code)).toEqual(['keywordsMatch', 'onlyCompetent']);
    expect(sent.route?.authority).toBe(BERLIN);
  });

  test('with as many documents, and as large ones, as the area takes', () => {
    const attachments = Array.from({ length: 10 }, (_, index) =>
      document(`doc-${index}`, { size: 1_048_576 }),
    );
    expect(send({ attachments }).outcome).toEqual(['request.sent']);
  });

  test('on the day of the deadline is still possible', () => {
    expect(send({ deadline: '2026-11-21' }).outcome).toEqual(['request.sent']);
  });
});

describe('a request is refused', () => {
  const twice = { name: 'givenName', value: 'Again' };
  test.each([
    ['with another version of the question set', { questionSet: { id: 'pq-general', version: '9.0.0' } }, ['QUESTION_SET_UNKNOWN /data/questionSet']],
    ['with a question that nobody has written', { questions: [{ question: 'PQ-GQ-999' }] }, ['QUESTION_UNKNOWN /data/questions/0/question']],
    ['with the same question twice', { questions: [{ question: 'PQ-GQ-009' }, { question: 'PQ-GQ-009' }] }, ['QUESTION_TWICE /data/questions/1/question']],
    ['with a blank left open', { questions: [{ question: 'PQ-GQ-001' }] }, ['BLANK_MISSING /data/questions/0']],
    ['with a blank that the question has not', { questions: [{ question: 'PQ-GQ-009', blanks: [{ name: 'town', value: 'x' }] }] }, ['BLANK_UNKNOWN /data/questions/0/blanks/0/name']],
    ['with a blank filled twice', { questions: [{ question: 'PQ-GQ-001', blanks: [{ name: 'profession', value: 'a' }, { name: 'profession', value: 'b' }] }] }, ['BLANK_UNKNOWN /data/questions/0/blanks/1/name']],
    ['with a question about a document that names none', { questions: [{ question: 'PQ-GQ-031' }] }, ['QUESTION_NEEDS_ATTACHMENT /data/questions/0']],
    ['with a question about a document that is not there', { questions: [{ question: 'PQ-GQ-031', attachment: 'doc-7' }] }, ['ATTACHMENT_UNKNOWN /data/questions/0/attachment']],
    ['with a general question about one document', { questions: [{ question: 'PQ-GQ-009', attachment: 'doc-1' }] }, ['QUESTION_TAKES_NO_ATTACHMENT /data/questions/0/attachment']],
    ['without what must be said of the person', { subject: [{ name: 'familyName', value: 'A' }, { name: 'givenName', value: 'B' }] }, ['SUBJECT_FIELD_MISSING /data/subject']],
    ['with something of the person that is not asked for', { subject: [...SUBJECT, { name: 'shoeSize', value: '42' }] }, ['SUBJECT_FIELD_UNKNOWN /data/subject/5/name']],
    ['with two given names in two fields', { subject: [...SUBJECT, twice] }, ['SUBJECT_FIELD_TWICE /data/subject/5/name']],
    ['with a birthday that no calendar has', { subject: replaced('birthDate', '1977-02-29') }, ['VALUE_NOT_OF_TYPE /data/subject/2/value']],
    ['with a birthday in no year that a date can name', { subject: replaced('birthDate', '0000-01-01') }, ['VALUE_NOT_OF_TYPE /data/subject/2/value']],
    ['with a nationality that is no country code', { subject: [...SUBJECT, { name: 'nationality', value: 'Portugal' }] }, ['VALUE_NOT_OF_TYPE /data/subject/5/value']],
    ['with a sex that the area does not list', { subject: replaced('sex', 'unknown') }, ['OPTION_UNKNOWN /data/subject/4/value']],
    ['with a name longer than the area admits', { subject: replaced('familyName', 'Q'.repeat(201)) }, ['VALUE_NOT_OF_TYPE /data/subject/0/value']],
    ['with two documents of one name', { attachments: [document('doc-1'), document('doc-1')] }, ['ATTACHMENT_TWICE /data/attachments/1/id']],
    ['with a document of a type that the area does not take', { attachments: [document('doc-1', { mediaType: 'text/html' })] }, ['ATTACHMENT_TYPE /data/attachments/0/mediaType']],
    ['with a document larger than the area takes', { attachments: [document('doc-1', { size: 20_971_521 })] }, ['ATTACHMENT_TOO_LARGE /data/attachments/0/content']],
    ['with more documents than the area takes', { attachments: Array.from({ length: 11 }, (_, index) => document(`doc-${index}`)) }, ['ATTACHMENT_TOO_MANY /data/attachments']],
    ['without the deadline that the area requires', { deadline: undefined }, ['DEADLINE_REQUIRED /data/deadline']],
    ['with a deadline of yesterday', { deadline: '2026-11-20' }, ['DEADLINE_PAST /data/deadline']],
    ['to an authority that does not exist', { addressee: { authority: 'DE-NOBODY' } }, ['ADDRESSEE_UNKNOWN /data/addressee/authority']],
    ['to an authority of the own country', { addressee: { authority: BRAGA } }, ['SAME_COUNTRY /data/addressee/authority']],
    ['to whoever is competent in the own country', { addressee: { criteria: { country: 'PT', keywords: ['physiotherapist'] } } }, ['SAME_COUNTRY /data/addressee/criteria/country']],
    ['to a country where nobody is registered', { addressee: { criteria: { country: 'IS', keywords: ['physiotherapist'] } } }, ['ADDRESSEE_NOT_FOUND /data/addressee/criteria']],
    ['by keywords that the area has not', { addressee: { criteria: { country: 'DE', keywords: ['physiotherapist', 'wizard', 'witch'] } } }, ['KEYWORD_UNKNOWN /data/addressee/criteria/keywords/1', 'KEYWORD_UNKNOWN /data/addressee/criteria/keywords/2']],
    ['with a coordinator that is not linked', { coordinator: BONN }, ['COORDINATOR_NOT_LINKED /data/coordinator']],
  ])('%s', (_, change, outcome) => {
    const refused = send(change);
    expect(refused.outcome).toEqual(outcome);
    expect(refused.state.status).toBe('new');
  }); // prettier-ignore

  test('with all its faults named at once', () => {
    const refused = send({
      addressee: { authority: 'DE-NOBODY' },
      coordinator: BONN,
      questions: [{ question: 'PQ-GQ-001', comment: comment('?') }, { question: 'PQ-GQ-999' }],
      subject: replaced('sex', 'unknown'),
      attachments: [document('doc-1', { mediaType: 'text/html' })],
      deadline: '2020-01-01',
    });
    expect(refused.outcome).toEqual([
      'BLANK_MISSING /data/questions/0',
      'QUESTION_UNKNOWN /data/questions/1/question',
      'OPTION_UNKNOWN /data/subject/4/value',
      'ATTACHMENT_TYPE /data/attachments/0/mediaType',
      'DEADLINE_PAST /data/deadline',
      'COORDINATOR_NOT_LINKED /data/coordinator',
      'ADDRESSEE_UNKNOWN /data/addressee/authority',
    ]);
  });

  test('when its authority may not use requests, and when the addressee may not receive them', () => {
    const settings = { suspended: [PORTO], flags: { [BERLIN]: { mayAccept: false } } };
    expect(given({ area, settings }).when(handler(PORTO), 'request.send').outcome).toEqual([
      'AUTHORITY_NOT_ACTIVE /authority',
      'ADDRESSEE_UNKNOWN /data/addressee/authority',
    ]);
  });

  test('with the facts that the sender needs to mend it', () => {
    const [blank] = send({ questions: [{ question: 'PQ-GQ-001' }] }).faults;
    expect(blank?.facts).toEqual({ question: 'PQ-GQ-001', blank: 'profession' });
  });
});

describe('what the area decides', () => {
  test('a justification where it requires one', () => {
    const strict = { ...area, workflows: new Map([['request', { justification: 'required', deadline: 'optional' }]]) };
    const story = given({ area: strict });
    const bare = aRequest({ justification: undefined, deadline: undefined });
    expect(story.when(handler(PORTO), 'request.send', bare).outcome).toEqual(['JUSTIFICATION_REQUIRED /data/justification']);
    expect(story.when(handler(PORTO), 'request.send', aRequest({ deadline: undefined })).outcome).toEqual(['request.sent']);
  }); // prettier-ignore

  test('whether there are requests at all', () => {
    const story = given({ area: { ...area, workflows: new Map() } });
    expect(story.when(handler(PORTO), 'request.send').outcome).toEqual(['WORKFLOW_NOT_IN_AREA /data/area']);
  });

  test('whether a question takes a comment', () => {
    const story = given({ area: withQuestion(area, 'PQ-GQ-009', { comment: false }) });
    const commented = aRequest({ questions: [{ question: 'PQ-GQ-009', comment: comment('?') }] });
    for (const command of ['request.send', 'request.save'])
      expect(story.when(handler(PORTO), command, commented).outcome).toEqual([
        'QUESTION_TAKES_NO_COMMENT /data/questions/0/comment',
      ]);
  });
});

describe('the coordinator of the exchange', () => {
  const links = { [PORTO]: [LISBON, BRAGA] };

  test('is to be chosen by an authority that is linked to several', () => {
    const story = given({ area, settings: { links } });
    const open = story.when(handler(PORTO), 'request.send');
    expect(open.outcome).toEqual(['COORDINATOR_CHOICE /data/coordinator']);
    expect(open.faults[0]?.facts).toEqual({ coordinators: `${LISBON}, ${BRAGA}` });
    const chosen = story.when(handler(PORTO), 'request.send', aRequest({ coordinator: BRAGA }));
    expect(chosen.open().requesting).toEqual({ authority: PORTO, coordinator: BRAGA });
  });

  test('does not exist for a coordinator that asks itself', () => {
    const sent = given({ area }).when(handler(LISBON), 'request.send');
    expect(sent.open().requesting).toEqual({ authority: LISBON });
  });
});

describe('approval before sending', () => {
  test.each([
    [true, true, ['requestAwaitingApproval', `request.awaitsApproval > ${LISBON}`]],
    [true, false, ['awaitingAcceptance', `request.arrived > ${BERLIN}`]],
    [false, true, ['awaitingAcceptance', `request.arrived > ${BERLIN}`]],
    [false, false, ['awaitingAcceptance', `request.arrived > ${BERLIN}`]],
  ])(
    'subject to approval %s, coordinator approves requests %s: %s',
    (subjectToApproval, approvesRequests, expected) => {
      const flags = { [PORTO]: { subjectToApproval }, [LISBON]: { approvesRequests } };
      const sent = given({ area, settings: { flags } }).when(handler(PORTO), 'request.send');
      expect([sent.state.status, ...sent.told]).toEqual(expected);
    },
  );

  test('is asked of the coordinator that was chosen, not of another one', () => {
    const flags = { [PORTO]: { subjectToApproval: true }, [LISBON]: { approvesRequests: true } };
    const story = given({ area, settings: { flags, links: { [PORTO]: [LISBON, BRAGA] } } });
    const withBraga = story.when(handler(PORTO), 'request.send', aRequest({ coordinator: BRAGA }));
    expect(withBraga.state.status).toBe('awaitingAcceptance');
    const withLisbon = story.when(handler(PORTO), 'request.send', aRequest({ coordinator: LISBON }));
    expect(withLisbon.state.status).toBe('requestAwaitingApproval');
  });
});

describe('a returned request', () => {
  const returned = given({ area, settings: STRICT })
    .after(handler(PORTO), 'request.send')
    .after(referee(LISBON), 'request.return');

  test('goes back to the coordinator once it has been changed, under its number', () => {
    const changed = aRequest({ questions: ASKED.slice(1), addressee: { authority: PARIS }, attachments: [] });
    const again = returned.meanwhile({ at: '2026-11-22T08:00:00Z' }).when(handler(PORTO), 'request.send', changed);
    expect(again.told).toEqual([`request.awaitsApproval > ${LISBON}`]);
    expect(again.open()).toMatchObject({
      status: 'requestAwaitingApproval',
      version: 3,
      number: 'REQ-2026-000001',
      responding: { authority: PARIS },
      asked: [{ question: 'PQ-GQ-009' }],
      attachments: [],
      attachmentNames: [],
      arrived: false,
    });
    expect(again.open().history.map(({ type }) => type)).toEqual([
      'request.submittedForApproval',
      'request.returned',
      'request.submittedForApproval',
    ]);
  }); // prettier-ignore

  test('goes abroad at once where the coordinator no longer approves', () => {
    const again = returned.meanwhile({ settings: {} }).when(handler(PORTO), 'request.send');
    expect([again.state.status, again.told]).toEqual(['awaitingAcceptance', [`request.arrived > ${BERLIN}`]]);
  });

  test('cannot move to another legislative area', () => {
    const elsewhere = returned.when(handler(PORTO), 'request.send', aRequest({ area: 'SD' }));
    expect(elsewhere.outcome).toContain('AREA_UNKNOWN /data/area');
  });

  test('is not known abroad, neither before nor after the change', () => {
    expect(returned.when(handler(BERLIN), 'request.accept').outcome).toEqual(['CASE_UNKNOWN /subject']);
  });
});

function replaced(name: string, value: string) {
  return SUBJECT.map((field) => (field.name === name ? { name, value } : field));
}
