import type { Run } from '../kernel/language.ts';
import type { Fact, MarkedText } from './model.ts';
import type { Phrases } from './phrases.ts';

/** What pages are written with: labels from the hub, values as they were given. */

/** A text with the code of the language that it is in. */
type Words = { readonly text: string; readonly language: string };

export function plain(text: string, phrases: Phrases): Run {
  return { text, language: phrases.language };
}

export function runOf({ text, language }: Words, phrases: Phrases): Run {
  return phrases.run(text, language);
}

export function suffixed(run: Run, suffix: string): Run {
  return { ...run, text: `${run.text}${suffix}` };
}

/** Nothing where there is no value. */
export function fact(phrases: Phrases, key: string, value: Run | string | undefined): readonly Fact[] {
  if (value === undefined) return [];
  const label = phrases.say(`label.${key}`);
  return [{ label, value: typeof value === 'string' ? plain(value, phrases) : value }];
}

export function marked(said: Words | undefined, phrases: Phrases): readonly MarkedText[] {
  return said === undefined ? [] : [{ text: runOf(said, phrases), languageMark: mark(said, phrases) }];
}

/** "in German"; where the hub has no words for it in the reader's language, what that calls the language. */
export function mark({ language }: Pick<Words, 'language'>, phrases: Phrases): Run {
  const name = phrases.languageName(language);
  const inWords = phrases.say('label.languageMark', { language: name });
  return inWords.language === phrases.language ? inWords : plain(name, phrases);
}
