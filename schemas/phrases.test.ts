import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../domain/kernel/language.ts';
import type { Phrases } from '../domain/reports/phrases.ts';
import { REPORT_KINDS } from '../domain/case/report-kinds.ts';
import { REPORT_PARTS } from '../domain/request/report-kinds.ts';
import { reportOf } from '../domain/reports/testing/order.ts';
import { areaOf } from '../domain/testing/areas.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { BERLIN, PORTO } from '../domain/testing/cast.ts';
import { VALUES } from '../domain/testing/values.ts';
import { formOf } from '../domain/values/value.ts';
import { stations } from '../domain/testing/stations.ts';
import { compileAreas } from './area/compile.ts';
import { readPhrases } from './phrases.ts';

const FOLDER = 'schemas/texts';
const book = readPhrases(FOLDER, 'Europe/Brussels');
const texts = readdirSync(FOLDER).map((file) => {
  const language = LANGUAGES.find((code) => file === `${code}.json`) ?? 'en';
  return { language, read: new Map(Object.entries(readObject(`${FOLDER}/${file}`))) };
});
const english = texts.find(({ language }) => language === 'en')?.read ?? new Map<string, unknown>();

describe.each(texts)('the texts in $language', ({ read }) => {
  test('have every key, with the same parameters', () => {
    expect([...read.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of read) expect(parametersOf(text)).toEqual(parametersOf(english.get(key)));
  });

  test('leave none empty', () => {
    for (const text of read.values()) expect(String(text).trim()).not.toBe('');
  });
});

test('every key that a report says is there, whatever its kind and the status of the request', () => {
  const said = new Set<string>();
  const plain = book('en');
  const listening: Phrases = {
    ...plain,
    say(key, facts) {
      said.add(key);
      return plain.say(key, facts);
    },
  };
  const area = areaOf(compileAreas('schemas/areas'));
  const stories = Object.values(stations(area)).flatMap((story) => [story, story.erased()]);
  for (const story of stories) {
    for (const kind of REPORT_KINDS) {
      for (const authority of [PORTO, BERLIN]) {
        const order = {
          kind,
          parts: REPORT_PARTS,
          for: authority,
          isTraining: true,
          publicAddress: 'https://hub',
        };
        reportOf(story, order, { area, phrases: () => listening });
      }
    }
  }
  expect(said.size).toBeGreaterThan(80);
  expect([...said].filter((key) => !english.has(key))).toEqual([]);
});

test.each(WORKFLOWS)(
  'every status of the workflow $name has its words',
  ({ name, commands, ended, initial }) => {
    const reached = commands.flatMap(({ when, leadsTo }) => [
      ...when,
      ...(leadsTo === 'same' ? [] : leadsTo),
    ]);
    const statuses = [...new Set([...reached, ...ended])].filter((status) => status !== initial.status);
    expect(statuses.length).toBeGreaterThan(1);
    expect(statuses.filter((status) => !english.has(`status.${name}.${status}`))).toEqual([]);
  },
);

test('every key written out in the sources is there', () => {
  const sources = ['domain', 'hub', 'signing', 'worker'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|(?:^|\/)(?:testing|support)\//.test(file))
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
  );
  const keys = sources.flatMap((source) =>
    [...source.matchAll(/'((?:report|label|view|role|status|event|routing|email)\.[\w.]+)'/g)].map(
      ([, key = '']) => key,
    ),
  );
  const known = keys.filter((key) => !EVENTS.test(key));
  expect(known.length).toBeGreaterThan(30);
  expect(known.filter((key) => !english.has(key))).toEqual([]);
});

describe.each(WORKFLOWS)('of the e-mails of the workflow $name', ({ writes }) => {
  const templates = Object.keys(writes);

  test.each(texts)('each has its subject and its text in $language', ({ read }) => {
    for (const template of templates) {
      const [subject, text] = ['subject', 'text'].map((part) =>
        String(read.get(`email.${template}.${part}`)),
      );
      expect(subject).toMatch(/^\{number\} – \S[^{}\n]{5,80}$/u);
      expect(text).toMatch(/^[^{}\n]{20,250}\.$/u);
    }
  });

  test('none has words that no workflow declares', () => {
    const written = [...english.keys()].flatMap(
      (key) => /^email\.(.+)\.(?:subject|text)$/.exec(key)?.[1] ?? [],
    );
    const declared = WORKFLOWS.flatMap((workflow) => Object.keys(workflow.writes));
    expect([...new Set(written)].toSorted()).toEqual(declared.toSorted());
  });
});

test('every label of a form is there', () => {
  const parts = Object.values(VALUES).flatMap(({ rule }) => formOf(rule).parts ?? []);
  expect(parts).toHaveLength(11);
  expect(parts.filter(({ label }) => !english.has(label))).toEqual([]);
});

/** Names of commands and events look like keys. */
const EVENTS = /^report\.(order|ordered|issue|issued|extend|extended)$/;

describe.each(LANGUAGES)('in %s', (language) => {
  const phrases = book(language);

  test('dates, countries, languages and sizes are written in its way', () => {
    expect(phrases.day('2026-12-31')).toMatch(/2026/);
    expect(phrases.instant('2026-11-21T10:30:00Z')).toMatch(/2026/);
    expect(phrases.country('EL')).toBe(phrases.country('GR'));
    expect(phrases.country('EL')).not.toBe('EL');
    for (const code of LANGUAGES) expect(phrases.languageName(code)).not.toBe(code);
    expect(phrases.money('1250.50', 'EUR')).toMatch(/1[^0-9]?250[.,]50/);
    expect(phrases.money('1250.50', 'EUR')).toContain('EUR');
    expect(phrases.size(483_211)).toMatch(/^483[.,]2[\u00a0\u202f]/);
    expect(phrases.size(20_971_520)).toMatch(/^21[\u00a0\u202f]/);
    expect(phrases.size(1_073_741_824)).toMatch(/^1[.,]1[\u00a0\u202f]/);
  });

  test('a missing text is said in English and marked as such', () => {
    const isTranslated = texts.some((one) => one.language === language);
    expect(phrases.say('report.title.full').language).toBe(isTranslated ? language : 'en');
  });
});

function parametersOf(text: unknown): readonly string[] {
  return [...new Set(String(text).match(/\{\w+\}/g))].sort();
}

function readObject(path: string): object {
  const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return typeof file === 'object' && file !== null ? file : {};
}

describe('an instant', () => {
  test.each(texts)('is written with 24 hours and the same name of the zone in $language', ({ language }) => {
    const { instant } = book(language);
    expect(instant('2026-11-26T17:37:21Z')).toMatch(/18:37:21.*\(UTC\+1\)$/);
    expect(instant('2026-07-26T17:37:21Z')).toMatch(/19:37:21.*\(UTC\+2\)$/);
    expect(readPhrases(FOLDER, 'UTC')(language).instant('2026-07-26T00:05:00Z')).toMatch(
      /0?0:05:00.*\(UTC\+0\)$/,
    );
  });
});

describe('punctuation', () => {
  test('in French stands after a no-break space', () => {
    for (const text of texts.find(({ language }) => language === 'fr')?.read.values() ?? [])
      expect(String(text)).not.toMatch(/[^\u00a0\u202f][;:?!](?:\s|$)| [;:?!»]|« /u);
  });

  test('of reasons that stand together is no question mark in Greek', () => {
    const area = areaOf(compileAreas('schemas/areas'));
    const order = { kind: 'full', for: PORTO, language: 'el' } as const;
    const made = reportOf(stations(area).accepted, order, { area, phrases: book });
    expect(JSON.stringify(made?.report.sections)).not.toContain('; ');
  });
});

test('a language within a Greek sentence is written small', () => {
  expect(book('el').say('label.languageMark', { language: book('el').languageName('de') }).text).toBe(
    'στα γερμανικά',
  );
});
