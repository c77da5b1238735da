import type { Run } from '../kernel/language.ts';
import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { plain } from '../reports/words.ts';
import type { PartyView } from './shows.ts';

/** An authority that takes part, so far as the reader knows it, under its label among the hub's words. */
export type Side = { readonly label: string; readonly party: Partial<PartyView> };

/** The authorities side by side. */
export function partyBlocks(sides: readonly Side[], phrases: Phrases): readonly Block[] {
  const row = (
    label: string,
    of: (party: Side['party']) => string | undefined,
    missing = phrases.say('label.notStated'),
  ) => {
    const cells = sides.map(({ party }) => cell(of(party), missing, phrases));
    return sides.some(({ party }) => of(party) !== undefined)
      ? [{ label: phrases.say(`label.${label}`), cells }]
      : [];
  };
  const rows = [
    ...row('informalTitle', ({ name }) => name),
    ...row('officialName', ({ officialName }) => officialName),
    ...row('country', ({ country }) => country && phrases.country(country)),
    ...row('authorityNumber', ({ authority }) => authority),
    // That of the other side is its own matter: there may well be one.
    ...row(
      'coordinator',
      ({ coordinator, coordinatorName }) => coordinatorName ?? coordinator,
      plain('–', phrases),
    ),
  ];
  return [{ kind: 'comparison', columns: sides.map(({ label }) => phrases.say(label)), rows }];
}

function cell(text: string | undefined, missing: Run, phrases: Phrases): Run {
  return text === undefined ? missing : plain(text, phrases);
}
