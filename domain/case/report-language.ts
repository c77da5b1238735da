import type { Language } from '../kernel/language.ts';
import { byOf } from '../kernel/workflow.ts';
import type { Circumstances } from '../world.ts';

/** The language that is wanted, else that of the system. */
export function wantedLanguage(
  language: Language | undefined,
  { actor, directory }: Pick<Circumstances, 'actor' | 'directory'>,
): string {
  return language ?? directory.systemOf.get(byOf(actor).by)?.language ?? 'en';
}
