import { LANGUAGES, type Language } from '../kernel/language.ts';
import { fault, type Fault } from '../kernel/refusals.ts';
import type { Actor, Circumstances } from '../kernel/workflow.ts';
import type { BegunRequest } from './state.ts';

/** Handlers of the two authorities, on the responding side only after acceptance; never viewers, allocators, coordinators. */
function mayHavePersonalData(state: BegunRequest, actor: Actor): boolean {
  if (!actor.roles.includes('request handler')) return false;
  if (actor.authority === state.requesting.authority) return true;
  return actor.authority === state.responding?.authority && state.disclosed;
}

/** Why the actor cannot have what names the person: it is not for it, or it is there no more. */
export function personalDataFaults(state: BegunRequest, actor: Actor, path: string): readonly Fault[] {
  if (!mayHavePersonalData(state, actor)) return [fault('REPORT_KIND_NOT_ALLOWED', path)];
  return state.erasedAt === undefined ? [] : [fault('CONTENT_ERASED', path)];
}

/** The language that is wanted, else that of the system. */
export function wantedLanguage(
  language: string | undefined,
  { actor, directory }: Pick<Circumstances, 'actor' | 'directory'>,
): string {
  return language ?? directory.systemOf.get(actor.authority)?.language ?? 'en';
}

export function languageFaults(language: string): readonly Fault[] {
  return isLanguage(language) ? [] : [fault('LANGUAGE_UNKNOWN', '/data/language')];
}

function isLanguage(code: string): code is Language {
  return LANGUAGES.some((known) => known === code);
}
