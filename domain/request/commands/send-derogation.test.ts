import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { actor, BERLIN, COMMISSION, handler, LISBON, PORTO, reader, referee } from '../../testing/cast.ts';
import {
  derogationRequest, IN_SERVICES, NORMAL_FIELDS, notification, PROVIDER, REQUEST_FIELDS, URGENT_FIELDS,
} from '../../testing/derogation.ts'; // prettier-ignore
import { CALENDAR } from '../../testing/calendar.ts';
import { given } from '../../testing/given.ts';
import { aRequest } from '../../testing/papers.ts';
import { parts } from '../parts.ts';

/** Case-by-case derogation (handbook 7). What is special in it stands in the question sets. */

const area = areaOf(compileAreas('schemas/areas'), 'SERVICES');
const settings = IN_SERVICES;
/** Saturdays and Sundays, and a holiday. */
const REST = new Set(['2026-11-21', '2026-11-22', '2026-11-28', '2026-11-29', '2026-12-05', '2026-12-06', '2026-12-08', '2026-12-12', '2026-12-13']); // prettier-ignore
const calendar = { ...CALENDAR, version: '2', isWorkingDay: (day: string) => !REST.has(day) };
const start = given({ area, settings, calendar });
const send = (data: unknown) => start.when(handler(PORTO), 'request.send', data);

/** The fields with one of them filled in another way, or not at all where there is no value. */
function but(fields: readonly { readonly field: string }[], field: string, value?: unknown) {
  const others = fields.filter((one) => one.field !== field);
  return value === undefined ? others : [...others, { field, value }];
}

describe('the Member State of establishment is asked to take measures', () => {
  test('by a checklist of ten steps, a description and a justification', () => {
    expect(send(derogationRequest()).outcome).toEqual(['request.sent']);
    expect(send(derogationRequest()).told).toEqual([`request.arrived > ${BERLIN}`]);
  });

  const steps = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10'].map((step) => `CBC-R-${step}`);
  test.each([
    ['a step is not confirmed', steps.slice(1)],
    ['the steps are confirmed in another order', steps.toReversed()],
    ['a step is confirmed twice', [...steps, 'CBC-R-10']],
    ['a step is of another list', [...steps.slice(1), 'CBC-N-01']],
  ])('not where %s', (_, confirmed) => {
    const fields = but(REQUEST_FIELDS, 'checklist', { steps: confirmed });
    expect(send(derogationRequest({ fields })).outcome).toEqual(['VALUE_NOT_OF_TYPE /data/fields/2/value/steps']);
  });

  test.each(REQUEST_FIELDS.map(({ field }) => field))('not without %s', (field) => {
    const sent = send(derogationRequest({ fields: but(REQUEST_FIELDS, field) }));
    expect(sent.faults).toMatchObject([{ code: 'FIELD_MISSING', facts: { field } }]);
  });

  test('and no other than the one in which the provider is established', () => {
    const subject = PROVIDER.map((one) => (one.name === 'establishment' ? { ...one, value: 'FR' } : one));
    expect(send(derogationRequest({ subject })).outcome).toEqual(['ADDRESSEE_COUNTRY /data/addressee']);
    const criteria = { country: 'FR', keywords: ['construction'] };
    expect(send(derogationRequest({ addressee: { criteria } })).outcome).toEqual(['ADDRESSEE_COUNTRY /data/addressee']);
    expect(send(derogationRequest({ subject, addressee: { criteria } })).outcome).toEqual(['request.sent']);
    const unsaid = send(derogationRequest({ subject: PROVIDER.slice(0, 2) }));
    expect(unsaid.outcome).toEqual(['SUBJECT_FIELD_MISSING /data/subject']);
  });

  const accepted = start.after(handler(PORTO), 'request.send', derogationRequest()).after(handler(BERLIN), 'request.accept');
  const none = { question: 'CBC-R-Q2', value: { option: 'no_measures' } };
  const checked = { question: 'CBC-R-Q1', value: { text: 'It operates lawfully.' } };
  const why = { question: 'CBC-R-Q4', value: { text: 'The facts are not proven.' } };

  test('it justifies it at once where it takes none', () => {
    const silent = accepted.when(handler(BERLIN), 'request.reply', { answers: [checked, none] });
    expect(silent.outcome).toEqual(['ANSWER_REQUIRED /data/answers']);
    const reply = accepted.when(handler(BERLIN), 'request.reply', { answers: [checked, none, why] });
    expect(reply.begun().status).toBe('replyProvided');
  });

  test('what it takes it may describe later', () => {
    const taken = { question: 'CBC-R-Q2', value: { option: 'measures_taken' } };
    const reply = accepted.when(handler(BERLIN), 'request.reply', { answers: [checked, taken] });
    expect(reply.begun().status).toBe('partiallyAnswered');
  });
}); // prettier-ignore

function on(fields: typeof NORMAL_FIELDS, date: string) {
  return send(notification({ fields: but(fields, 'CBC-N-DATE', { date }) }));
}

describe('measures are notified', () => {
  const normal = send(notification());
  const urgent = send(notification({ fields: URGENT_FIELDS }));

  test('in the normal procedure with the number of the request before, in urgency without', () => {
    expect([normal.outcome, urgent.outcome]).toEqual([['request.sent'], ['request.sent']]);
    const missing = send(notification({ fields: but(NORMAL_FIELDS, 'CBC-N-REF') }));
    expect(missing.faults).toMatchObject([{ code: 'FIELD_MISSING', facts: { field: 'CBC-N-REF' } }]);
    const hasty = send(notification({ fields: but(URGENT_FIELDS, 'CBC-N-URG') }));
    expect(hasty.faults).toMatchObject([{ code: 'FIELD_MISSING', facts: { field: 'CBC-N-URG' } }]);
  });

  test('whatever number is named, nobody learns whether there is such a case', () => {
    const answers = ['REQ-2026-000001', 'REQ-1999-999999', 'our file 7'].map((words) => {
      const { outcome, faults } = send(notification({ fields: but(NORMAL_FIELDS, 'CBC-N-REF', { text: words }) }));
      return { outcome, faults };
    });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('fifteen working days before they may be taken, and at once in urgency', () => {
    // From Saturday 21 November on: three weeks of five days, and one more for the holiday in them.
    expect(normal.seenBy(reader(PORTO, 'request handler'))?.waitsUntil).toBe('2026-12-14');
    expect(normal.seenBy(reader(BERLIN, 'request handler'))?.waitsUntil).toBe('2026-12-14');
    expect(urgent.seenBy(reader(PORTO, 'request handler'))?.waitsUntil).toBeUndefined();
    expect(normal.erased().seenBy(reader(PORTO, 'request handler'))?.waitsUntil).toBe('2026-12-14');
  });

  test('which begin only when it is over, in urgency on any day (handbook 7.1(3), 7.2)', () => {
    expect(on(NORMAL_FIELDS, '2026-12-14').faults).toMatchObject([{ code: 'DATE_WITHIN_WAITING', facts: { field: 'CBC-N-DATE', until: '2026-12-14' } }]);
    expect(on(NORMAL_FIELDS, '2026-12-15').outcome).toEqual(['request.sent']);
    expect(on(URGENT_FIELDS, '2026-11-01').outcome).toEqual(['request.sent']);
  });

  test('as it stands when the coordinator lets it go', () => {
    const flags = { [PORTO]: { subjectToApproval: true }, [LISBON]: { approvesRequests: true } };
    const fields = but(NORMAL_FIELDS, 'CBC-N-DATE', { date: '2026-12-15' });
    const held = given({ area, calendar, settings: { ...settings, flags } }).after(handler(PORTO), 'request.send', notification({ fields }));
    const late = held.meanwhile({ at: '2026-11-24T09:30:00.000Z' }).when(referee(LISBON), 'request.approve');
    expect(late.faults).toMatchObject([{ code: 'DATE_WITHIN_WAITING', path: '/type' }]);
  });

  test('days that are no working days count where the set says so', () => {
    const key = 'services-cbc-notification@1.0.0';
    const set = area.questionSets.get(key);
    if (set?.waiting === undefined) throw new TypeError('the set makes wait');
    const plain = { ...set, waiting: { ...set.waiting, workingDays: false } };
    const other = { ...area, questionSets: new Map(area.questionSets).set(key, plain) };
    const sent = given({ area: other, settings, calendar }).when(handler(PORTO), 'request.send', notification());
    expect(sent.open().waitsUntil).toBe('2026-12-06');
  });

  test('to be counted from when the coordinator lets it go', () => {
    const flags = { [PORTO]: { subjectToApproval: true }, [LISBON]: { approvesRequests: true } };
    const held = given({ area, calendar, settings: { ...settings, flags } }).after(handler(PORTO), 'request.send', notification());
    expect(held.open().waitsUntil).toBeUndefined();
    expect(held.told).toEqual([`request.awaitsApproval > ${LISBON}`]);
    expect(held.seenBy(reader(COMMISSION, 'request viewer'))).toBeUndefined();
    const approved = held.meanwhile({ at: '2026-11-24T09:30:00.000Z' }).after(referee(LISBON), 'request.approve');
    expect(approved.open().waitsUntil).toBe('2026-12-16');
    expect(approved.told).toContain(`request.informed > ${COMMISSION}`);
  });

  test('not where there is nobody who can be informed', () => {
    expect(normal.open().informed).toEqual([COMMISSION]);
    const lonely = given({ area, settings: { ...settings, suspended: [COMMISSION] } });
    const sent = lonely.when(handler(PORTO), 'request.send', notification());
    expect(sent.outcome).toEqual(['INFORMING_NOT_POSSIBLE /data/questionSet']);
  });
}); // prettier-ignore

describe('the Commission', () => {
  const sent = send(notification());
  const accepted = sent.after(handler(BERLIN), 'request.accept');
  const viewer = reader(COMMISSION, 'request viewer');

  test('is told of each notification when it arrives, and of no request', () => {
    expect(sent.told).toEqual([`request.arrived > ${BERLIN}`, `request.informed > ${COMMISSION}`]);
    expect(send(derogationRequest()).told).not.toContain(`request.informed > ${COMMISSION}`);
    expect(send(derogationRequest()).seenBy(viewer)).toBeUndefined();
  });

  test('reads what is notified, and nothing that says who is concerned', () => {
    for (const story of [sent, accepted]) {
      const seen = story.seenBy(viewer);
      expect(seen?.level).toBe('withoutPersonalData');
      expect(seen?.fields?.find(({ field }) => field === 'CBC-N-MEAS')?.value).toEqual({ text: 'No scaffolding by this provider.' });
      expect(JSON.stringify(seen)).not.toMatch(/Quakenbrink|scan-of|Diploma/);
      expect(seen?.attachments).toEqual([{ id: 'doc-1', mediaType: 'application/pdf', size: 1000, by: 'requesting' }]);
    }
  });

  test('does not see a reply before it is let go, nor who coordinates', () => {
    const held = accepted.after(handler(BERLIN), 'request.reply', { answers: [{ question: 'CBC-N-Q1', value: { option: 'yes' } }] });
    const seen = held.seenBy(viewer);
    expect([seen?.requesting?.coordinator, seen?.responding?.coordinator]).toEqual([undefined, undefined]);
  });

  test('can order reports without personal data, and do nothing else', () => {
    const who = actor(COMMISSION, 'request viewer');
    expect(accepted.offeredTo(who)).toEqual(['report.order', 'dossier.order']);
    expect(accepted.when(who, 'report.order', { kind: 'fullWithoutPersonalData' }).outcome).toEqual(['report.ordered']);
    expect(accepted.when(who, 'report.order', { kind: 'full' }).outcome).toEqual(['REPORT_KIND_NOT_ALLOWED /data/kind']);
    const all = actor(COMMISSION, 'request handler', 'request viewer', 'allocator', 'referral handler');
    for (const command of ['request.accept', 'request.reply', 'request.close', 'request.withdraw'])
      expect(accepted.when(all, command).outcome).toEqual(['NOT_ALLOWED /type']);
  });

  test('can ask nobody and be asked by nobody', () => {
    const asks = start.when(handler(COMMISSION), 'request.send', derogationRequest());
    expect(asks.outcome).toContain('AUTHORITY_NOT_ACTIVE /authority');
    const general = { area: 'SERVICES', questionSet: { id: 'services-general', version: '1.0.0' }, questions: [{ question: 'SV-GQ-001' }] };
    const subject = PROVIDER.slice(0, 2);
    const asked = send(aRequest({ ...general, subject, addressee: { authority: COMMISSION } }));
    expect(asked.outcome).toContain('ADDRESSEE_UNKNOWN /data/addressee/authority');
    const found = send(aRequest({ ...general, subject, addressee: { criteria: { country: 'EU', keywords: ['construction'] } } }));
    expect(found.outcome).toContain('ADDRESSEE_NOT_FOUND /data/addressee/criteria');
  });

  test('without a role for it sees no more than that there is a notification', () => {
    expect(sent.seenBy(reader(COMMISSION))).toMatchObject({ level: 'monitoring', questions: [], attachments: [] });
    expect(sent.seenBy(reader(COMMISSION))?.fields).toBeUndefined();
  });

  test('has a line in the lists of both, and nothing to do there', () => {
    const part = parts(sent.begun()).find(({ authority }) => authority === COMMISSION);
    expect(part).toMatchObject({ parties: ['authority informed'], others: [PORTO, BERLIN], isShared: false });
    expect(part?.waitsFor).toBeUndefined();
  });
}); // prettier-ignore

test('a request of an area needs a justification where its set says so', () => {
  const unsaid = send(derogationRequest({ justification: undefined }));
  expect(unsaid.outcome).toEqual(['JUSTIFICATION_REQUIRED /data/justification']);
});
