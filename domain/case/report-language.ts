import { isLanguage } from '../kernel/language.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import { byOf } from '../kernel/workflow.ts';
import type { Circumstances } from '../world.ts';

/** The language that is wanted, else that of the system. */
export function wantedLanguage(
  language: string | undefined,
  { actor, directory }: Pick<Circumstances, 'actor' | 'directory'>,
): string {
  return language ?? directory.systemOf.get(byOf(actor).by)?.language ?? 'en';
}

export const LANGUAGE_REFUSALS = ['LANGUAGE_UNKNOWN'] as const satisfies readonly RefusalCode[];

export function languageFaults(language: string): readonly Fault[] {
  return isLanguage(language) ? [] : [fault('LANGUAGE_UNKNOWN', '/data/language')];
}
