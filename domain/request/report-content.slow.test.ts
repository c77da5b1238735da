import * as fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { readPhrases } from '../../schemas/phrases.ts';
import { LANGUAGES } from '../kernel/language.ts';
import { outline } from '../reports/testing/outline.ts';
import { reportOf, type Ordered } from '../reports/testing/order.ts';
import { areaOf } from '../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PORTO, referee, STRICT } from '../testing/cast.ts';
import { given, type Story } from '../testing/given.ts';
import { aRequest, comment, document, FULL } from '../testing/papers.ts';
import { stations } from '../testing/stations.ts';
import { REPORT_KINDS } from '../case/report-kinds.ts';
import { REPORT_PARTS } from './report-kinds.ts';
import { RequestView } from './shows.ts';

const area = areaOf(compileAreas('schemas/areas'));
const book = readPhrases('schemas/texts', 'Europe/Brussels');
const all = stations(area);
const how = { area, phrases: book };

describe('a report without personal data', () => {
  test('holds nothing of the subject and no name of a document, on the page or in its data', () => {
    const told = fc.check(fc.property(secrets, impersonal, keepsQuiet), { numRuns: 150 });
    expect(told.counterexample).toBeNull();
  });

  const word = fc.stringMatching(/^Zq[a-z]{6,12}[0-9]{2}$/);
  const secrets = fc.record({
    familyName: word,
    givenName: word,
    birthPlace: word,
    birthDate: fc.integer({ min: 10, max: 28 }).map((day) => `1951-07-${day}`),
    file: word,
    described: word,
    reference: word,
  });
  const impersonal = fc.record({
    station: fc.integer({ min: 0, max: 4 }),
    for: fc.constantFrom(PORTO, BERLIN, LISBON, BONN),
    language: fc.constantFrom(...LANGUAGES),
    order: fc.oneof(
      fc.constant({ kind: 'fullWithoutPersonalData' }),
      fc
        .subarray(
          REPORT_PARTS.filter((part) => part !== 'subject'),
          { minLength: 1 },
        )
        .map((parts) => ({ kind: 'custom', parts })),
    ),
  });
});

function keepsQuiet(secret: Secret, { station, order, ...who }: Impersonal): boolean {
  const made = reportOf(storyOf(secret, station), { ...order, ...who }, how);
  if (made === undefined) return true;
  const shown = JSON.stringify([made.report, made.view]);
  const day = book(who.language).day(secret.birthDate);
  return [...Object.values(secret), day].every((value) => !shown.includes(value));
}

type Secret = Readonly<
  Record<'familyName' | 'givenName' | 'birthPlace' | 'birthDate' | 'file' | 'described' | 'reference', string>
>;
type Impersonal = {
  readonly station: number;
  readonly for: string;
  readonly language: (typeof LANGUAGES)[number];
  readonly order: Pick<Ordered, 'kind' | 'parts'>;
};

/** The same request as the secret's, some steps on its way. */
function storyOf({ file, described, reference, ...person }: Secret, steps: number): Story {
  const fields = { ...person, sex: 'not-stated' };
  const subject = Object.entries(fields).map(([name, value]) => ({ name, value }));
  const attached = (id: string) => [document(id, { name: `${file}.pdf`, description: comment(described) })];
  const data = aRequest({ subject, reference, attachments: attached('doc-1') });
  const sent = given({ area, settings: STRICT }).after(handler(PORTO), 'request.send', data);
  const way = [
    (story: Story) => story.after(referee(LISBON), 'request.approve'),
    (story: Story) => story.after(handler(BERLIN), 'request.accept'),
    (story: Story) =>
      story.after(handler(BERLIN), 'request.reply', { ...FULL, attachments: attached('doc-9') }),
    (story: Story) => story.after(referee(BONN), 'reply.approve'),
  ];
  return way.slice(0, steps).reduce((story, step) => step(story), sent);
}

describe('a report for the person concerned', () => {
  const INTERNAL = [
    'We have read both letters.',
    'Please name the year.',
    'PT-COORD',
    'DE-KMK',
    'approval',
    'coordinator',
    'Referred',
  ];

  test.each(Object.entries(all).filter(([status]) => status !== 'discarded'))(
    'keeps the authorities’ own matters out while the request is %s',
    (_, story) => {
      const made = reportOf(story, { kind: 'dataSubject', for: PORTO }, how);
      expect(made).toBeDefined();
      if (made === undefined) return;
      const shown = `${outline(made.report)}${JSON.stringify(made.view)}`;
      for (const word of INTERNAL) expect(shown).not.toContain(word);
      expect(shown).toContain('Quakenbrink');
    },
  );

  test('shows no answer that its own side has not let out yet', () => {
    const made = reportOf(all.replyAwaitingApproval, { kind: 'dataSubject', for: BERLIN }, how);
    expect(JSON.stringify(made?.view)).not.toContain('Since 1994.');
  });

  test('asks for consent with lines to sign on, where that is what was ordered', () => {
    expect(forms('dataSubject')).toEqual([]);
    expect(forms('consent')?.[0]?.blanks).toHaveLength(3);
  });
});

function forms(kind: string) {
  const made = reportOf(all.closed, { kind, for: PORTO }, how);
  return made?.report.sections.flatMap(({ blocks }) => blocks).filter((block) => block.kind === 'form');
}

/** The section in which a part stands, where it shares one. */
const SECTION_OF = new Map([
  ['requestingAuthority', 'parties'],
  ['respondingAuthority', 'parties'],
  ['answers', 'questions'],
  ['comments', 'questions'],
]);

describe('a customised report', () => {
  test.each(REPORT_PARTS)('of one part has no other: %s', (part) => {
    const made = reportOf(all.closed, { kind: 'custom', parts: [part], for: PORTO }, how);
    const headings = made?.report.sections.map(({ heading }) => heading.text);
    expect(headings).toEqual([book('en').say(`report.section.${SECTION_OF.get(part) ?? part}`).text]);
    const { view } = made ?? {};
    expect(view?.subject !== undefined).toBe(part === 'subject');
    expect(view?.attachments.length !== 0).toBe(part === 'documents');
    expect(view?.justification !== undefined).toBe(part === 'messages');
    expect(view?.deadline !== undefined).toBe(part === 'case');
    expect(JSON.stringify(view).includes('Since when?')).toBe(part === 'comments');
    expect(view?.questions.some(({ answer }) => answer !== undefined)).toBe(part === 'answers');
  });
});

test.each(Object.entries(all))('what a report shows is a view as messages carry it, while %s', (_, story) => {
  for (const kind of REPORT_KINDS) {
    for (const part of REPORT_PARTS) {
      for (const one of [story, story.erased()]) {
        const made = reportOf(one, { kind, parts: [part], for: PORTO }, how);
        expect(Value.Errors(RequestView, made?.view)).toEqual([]);
      }
    }
  }
});

test('in a language without texts of the hub the English ones say that they are English', () => {
  const made = reportOf(all.closed, { kind: 'full', for: PORTO, language: 'fi' }, how);
  expect(made?.report.title).toEqual({ text: 'Full report with personal data', language: 'en' });
  expect(made?.report.sections.every(({ heading }) => heading.language === 'en')).toBe(true);
  expect(made?.report.preface).toHaveLength(1);
});
