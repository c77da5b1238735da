import type { AccessNamed } from '../reports/frame.ts';
import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { plain } from '../reports/words.ts';

/** So many fill some pages; who was shown more is told how many there are. */
const MOST_LISTED = 200;

/** Who has seen personal data of the case, for the person whom they are about: authorities, not the people in them. */
export function accessBlocks(accesses: readonly AccessNamed[], phrases: Phrases): readonly Block[] {
  if (accesses.length === 0) return [{ kind: 'note', text: phrases.say('report.noAccesses') }];
  const listed = accesses.slice(0, MOST_LISTED).toReversed();
  const entries = listed.map(({ at, way, name }) => ({
    at: phrases.instant(at),
    what: phrases.say(`report.access.${way}`),
    who: plain(name, phrases),
  }));
  const left = accesses.length - listed.length;
  const more: readonly Block[] = left === 0 ? [] : [{ kind: 'note', text: phrases.say('report.moreAccesses', { count: String(left) }) }];
  return [...more, { kind: 'timeline', entries }];
} // prettier-ignore
