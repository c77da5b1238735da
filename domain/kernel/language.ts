/** The languages of the hub: the 24 official languages of the Union, Icelandic and Norwegian (BCP 47; `no` as the code lists write it). */
export const LANGUAGES = [
  'bg', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'fi', 'fr', 'ga', 'hr', 'hu',
  'is', 'it', 'lt', 'lv', 'mt', 'nl', 'no', 'pl', 'pt', 'ro', 'sk', 'sl', 'sv',
] as const; // prettier-ignore

export type Language = (typeof LANGUAGES)[number];

/** Whether the hub knows such a language. */
export function isLanguage(code: string): code is Language {
  return LANGUAGES.some((known) => known === code);
}

/** A text in those languages into which it has been translated. */
export type Texts = Readonly<Partial<Record<Language, string>>>;

/** A text together with the language it really is in, which is another than the wanted one when a translation is missing. */
export type Run = { readonly text: string; readonly language: Language };

/** The language that stands in where a translation is missing. */
export const FALLBACK_LANGUAGE: Language = 'en';

/** The text in the wanted language; else in English, else in whatever there is; `missing` is shown where there is none. */
export function textIn(texts: Texts, wanted: Language, missing: string): Run {
  for (const language of [wanted, FALLBACK_LANGUAGE, ...LANGUAGES]) {
    const text = texts[language];
    if (text !== undefined) return { text, language };
  }
  return { text: missing, language: FALLBACK_LANGUAGE };
}
