import { describe, expect, test } from 'vitest';
import type { Language } from '../kernel/language.ts';
import { compileAreas } from '../../schemas/area/compile.ts';
import { readPhrases } from '../../schemas/phrases.ts';
import { coded, reportOf } from '../reports/testing/order.ts';
import { areaOf, withQuestion } from '../testing/areas.ts';
import { BERLIN, BONN, handler, PORTO, reader } from '../testing/cast.ts';
import { given, type Story } from '../testing/given.ts';
import { answer, aRequest, document } from '../testing/papers.ts';
import { VALUES } from '../testing/values.ts';
import { VALUE_TYPE_NAMES, type ValueTypeName } from '../values/table.ts';

/** A question asked in PQ, answered with a value of every type there is. */

const QUESTION = 'PQ-GQ-012';
const pq = areaOf(compileAreas('schemas/areas'));
const book = readPhrases('schemas/texts', 'Europe/Brussels');
const asker = reader(PORTO, 'request handler');

function areaAsking(type: ValueTypeName) {
  return withQuestion(pq, QUESTION, { answer: VALUES[type].rule });
}

function answered(type: ValueTypeName): Story {
  return given({ area: areaAsking(type) })
    .after(handler(PORTO), 'request.send', aRequest({ questions: [{ question: QUESTION }] }))
    .after(handler(BERLIN), 'request.accept')
    .when(handler(BERLIN), 'request.reply', {
      answers: [answer(QUESTION, VALUES[type].value)],
      attachments: [document('doc-9')],
    });
}

function answerSeen(type: ValueTypeName, language: Language = 'en') {
  return answered(type).seenBy({ ...asker, language })?.questions[0]?.answer;
}

/** What stands in the cell of the answer. */
function printed(type: ValueTypeName, language: Language = 'en'): string | undefined {
  const order = { kind: 'full', for: PORTO, language };
  const made = reportOf(answered(type), order, {
    area: areaAsking(type),
    phrases: (one) => coded(book(one)),
  });
  const blocks = made?.report.sections.flatMap((section) => section.blocks) ?? [];
  const rows = blocks.flatMap((block) => (block.kind === 'questions' ? block.rows : []));
  return rows[0]?.answer?.text;
}

test.each(VALUE_TYPE_NAMES)('a reply with a value of the type %s arrives as it was given', (type) => {
  expect(answered(type).outcome).toEqual(['request.replied']);
  expect(answerSeen(type)?.value).toEqual(VALUES[type].value);
});

test.each<readonly [ValueTypeName, string | undefined, string | undefined]>([
  ['choice', 'Yes', 'Ja'],
  ['text', undefined, undefined],
  ['date', undefined, undefined],
  ['period', undefined, undefined],
  ['country', undefined, undefined],
  ['choices', 'No · Not known to this authority', 'Nein · Dieser Behörde nicht bekannt'],
  ['code', 'Midwife', 'Hebamme'],
  ['codes', undefined, undefined],
  ['money', undefined, undefined],
  ['person', undefined, undefined],
  ['attachment', undefined, undefined],
])('%s has the words %s in English and %s in German', (type, english, german) => {
  expect([answerSeen(type)?.text?.text, answerSeen(type, 'de')?.text?.text]).toEqual([english, german]);
});

test('an authority is shown by its name, and a checklist by its steps', () => {
  expect(answerSeen('authority')?.text?.text).toMatch(/\w{3}/);
  expect(answerSeen('checklist')?.text?.text).toBe(
    'Lawfully established · Was established but has ceased activity',
  );
  expect(answerSeen('checklist', 'de')?.text?.language).toBe('de');
});

test.each<readonly [ValueTypeName, string]>([
  ['choice', 'Yes'],
  ['text', 'Since 1994,\nas a midwife.'],
  ['date', '<2001-07-01>'],
  ['period', '<2001-07-01> – <2004-02-29>'],
  ['country', '<BR>'],
  ['choices', 'No · Not known to this authority'],
  ['code', 'Midwife'],
  ['codes', 'Q · 86.21'],
  ['money', '<1250.50 EUR>'],
  ['person', 'Grünbaum (Ångström), Zoë · <1961-05-23> · Évora · <PT> · X-4711'],
  ['attachment', 'scan-of-Quakenbrink-doc-1.pdf [doc-1] · scan-of-Quakenbrink-doc-9.pdf [doc-9]'],
  ['checklist', 'Lawfully established · Was established but has ceased activity'],
])('%s stands in the report as %s', (type, text) => {
  expect(printed(type)).toBe(text);
});

test('words of a value stand in the report in its language', () => {
  expect(printed('choices', 'de')).toBe('Nein · Dieser Behörde nicht bekannt');
  expect(printed('code', 'de')).toBe('Hebamme');
});

describe('an answer that tells who somebody is', () => {
  const story = answered('person');

  test('is for those who see personal data', () => {
    expect(JSON.stringify(story.seenBy(asker))).toContain('Grünbaum');
  });

  test.each([reader(PORTO, 'allocator'), reader(BONN, 'referral handler')])('is not for %j', (other) => {
    const seen = story.seenBy(other);
    expect(seen?.level).toBe('withoutPersonalData');
    expect(seen?.questions[0]).toMatchObject({ hidden: true });
    expect(seen?.questions[0]).not.toHaveProperty('answer');
    expect(JSON.stringify(seen)).not.toMatch(/Grünbaum|Zoë|Évora/);
  });

  test('is in no report without personal data, which says that it is not shown', () => {
    const order = { kind: 'fullWithoutPersonalData', for: PORTO };
    const made = reportOf(story, order, { area: areaAsking('person'), phrases: book });
    expect(JSON.stringify(made)).not.toMatch(/Grünbaum|Zoë|Évora/);
    expect(JSON.stringify(made?.report)).toContain('Personal data not shown');
  });
});
