import type { Directory } from '../directory/directory.ts';
import { defined } from '../kernel/optional.ts';
import { textIn, type Language } from '../kernel/language.ts';
import type { PartyView } from './shows.ts';

/** What the authority is called in the language; nothing when the directory does not know it. */
export function nameOf(id: string, { authorities }: Directory, language: Language): string | undefined {
  const authority = authorities.get(id);
  return authority && textIn(authority.informalTitle, language, authority.officialName).text;
}

/** An authority that takes part, with its names; its coordinator is a matter of its own Member State. */
export function party(
  { authority, coordinator }: { readonly authority: string; readonly coordinator?: string },
  { directory }: { readonly directory: Directory },
  how: { readonly language: Language; readonly withCoordinator: boolean },
): PartyView {
  const registered = directory.authorities.get(authority);
  const shown = how.withCoordinator ? coordinator : undefined;
  const coordinatorName = shown === undefined ? undefined : nameOf(shown, directory, how.language);
  return {
    authority,
    name: nameOf(authority, directory, how.language) ?? authority,
    ...defined('officialName', registered?.officialName),
    country: registered?.country ?? authority.slice(0, 2),
    ...defined('coordinator', shown),
    ...defined('coordinatorName', coordinatorName),
  };
}
