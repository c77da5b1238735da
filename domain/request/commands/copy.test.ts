import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { actor, BERLIN, BONN, handler, PARIS, person, PORTO, reader, referee } from '../../testing/cast.ts';
import { given, type Story } from '../../testing/given.ts';
import { document, SUBJECT } from '../../testing/papers.ts';
import { derogationRequest, IN_SERVICES, REQUEST_FIELDS } from '../../testing/derogation.ts';
import { stations } from '../../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
const arrived = given({ area }).after(handler(PORTO), 'request.send');
const accepted = arrived.after(handler(BERLIN), 'request.accept');
const ALL = {
  parts: ['addressee', 'questions', 'fields', 'subject', 'justification', 'reference', 'attachments'],
};

function copied(story: Story) {
  const [ask] = story.state.pending ?? [];
  return { ...Object(ask?.data), bytes: ask?.documents };
}

describe('who has sent a request', () => {
  test('begins a new one from it in any state, and nobody else learns of it', () => {
    const { discarded: _, ...all } = stations(area);
    for (const story of Object.values(all)) {
      const copy = story.when(handler(PORTO), 'request.copy', ALL);
      expect([story.state.status, copy.outcome]).toEqual([story.state.status, ['request.copyAsked']]);
      expect(copy.told).toEqual([]);
      expect([copy.state.status, copy.state.version]).toEqual([story.state.status, story.state.version]);
      expect(copy.seenBy(reader(BERLIN, 'request handler'))).toEqual(story.seenBy(reader(BERLIN, 'request handler')));
    }
  }); // prettier-ignore

  test('takes over what it has chosen', () => {
    const whole = copied(accepted.when(handler(PORTO), 'request.copy', ALL));
    expect(whole).toMatchObject({ authority: PORTO, addressee: { authority: BERLIN }, subject: SUBJECT, reference: 'FILE-4711-QUAKENBRINK', documents: [{ id: 'doc-1' }], bytes: [document('doc-1').sha256] });
    const some = copied(accepted.when(handler(PORTO), 'request.copy', { parts: ['questions'] }));
    expect(some).toMatchObject({ subject: [], documents: [], bytes: [], questionSet: { id: 'pq-general' } });
    expect(some.addressee ?? some.reference ?? some.justification).toBeUndefined();
    expect(some.questions).toHaveLength(2);
  }); // prettier-ignore

  test('of what has been erased takes over what is left', () => {
    const copy = copied(accepted.after(handler(PORTO), 'request.withdraw').erased().when(handler(PORTO), 'request.copy', ALL));
    expect(copy).toMatchObject({ subject: [], documents: [], questions: [{ question: 'PQ-GQ-001' }, { question: 'PQ-GQ-009' }] });
  }); // prettier-ignore
});

describe('who has received one', () => {
  test('asks the other one back, and takes over no more than it may see', () => {
    const before = copied(arrived.when(handler(BERLIN), 'request.copy', ALL));
    expect(before).toMatchObject({ authority: BERLIN, addressee: { authority: PORTO }, subject: [], documents: [], bytes: [] });
    expect(JSON.stringify(before)).not.toMatch(/Quakenbrink|QUAKENBRINK/);
    const after = copied(accepted.when(handler(BERLIN), 'request.copy', ALL));
    expect(after).toMatchObject({ subject: SUBJECT, documents: [{ id: 'doc-1' }] });
    expect(after.reference).toBeUndefined();
  }); // prettier-ignore

  test('after having forwarded it does not', () => {
    const gone = accepted.after(handler(BERLIN), 'request.forward');
    expect(gone.when(handler(BERLIN), 'request.copy', ALL).outcome).toEqual(['NOT_ALLOWED /type']);
  });
});

describe('the copy', () => {
  const draft = given({ area }).when({ kind: 'hub' }, 'request.openCopy');

  test('is a draft of who has had it made, who alone is told and sees it', () => {
    expect(draft.begun()).toMatchObject({ status: 'draft', requesting: { authority: PORTO }, responding: { authority: BERLIN } });
    expect(draft.told).toEqual([`request.copyOpened > ${PORTO}`]);
    expect(draft.seenBy(reader(PORTO, 'request handler'))).toMatchObject({ subject: [{ value: 'Quakenbrink' }, {}, {}, {}, {}], attachments: [{ id: 'doc-1' }] });
    expect(draft.seenBy(reader(BERLIN, 'request handler'))).toBeUndefined();
  }); // prettier-ignore

  test('is changed and sent like any other', () => {
    expect(draft.when(handler(PORTO), 'request.send').outcome).toEqual(['request.sent']);
    expect(draft.when(handler(PORTO), 'request.discard').outcome).toEqual(['request.discarded']);
  });

  test('is allocated to who has made it', () => {
    const story = accepted.when(person(handler(PORTO), 'P-7'), 'request.copy', ALL);
    const opened = given({ area }).when({ kind: 'hub' }, 'request.openCopy', story.state.pending?.[0]?.data);
    expect(opened.begun().allocations).toEqual([{ authority: PORTO, persons: ['P-7'] }]);
  });
});

test('nobody else copies a request, nor an authority that may not begin one', () => {
  for (const who of [referee(BONN), handler(BONN), actor(PORTO, 'request viewer'), actor(PORTO, 'allocator')])
    expect(accepted.when(who, 'request.copy', ALL).outcome).toEqual(['NOT_ALLOWED /type']);
  expect(accepted.when(handler(PARIS), 'request.copy', ALL).outcome).toEqual(['CASE_UNKNOWN /subject']);
  const suspended = accepted.meanwhile({ settings: { suspended: [PORTO] } });
  expect(suspended.when(handler(PORTO), 'request.copy', ALL).outcome).toEqual(['AUTHORITY_NOT_ACTIVE /authority']);
}); // prettier-ignore

test('the steps of a checklist are confirmed anew', () => {
  const services = areaOf(compileAreas('schemas/areas'), 'SERVICES');
  const asked = given({ area: services, settings: IN_SERVICES }).after(handler(PORTO), 'request.send', derogationRequest());
  const begun = asked.when(handler(PORTO), 'request.copy', { parts: ['questions', 'fields'] });
  const { fields } = Object(begun.state.pending?.[0]?.data);
  expect(fields).toEqual(REQUEST_FIELDS.filter(({ field }) => field !== 'checklist'));
}); // prettier-ignore
