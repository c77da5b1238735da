import type { Language, Run } from '../../domain/kernel/language.ts';

/** Texts of samples, each with its language. */
export function run(language: Language, text: string): Run {
  return { language, text };
}

export function de(text: string): Run {
  return { language: 'de', text };
}
