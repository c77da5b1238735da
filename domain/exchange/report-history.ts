import type { Run } from '../kernel/language.ts';
import { HUB } from '../kernel/message.ts';
import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { plain, suffixed } from '../reports/words.ts';
import { keyOf } from './asked.ts';
import type { PartyView, StepView } from './shows.ts';

/** Those whose names the reader sees anyway. */
type Parties = readonly (PartyView | undefined)[];

export function historyBlocks(
  history: readonly StepView[],
  parties: Parties,
  phrases: Phrases,
): readonly Block[] {
  if (history.length === 0) return [{ kind: 'note', text: phrases.say('report.noHistory') }];
  const entries = history.map((step) => ({
    at: phrases.instant(step.at),
    what: passedOn(step, phrases),
    who: author(step, parties, phrases),
  }));
  return [{ kind: 'timeline', entries }];
}

/** What happened, to which questions, and to whom the case went by it. */
function passedOn({ event, toName, questions = [] }: StepView, phrases: Phrases): Run {
  const what = phrases.say(`event.${event}`);
  const named = questions.length === 0 ? what : suffixed(what, ` (${questions.map(keyOf).join(', ')})`);
  return toName === undefined
    ? named
    : phrases.say('report.passedOn', { event: named.text, authority: toName });
}

/** The authority that acted, by name; the hub where it was the clock. */
export function author({ by, byName }: StepView, parties: Parties, phrases: Phrases): Run {
  if (by === HUB) return phrases.say('role.hub');
  const party = parties.find((one) => one?.authority === by);
  return by === undefined ? phrases.say('label.notStated') : plain(byName ?? party?.name ?? by, phrases);
}
