import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../domain/kernel/effects.ts';
import type { Language } from '../../domain/kernel/language.ts';
import type { CaseState, Recorded } from '../../domain/kernel/workflow.ts';
import { request } from '../../domain/request/index.ts';
import { areaOf } from '../../domain/testing/areas.ts';
import { BERLIN, directoryWith } from '../../domain/testing/cast.ts';
import { life, play } from '../../domain/testing/lives.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { compileAreas } from '../../schemas/area/compile.ts';
import { readPhrases } from '../../schemas/phrases.ts';
import { addressesOf } from './addresses.ts';
import { mailWords, wordless, type Stationery } from './mail.ts';

const phrases = readPhrases('schemas/texts', 'Europe/Brussels');
const stationery: Stationery = { phrases, consoleUrl: 'https://console.example/imi/', isTraining: false };
const READER = { officialName: 'Muster-Amt', informalTitle: { de: 'Amt für Muster', en: 'Sample office' } };

function writtenTo(
  languages: readonly Language[],
  more: { readonly template?: string; readonly stationery?: Partial<Stationery> } = {},
) {
  const { template = 'request.arrived', stationery: other = {} } = more;
  const mail = { template, caseNumber: 'REQ-2026-000001' };
  return mailWords(mail, { ...READER, languages }, { ...stationery, ...other });
}

test('an e-mail says what to do, of which case and where, in the language of the authority', () => {
  expect(writtenTo(['de'])).toEqual({
    language: 'de',
    subject: 'REQ-2026-000001 – neue Anfrage wartet auf Annahme',
    text: `An: Amt für Muster

Bei Ihrer Behörde ist eine neue Anfrage eingegangen. Bitte öffnen Sie die Anfrage und nehmen Sie sie an, wenn Ihre Behörde dafür zuständig ist.

Vorgangsnummer: REQ-2026-000001
Zum Vorgang gelangen Sie nach der Anmeldung hier: https://console.example/imi/cases/REQ-2026-000001

Aus Gründen des Datenschutzes enthält diese Nachricht keine Angaben zum Inhalt des Vorgangs.
Diese Nachricht wurde automatisch erstellt. Bitte antworten Sie nicht darauf.

Nachrichtendrehscheibe für den Binnenmarkt
`,
  });
});

test('it is in the first language of the authority in which there are words for it, else in English', () => {
  expect(writtenTo(['fi', 'pt', 'de']).language).toBe('pt');
  expect(writtenTo(['el', 'en']).language).toBe('el');
  expect(writtenTo(['fi', 'sv']).language).toBe('en');
  expect(writtenTo([]).text).toContain('For the attention of: Sample office');
});

test('without a console there is no link, in training it says so, and the hub has its own name where it has one', () => {
  const { text } = writtenTo(['en'], { stationery: { issuer: 'Hub of Utopia', isTraining: true } });
  expect(text).toMatch(/^Training environment – no legal value\n\nFor the attention of/);
  expect(text).toMatch(/\n\nHub of Utopia\n$/);
  const bare = mailWords({ template: 'request.arrived', caseNumber: 'REQ-1' }, { ...READER, languages: ['en'] }, { phrases, isTraining: false });
  expect(bare.text).not.toMatch(/https?:/);
  expect(bare.text).toContain('Case number: REQ-1\n\n');
}); // prettier-ignore

test('every workflow finds words for its e-mails; a template without any is told by its keys', () => {
  expect(wordless(phrases, WORKFLOWS)).toEqual([]);
  expect(wordless(phrases, [{ writes: { 'echo.heard': 'An authority calls.' } }])).toEqual([
    'email.echo.heard.subject',
    'email.echo.heard.text',
  ]);
});

const templates = WORKFLOWS.flatMap(({ writes }) => Object.keys(writes));

describe.each(['bg', 'de', 'el', 'en', 'fr', 'pt'] as const)('in %s', (language) => {
  test.each(templates)('%s is whole: no blank is left, and no key stands for a text', (template) => {
    const { subject, text, language: written } = writtenTo([language], { template });
    expect(written).toBe(language);
    expect(subject).toMatch(/^REQ-2026-000001 – [^{}]+$/u);
    expect(text).not.toMatch(/[{}]|email\.|\n\n\n/);
    expect(text).toContain('https://console.example/imi/cases/REQ-2026-000001');
  });
});

test('a subject is one line, whatever the number of the case may hold', () => {
  const odd = { template: 'request.arrived', caseNumber: 'REQ-1\r\nBcc: all@example.org' };
  expect(() => mailWords(odd, { ...READER, languages: ['en'] }, stationery)).toThrow('one line');
});

describe('of the case', () => {
  const area = areaOf(compileAreas('schemas/areas'));
  const { authorities } = directoryWith();
  const { setsOff }: { setsOff(event: Recorded, now: CaseState): readonly Effect[] } = request;

  test('nothing that anybody wrote comes into an e-mail, in whatever order things happen', () => {
    let [compared, words] = [0, 0];
    fc.assert(
      fc.property(life, (one) => {
        const moves = play(area, one);
        const written = [...new Set(moves.flatMap(({ after }) => after.events.flatMap(textsIn)))];
        words += written.length;
        for (const { after } of moves)
          for (const effect of after.events.flatMap((event) => setsOff(event, after.state))) {
            if (effect.do !== 'write') continue;
            const reader = authorities.get(effect.to.authority);
            if (reader === undefined) throw new TypeError('it is in the directory');
            const mail = { template: effect.template, caseNumber: 'REQ-2026-000001' };
            const { subject, text } = mailWords(mail, reader, stationery);
            // By its own title it is greeted; in a draft somebody may have written who that is.
            const own = JSON.stringify([reader.officialName, reader.informalTitle]);
            const strange = written.filter((word) => !own.includes(word));
            expect(strange.filter((word) => `${subject}\n${text}`.includes(word))).toEqual([]);
            compared += 1;
          }
      }),
      { numRuns: 30 },
    );
    expect(compared).toBeGreaterThan(20);
    expect(words).toBeGreaterThan(100);
  });
});

/** All texts in what people wrote; codes of a letter or two, such as `en`, stand in every text. */
function textsIn({ content }: Recorded): readonly string[] {
  return leavesOf(content).filter((text) => text.length > 5);
}

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

test('readers are written to at the contact address of their authority, and nobody where there is none', () => {
  expect(addressesOf(directoryWith(), BERLIN)).toEqual(['de-zab@example.org']);
  expect(addressesOf(directoryWith(), 'XX-NONE')).toEqual([]);
});
