import type { Language, Run } from '../kernel/language.ts';

/** The hub's own words and the reader's way of writing dates and names; handed in, because the rules know no locale. */
export type Phrases = {
  readonly language: Language;
  /** The text of a key of `schemas/texts`, its parameters filled in. */
  say(key: string, facts?: Readonly<Record<string, string>>): Run;
  /** An RFC 3339 instant as people read it, with its time zone. */
  instant(at: string): string;
  /** An RFC 3339 full-date as people read it. */
  day(date: string): string;
  /** A text in a language given by its code; one that the hub does not know counts as the reader's. */
  run(text: string, language: string): Run;
  country(code: string): string;
  languageName(code: string): string;
  /** What a language calls itself. */
  ownName(code: string): string;
  /** An amount of money with its currency's code (ISO 4217). */
  money(amount: string, currency: string): string;
  /** A size in bytes as people read it. */
  size(bytes: number): string;
};
