import type { Run } from '../kernel/language.ts';
import type { Fact, MarkedText } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import type { Comment } from '../exchange/content.ts';
import { ENDED } from './state.ts';

type Words = { readonly text: string; readonly language: string };

/** What the pages of a request are written with: labels from the hub, values as they were given. */

/** Statuses after which nothing more comes. */
export const ENDS: ReadonlySet<string> = new Set(ENDED);

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

export function marked(comment: Comment | undefined, phrases: Phrases): readonly MarkedText[] {
  return comment === undefined
    ? []
    : [{ text: runOf(comment, phrases), languageMark: mark(comment, phrases) }];
}

/** "in German"; where the hub has no words for it in the reader's language, what that calls the language. */
export function mark({ language }: Comment, phrases: Phrases): Run {
  const name = phrases.languageName(language);
  const inWords = phrases.say('label.languageMark', { language: name });
  return inWords.language === phrases.language ? inWords : plain(name, phrases);
}
