import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, textIn, type Language, type Texts } from '../domain/kernel/language.ts';
import type { Phrases } from '../domain/reports/phrases.ts';

/** The hub's own texts, by key. */
export type PhraseBook = (language: Language) => Phrases;

/** Reads `<folder>/<language>.json` for each language there is; a missing translation falls back visibly, never silently. */
export function readPhrases(folder: string, timeZone: string): PhraseBook {
  const texts = new Map<string, Texts>();
  for (const language of LANGUAGES.filter((code) => readdirSync(folder).includes(`${code}.json`))) {
    const file: unknown = JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));
    for (const [key, text] of textsOf(file)) texts.set(key, { ...texts.get(key), [language]: text });
  }
  return (language) => phrasesIn(language, texts, timeZone);
}

function textsOf(file: unknown): readonly (readonly [string, string])[] {
  if (typeof file !== 'object' || file === null) return [];
  return Object.entries(file).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key, text] as const] : [],
  );
}

function phrasesIn(language: Language, texts: ReadonlyMap<string, Texts>, timeZone: string): Phrases {
  const locale = localeOf(language);
  const instants = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
    timeZone,
  });
  const offset = offsetsOf(timeZone);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const decimals = { maximumFractionDigits: 1 } as const;
  const bytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
  const larger = (['kilobyte', 'megabyte', 'gigabyte'] as const).map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, ...decimals }),
  );
  return {
    language,
    say(key, facts = {}) {
      const run = textIn(texts.get(key) ?? {}, language, key);
      return { ...run, text: run.text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole) };
    },
    instant: (at) => `${instants.format(new Date(at))} (${offset(new Date(at))})`,
    day: (date) => days.format(new Date(`${date}T00:00:00Z`)),
    run: (text, code) => ({ text, language: LANGUAGES.find((known) => known === code) ?? language }),
    country: (code) => countries.of(ISO_COUNTRY.get(code) ?? code) ?? code,
    languageName: (code) => asInSentence(languages.of(code) ?? code, language),
    ownName: (code) => new Intl.DisplayNames(localeOf(code), { type: 'language' }).of(code) ?? code,
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' }).format(
        Number(amount),
      ),
    // Number and unit stay on one line.
    size(count) {
      const power = count < 1_000_000 ? 1 : count < 1_000_000_000 ? 2 : 3;
      const text = count < 1000 ? bytes.format(count) : larger[power - 1]?.format(count / 1000 ** power);
      return (text ?? '').replaceAll(' ', '\u00a0');
    },
  };
}

/**
 * The zone of an instant, written alike in every language (UTC+1): the names that locales have for one zone are of many
 * kinds ("MEZ", "CET", "Гринуич+1"), and a record that two countries hold side by side needs one.
 */
function offsetsOf(timeZone: string): (at: Date) => string {
  const zones = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' });
  return (at) => {
    const name = zones.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    return name.replace('GMT', 'UTC');
  };
}

/** Within a sentence Greek writes names of languages small; its locale data has them as at the beginning of a list. */
function asInSentence(name: string, language: Language): string {
  return language === 'el' ? name.toLocaleLowerCase('el') : name;
}

/** As the Union writes English and Portuguese; Node's locale data knows Norwegian by its written form. */
const LOCALES = new Map([
  ['en', 'en-GB'],
  ['pt', 'pt-PT'],
  ['no', 'nb'],
]);

function localeOf(language: string): string {
  return LOCALES.get(language) ?? language;
}

/** The Union's own codes of two countries (Interinstitutional Style Guide, annex A5). */
const ISO_COUNTRY = new Map([
  ['EL', 'GR'],
  ['UK', 'GB'],
]);
