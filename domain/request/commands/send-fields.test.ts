import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { readPhrases } from '../../../schemas/phrases.ts';
import { outline } from '../../reports/testing/outline.ts';
import { reportOf } from '../../reports/testing/order.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, PORTO, reader } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { aRequest, comment, digestLike, document } from '../../testing/papers.ts';

/** What is said in the fields of a set, by the one of the uniform instrument, which asks nothing (directive 2014/67/EU, article 16). */

/** Under the code of the area in which the authorities of the stories are active. */
const area = { ...areaOf(compileAreas('schemas/areas'), 'POSTING'), code: 'PQ' };

const book = readPhrases('schemas/texts', 'Europe/Brussels');

const text = (words: string) => ({ text: words });
const FIELDS = [
  { field: 'UIP-01', value: { option: 'recovery' } },
  { field: 'UIP-02', value: text('Quakenbrink Bau GmbH, Hafenstr. 1') },
  { field: 'UIP-03', value: text('Wages of Xanthippe were not paid.') },
  { field: 'UIP-04', value: { attachments: ['doc-1'] } },
  { field: 'UIP-05', value: text('Labour inspectorate, Porto') },
  { field: 'UIP-07', value: { date: '2026-03-01' } },
  { field: 'UIP-08', value: { money: { amount: '4200.00', currency: 'EUR' } } },
  { field: 'UIP-09', value: text('Served on 1 March 2026.') },
  { field: 'UIP-10', value: { option: 'yes' } },
];
const ADDRESSEE = [
  { name: 'name', value: 'Quakenbrink Bau GmbH' },
  { name: 'address', value: 'Hafenstr. 1, Wuppertal-Vohwinkel' },
];

function paper(change: Readonly<Record<string, unknown>> = {}) {
  const questionSet = { id: 'posting-uip', version: '1.0.0' };
  return aRequest({ questionSet, questions: [], subject: ADDRESSEE, fields: FIELDS, ...change });
}

function sending(change: Readonly<Record<string, unknown>> = {}) {
  return given({ area }).when(handler(PORTO), 'request.send', paper(change));
}

function save(fields: unknown) {
  return given({ area }).when(handler(PORTO), 'request.save', paper({ fields }));
}

/** With one field filled in another way, or with none where there is no value. */
function but(field: string, value?: unknown) {
  const others = FIELDS.filter((one) => one.field !== field);
  return value === undefined ? others : [...others, { field, value }];
}

describe('what is said besides asking', () => {
  test('is sent with a set that asks nothing', () => {
    expect(sending().outcome).toEqual(['request.sent']);
  });

  test.each([
    ['a field that the set does not have', [...FIELDS, { field: 'UIP-99', value: text('x') }], ['FIELD_UNKNOWN /data/fields/9/field']],
    ['a field twice', [...FIELDS, { field: 'UIP-05', value: text('x') }], ['FIELD_TWICE /data/fields/9/field']],
    ['an option that there is not', but('UIP-10', { option: 'maybe' }), ['OPTION_UNKNOWN /data/fields/8/value/option']],
    ['a value of another type', but('UIP-07', { text: 'soon' }), ['VALUE_NOT_OF_TYPE /data/fields/8/value']],
    ['another currency', but('UIP-08', { money: { amount: '1.00', currency: 'SEK' } }), ['VALUE_NOT_OF_TYPE /data/fields/8/value/money/currency']],
    ['a document that was not attached', but('UIP-04', { attachments: ['doc-2'] }), ['ATTACHMENT_UNKNOWN /data/fields/8/value/attachments/0']],
    ['what is always needed left out', but('UIP-03'), ['FIELD_MISSING /data/fields']],
    ['what recovery needs left out', but('UIP-08'), ['FIELD_MISSING /data/fields']],
    ['nothing at all', undefined, ['UIP-01', 'UIP-02', 'UIP-03', 'UIP-04', 'UIP-05'].map(() => 'FIELD_MISSING /data/fields')],
  ])('is refused with %s', (_, fields, outcome) => {
    expect(sending({ fields }).outcome).toEqual(outcome);
  });

  test('hangs on what another field says', () => {
    const notification = but('UIP-01', { option: 'notification' });
    expect(sending({ fields: notification }).faults.map(({ facts }) => facts['field'])).toEqual(['UIP-06']);
    const whole = [...notification.filter(({ field }) => field < 'UIP-07'), { field: 'UIP-06', value: text('Service within a month.') }];
    expect(sending({ fields: whole }).outcome).toEqual(['request.sent']);
  });

  test('may be incomplete in a draft, and not be wrong', () => {
    expect(save(but('UIP-03')).outcome).toEqual(['request.saved']);
    expect(save(but('UIP-99', text('x'))).outcome).toEqual(['FIELD_UNKNOWN /data/fields/9/field']);
    expect(save([...FIELDS, ...FIELDS.slice(0, 1)]).outcome).toEqual(['FIELD_TWICE /data/fields/9/field']);
    const draft = save(FIELDS).seenBy(reader(PORTO, 'request handler'));
    expect(draft?.fields?.map(({ field }) => field)).toEqual(FIELDS.map(({ field }) => field));
  });

  test('belongs to a set: without one there are no fields', () => {
    const saved = given({ area }).when(handler(PORTO), 'request.save', { area: 'PQ', fields: FIELDS.slice(0, 1) });
    expect(saved.outcome).toEqual(['FIELD_UNKNOWN /data/fields/0/field']);
  });
}); // prettier-ignore

describe('who sees it', () => {
  const sent = given({ area }).after(handler(PORTO), 'request.send', paper());
  const accepted = sent.after(handler(BERLIN), 'request.accept');
  const hidden = (story: typeof sent, who: Parameters<typeof sent.seenBy>[0]) =>
    story.seenBy(who)?.fields?.flatMap(({ field, hidden: isHidden }) => (isHidden === true ? [field] : []));

  test('the authority asked before it accepts: all but personal data', () => {
    expect(hidden(sent, reader(BERLIN, 'request handler'))).toEqual(['UIP-02', 'UIP-03']);
    expect(JSON.stringify(sent.seenBy(reader(BERLIN, 'request handler')))).not.toContain('Quakenbrink');
    expect(hidden(accepted, reader(BERLIN, 'request handler'))).toEqual([]);
  });

  test('its coordinator: all but personal data, at any time', () => {
    expect(hidden(accepted, reader(BONN, 'request viewer'))).toEqual(['UIP-02', 'UIP-03']);
  });

  test('who only monitors: nothing', () => {
    expect(accepted.seenBy(reader(BERLIN))?.fields).toBeUndefined();
  });

  test('in words of the reader, where the set has them', () => {
    const seen = accepted.seenBy({ ...reader(BERLIN, 'request handler'), language: 'de' })?.fields ?? [];
    expect(seen[0]).toEqual({
      field: 'UIP-01',
      label: { text: 'Art des Ersuchens', language: 'de' },
      value: { option: 'recovery' },
      text: { text: 'Beitreibung einer Verwaltungssanktion oder Geldbuße', language: 'de' },
    });
    expect(seen[6]?.value).toEqual({ money: { amount: '4200.00', currency: 'EUR' } });
  });

  test('nobody after erasure', () => {
    const gone = accepted.erased();
    expect(gone.seenBy(reader(PORTO, 'request handler'))?.fields).toBeUndefined();
    expect(JSON.stringify(gone.state)).not.toMatch(/Quakenbrink|inspectorate/);
  });
});

describe('where nothing was asked', () => {
  const accepted = given({ area })
    .after(handler(PORTO), 'request.send', paper())
    .after(handler(BERLIN), 'request.accept');

  test('the reply says what has been done, and is a full one', () => {
    const replied = accepted.when(handler(BERLIN), 'request.reply', {
      comment: comment('Recovered in full.'),
    });
    expect(replied.begun().status).toBe('replyProvided');
  });

  test('documents alone do not say it', () => {
    const attachments = [document('doc-9', { sha256: digestLike('doc-9') })];
    const silent = accepted.when(handler(BERLIN), 'request.reply', { attachments });
    expect(silent.outcome).toEqual(['COMMENT_REQUIRED /data/comment']);
  });
});

describe('in a report', () => {
  const accepted = given({ area })
    .after(handler(PORTO), 'request.send', paper())
    .after(handler(BERLIN), 'request.accept');
  const how = { area, phrases: book };
  const printed = (kind: string, parts: readonly string[] = []) => {
    const made = reportOf(accepted, { kind, parts, for: PORTO, language: 'fr' }, how);
    return { view: made?.view, page: made === undefined ? '' : outline(made.report) };
  };

  test('it has a section of its own, in words where the set has them', () => {
    const { page } = printed('full');
    expect(page).toContain('Déclarations de l’autorité requérante');
    expect(page).toContain('Recouvrement d’une sanction ou d’une amende administrative');
    expect(page).toContain('Quakenbrink Bau GmbH, Hafenstr. 1');
  });

  test('what is personal data there is in no report without it, neither on the page nor embedded', () => {
    const { view, page } = printed('fullWithoutPersonalData');
    expect(page).toContain('Données à caractère personnel non affichées');
    expect(page + JSON.stringify(view)).not.toContain('Quakenbrink');
  });

  test('a customised one has it where it was chosen', () => {
    expect(printed('custom', ['fields']).view?.fields).toHaveLength(FIELDS.length);
    expect(printed('custom', ['questions']).view?.fields).toBeUndefined();
    expect(printed('custom', ['fields']).page).not.toContain('Quakenbrink');
  });
});
