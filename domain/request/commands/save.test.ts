import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import {
  actor, BERLIN, BONN, BRAGA, handler, LISBON, PARIS, PORTO, reader, referee, STRICT,
} from '../../testing/cast.ts'; // prettier-ignore
import { given } from '../../testing/given.ts';
import { aDraft, aRequest, document, SUBJECT } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
const whole = aRequest();
const OTHERS = [BERLIN, LISBON, BRAGA, BONN, PARIS];

function save(data: object) {
  return given({ area }).when(handler(PORTO), 'request.save', data);
}

describe('a draft', () => {
  test('is kept under a number, and nobody is told', () => {
    const saved = save(aDraft());
    expect(saved.outcome).toEqual(['request.saved']);
    expect(saved.told).toEqual([]);
    expect(saved.begun()).toMatchObject({ status: 'draft', number: 'REQ-2026-000001', version: 1 });
    expect(saved.begun().requesting).toEqual({ authority: PORTO });
  });

  test('needs nothing but its legislative area', () => {
    expect(save({ area: 'PQ' }).outcome).toEqual(['request.saved']);
  });

  test('may have any parts of a request, in any combination', () => {
    const keys = Object.keys(whole).filter((key) => key !== 'area');
    const property = fc.property(fc.subarray(keys), (some) => {
      const parts = Object.entries(whole).filter(([key]) => key === 'area' || some.includes(key));
      const lacksSet = some.includes('questions') && !some.includes('questionSet');
      expect(save(Object.fromEntries(parts)).outcome).toEqual(
        lacksSet ? ['QUESTION_SET_MISSING /data/questionSet'] : ['request.saved'],
      );
    });
    fc.assert(property, { numRuns: 60 });
  });

  test('replaces the one before: nothing of that is left', () => {
    const first = given({ area }).after(handler(PORTO), 'request.save', { ...whole, coordinator: LISBON });
    const second = first.after(handler(PORTO), 'request.save', { area: 'PQ', reference: 'NEW' });
    expect(second.begun()).toMatchObject({ status: 'draft', version: 2, asked: [], attachments: [] });
    expect(second.begun().content).toEqual({ questions: [], subject: [], reference: 'NEW' });
    for (const part of ['questionSet', 'responding', 'sought', 'deadline'])
      expect(second.begun()).not.toHaveProperty(part);
    expect(second.begun().requesting).toEqual({ authority: PORTO });
  });

  test('tells when it was begun and when it was last saved, however often that was', () => {
    const [once, twice, often] = [1, 2, 5].map((times) => {
      let story = given({ area });
      for (let day = 1; day <= times; day += 1)
        story = story.meanwhile({ at: `2026-11-2${day}T08:00:00Z` }).after(handler(PORTO), 'request.save');
      return story.begun().history.map(({ seq }) => seq);
    });
    expect([once, twice, often]).toEqual([[1], [1, 2], [1, 5]]);
  });

  test('is shown to its author as far as it goes', () => {
    const addressee = { criteria: { country: 'DE', keywords: ['physiotherapist'] } };
    const seen = save(aDraft({ addressee })).seenBy(reader(PORTO, 'request handler'));
    expect(seen).toMatchObject({ status: 'draft', level: 'full', number: 'REQ-2026-000001', routing: [] });
    expect(seen?.sought).toMatchObject({ country: 'DE', keywords: [{ keyword: 'physiotherapist' }] });
    expect(seen).not.toHaveProperty('responding');
    expect(seen?.questions[0]?.text.text).toBe('Is the profession of ‘…’ regulated in your territory?');
    expect(seen?.subject?.map(({ value }) => value)).toEqual(['Quakenbrink', 'Xanthippe']);
    expect(seen?.attachments[0]).toMatchObject({ name: 'scan-of-Quakenbrink-doc-1.pdf' });
    const named = save(aDraft({ addressee: { authority: BERLIN } })).seenBy(reader(PORTO, 'request handler'));
    expect(named?.responding).toMatchObject({ authority: BERLIN, country: 'DE' });
  });
});

describe('what a draft may lack', () => {
  test.each([
    ['a blank', { questions: [{ question: 'PQ-GQ-001' }] }],
    ['the document that a question is about', { questions: [{ question: 'PQ-GQ-031' }] }],
    ['what must be said of the person', { subject: [] }],
    ['questions', { questions: [] }],
    ['the coordinator, where several are linked', { coordinator: undefined }],
    ['keywords', { addressee: { criteria: { country: 'DE' } } }],
    ['the country', { addressee: { criteria: { keywords: ['physiotherapist'] } } }],
    ['a question set, though something is said of the person', { questionSet: undefined, questions: undefined, subject: SUBJECT }],
  ])('%s', (_, change) => {
    const settings = { links: { [PORTO]: [LISBON, BRAGA] } };
    expect(given({ area, settings }).when(handler(PORTO), 'request.save', aDraft(change)).outcome).toEqual(['request.saved']);
  }); // prettier-ignore

  test('even what the area requires', () => {
    const strict = { ...area, workflows: new Map([['request', { justification: 'required', deadline: 'required' }]]) };
    expect(given({ area: strict }).when(handler(PORTO), 'request.save').outcome).toEqual(['request.saved']);
  }); // prettier-ignore
});

describe('a draft is refused like a request', () => {
  test.each([
    ['with another version of the question set', { questionSet: { id: 'pq-general', version: '9.0.0' } }],
    ['with a question that nobody has written', { questions: [{ question: 'PQ-GQ-999' }] }],
    ['with the same question twice', { questions: [{ question: 'PQ-GQ-009' }, { question: 'PQ-GQ-009' }] }],
    ['with a blank that the question has not', { questions: [{ question: 'PQ-GQ-009', blanks: [{ name: 'town', value: 'x' }] }] }],
    ['with a question about a document that is not there', { questions: [{ question: 'PQ-GQ-031', attachment: 'doc-7' }] }],
    ['with a general question about one document', { questions: [{ question: 'PQ-GQ-009', attachment: 'doc-1' }] }],
    ['with something of the person that is not asked for', { subject: [...SUBJECT, { name: 'shoeSize', value: '42' }] }],
    ['with a birthday that no calendar has', { subject: [...SUBJECT.filter(({ name }) => name !== 'birthDate'), { name: 'birthDate', value: '1977-02-29' }] }],
    ['with two given names in two fields', { subject: [...SUBJECT, { name: 'givenName', value: 'Again' }] }],
    ['with a sex that the area does not list', { subject: [...SUBJECT.filter(({ name }) => name !== 'sex'), { name: 'sex', value: 'unknown' }] }],
    ['with more documents than the area takes', { attachments: Array.from({ length: 11 }, (_, index) => document(`doc-${index}`)) }],
    ['with two documents of one name', { attachments: [document('doc-1'), document('doc-1')] }],
    ['with a document of a type that the area does not take', { attachments: [document('doc-1', { mediaType: 'text/html' })] }],
    ['with a document larger than the area takes', { attachments: [document('doc-1', { size: 20_971_521 })] }],
    ['with a deadline of yesterday', { deadline: '2026-11-20' }],
    ['to an authority that does not exist', { addressee: { authority: 'DE-NOBODY' } }],
    ['to an authority of the own country', { addressee: { authority: BRAGA } }],
    ['to whoever is competent in the own country', { addressee: { criteria: { country: 'PT', keywords: ['physiotherapist'] } } }],
    ['by keywords that the area has not', { addressee: { criteria: { country: 'DE', keywords: ['wizard'] } } }],
    ['with a coordinator that is not linked', { coordinator: BONN }],
  ])('%s', (_, change) => {
    const saved = save(aRequest(change));
    const sent = given({ area }).when(handler(PORTO), 'request.send', aRequest(change));
    expect(saved.faults.length).toBeGreaterThan(0);
    expect(saved.outcome).toEqual(sent.outcome);
    expect(saved.state.status).toBe('new');
  }); // prettier-ignore

  test('when its author may not use requests, or the area has none', () => {
    const suspended = given({ area, settings: { suspended: [PORTO] } });
    expect(suspended.when(handler(PORTO), 'request.save').outcome).toEqual(['AUTHORITY_NOT_ACTIVE /authority']);
    const without = given({ area: { ...area, workflows: new Map() } });
    expect(without.when(handler(PORTO), 'request.save').outcome).toEqual(['WORKFLOW_NOT_IN_AREA /data/area']);
  }); // prettier-ignore

  test('in another area than the one in which it was begun', () => {
    const moved = save(aDraft()).when(handler(PORTO), 'request.save', { area: 'SD' });
    expect(moved.outcome).toEqual(['AREA_UNKNOWN /data/area']);
  });

  test('with questions of no set', () => {
    expect(save(aDraft({ questionSet: undefined })).outcome).toEqual([
      'QUESTION_SET_MISSING /data/questionSet',
    ]);
  });
});

describe('a draft that is sent', () => {
  const draft = given({ area }).after(handler(PORTO), 'request.save');

  test('keeps its number, and is what was sent and not what was saved', () => {
    const only = { questions: [{ question: 'PQ-GQ-009' }], subject: SUBJECT, attachments: [] };
    const sent = draft.after(handler(PORTO), 'request.send', aRequest(only));
    expect(sent.told).toEqual([`request.arrived > ${BERLIN}`]);
    expect(sent.open()).toMatchObject({
      status: 'awaitingAcceptance',
      number: draft.begun().number,
      version: 2,
      asked: [{ question: 'PQ-GQ-009' }],
      attachments: [],
      attachmentNames: [],
    });
    expect(sent.open()).not.toHaveProperty('sought');
  });

  test('tells nobody how it came about', () => {
    const sent = draft.after(handler(PORTO), 'request.save').after(handler(PORTO), 'request.send');
    for (const authority of [PORTO, ...OTHERS.slice(0, 2)])
      expect(sent.seenBy(reader(authority, 'request handler'))?.history.map(({ event }) => event)).toEqual([
        'request.sent',
      ]);
  });

  test('is approved first where the coordinator wants it, and can then be saved no more', () => {
    const strict = stations(area, STRICT).draft;
    const waiting = strict.after(handler(PORTO), 'request.send');
    expect(waiting.told).toEqual([`request.awaitsApproval > ${LISBON}`]);
    expect(waiting.state.status).toBe('requestAwaitingApproval');
    const returned = waiting.after(referee(LISBON), 'request.return');
    for (const story of [waiting, returned])
      expect(story.when(handler(PORTO), 'request.save').outcome).toEqual(['WRONG_STATUS /type']);
  });

  test('must be complete', () => {
    const { area: code, questionSet, questions } = aDraft();
    const rest = { addressee: { authority: BERLIN }, subject: [] };
    const sent = draft.when(handler(PORTO), 'request.send', { area: code, questionSet, questions, ...rest });
    expect(sent.outcome).toEqual([
      'BLANK_MISSING /data/questions/0',
      'SUBJECT_FIELD_MISSING /data/subject',
      'SUBJECT_FIELD_MISSING /data/subject',
      'SUBJECT_FIELD_MISSING /data/subject',
      'DEADLINE_REQUIRED /data/deadline',
    ]);
    expect(sent.state).toEqual(draft.state);
  });
});

test('only the request handlers of its author write a draft', () => {
  const { draft } = stations(area);
  for (const authority of OTHERS)
    expect(draft.when(handler(authority), 'request.save').outcome).toEqual(['CASE_UNKNOWN /subject']);
  for (const role of ['request viewer', 'allocator', 'referral handler'] as const)
    expect(draft.when(actor(PORTO, role), 'request.save').outcome).toEqual(['NOT_ALLOWED /type']);
});
