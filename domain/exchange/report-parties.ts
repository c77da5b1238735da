import type { Run } from '../kernel/language.ts';
import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { plain } from '../reports/words.ts';
import type { PartyView } from './shows.ts';

/** An authority that takes part, so far as the reader knows it, under its label among the hub's words. */
export type Side = { readonly label: string; readonly party: Partial<PartyView> };

/** The authorities side by side. */
export function partyBlocks(sides: readonly Side[], phrases: Phrases): readonly Block[] {
  const row = (label: string, of: (party: Side['party']) => string | undefined) => {
    const cells = sides.map(({ party }) => cell(of(party), phrases));
    return sides.some(({ party }) => of(party) !== undefined)
      ? [{ label: phrases.say(`label.${label}`), cells }]
      : [];
  };
  const rows = [
    ...row('informalTitle', ({ name }) => name),
    ...row('officialName', ({ officialName }) => officialName),
    ...row('country', ({ country }) => country && phrases.country(country)),
    ...row('authorityNumber', ({ authority }) => authority),
    ...row('coordinator', ({ coordinator, coordinatorName }) => coordinatorName ?? coordinator),
  ];
  return [{ kind: 'comparison', columns: sides.map(({ label }) => phrases.say(label)), rows }];
}

function cell(text: string | undefined, phrases: Phrases): Run {
  return text === undefined ? phrases.say('label.notStated') : plain(text, phrases);
}
