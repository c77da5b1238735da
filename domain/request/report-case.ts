import type { Side } from '../exchange/report-parties.ts';
import type { Run } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import type { Block, Fact } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { fact, runOf, suffixed } from '../reports/words.ts';
import type { RequestView } from './shows.ts';
import { isEnd } from './state.ts';

export function caseBlocks(view: RequestView, phrases: Phrases): readonly Block[] {
  const sent = view.history.find(({ event }) => event === 'request.sent')?.at;
  const ended = isEnd(view.status) ? view.history.findLast(isOfExchange)?.at : undefined;
  const instant = (at: string | undefined) => (at === undefined ? undefined : phrases.instant(at));
  const facts = [
    ...fact(phrases, 'area', suffixed(runOf(view.areaTitle, phrases), ` (${view.area})`)),
    ...fact(phrases, 'questionSet', questionSet(view, phrases)),
    ...fact(phrases, 'reference', view.reference),
    ...fact(phrases, 'splitFrom', view.splitFrom),
    ...fact(phrases, 'sentOn', instant(sent)),
    ...deadlines(view, phrases),
    ...fact(phrases, 'waitsUntil', view.waitsUntil && phrases.day(view.waitsUntil)),
    ...fact(phrases, 'informed', view.informed?.map(({ name }) => name).join(' · ')),
    ...fact(phrases, 'closedOn', instant(ended)),
    ...routing(view, phrases),
  ];
  return [{ kind: 'facts', facts }];
}

/** The erasure comes after the end. */
function isOfExchange({ event }: RequestView['history'][number]): boolean {
  return event !== 'content.erased';
}

function questionSet({ questionSet: set }: RequestView, phrases: Phrases): Run {
  if (set === undefined) return phrases.say('label.notStated');
  return suffixed(runOf(set.title, phrases), ` (${set.id} ${set.version})`);
}

/** A deadline counts as agreed once the request has been accepted without another date being proposed. */
function deadlines({ deadline, proposedDeadline, history }: RequestView, phrases: Phrases): readonly Fact[] {
  const day = (date: string | undefined) => (date === undefined ? undefined : phrases.day(date));
  const isAccepted = history.some(({ event }) => event === 'request.accepted');
  const asked = isAccepted && proposedDeadline === undefined ? 'agreedDeadline' : 'deadline';
  return [
    ...fact(phrases, asked, day(deadline)),
    ...fact(phrases, 'proposedDeadline', day(proposedDeadline)),
  ];
}

function routing(view: RequestView, phrases: Phrases): readonly Fact[] {
  const reasons = view.routing.map(({ code, facts: given }): Run => {
    const all = new Map(given.map(({ name, value }) => [name, value]));
    const keywords = all.get('keywordTitles') ?? all.get('keywords') ?? '';
    return phrases.say(`routing.${code}`, { ...Object.fromEntries(all), keywords });
  });
  return together(view.sought === undefined ? reasons : criteria(view.sought, phrases), phrases);
}

/** What a draft says of the authority that it looks for, in the words in which a choice is explained. */
function criteria(
  { keywords, region, economicActivities }: NonNullable<RequestView['sought']>,
  phrases: Phrases,
): readonly Run[] {
  const words = keywords.map(({ title }) => title.text).join(', ');
  return [
    ...(words === '' ? [] : [phrases.say('routing.keywordsMatch', { keywords: words })]),
    ...(region === undefined ? [] : [phrases.say('routing.regionMatch', { region })]),
    ...(economicActivities.length === 0
      ? []
      : [phrases.say('routing.activityMatch', { activities: economicActivities.join(' ') })]),
  ];
}

function together(reasons: readonly Run[], phrases: Phrases): readonly Fact[] {
  const [first] = reasons;
  if (first === undefined) return [];
  return fact(phrases, 'routing', { ...first, text: reasons.map(({ text }) => text).join(' · ') });
}

/** The two authorities, or the one that was chosen. */
export function sidesOf(
  { requesting, responding, sought }: RequestView,
  parts: ReadonlySet<string>,
): readonly Side[] {
  const sides = [
    { part: 'requestingAuthority', party: requesting ?? {} },
    { part: 'respondingAuthority', party: responding ?? defined('country', sought?.country) },
  ];
  return sides
    .filter(({ part }) => parts.has(part))
    .map(({ part, party }) => ({ label: `label.${part}`, party }));
}
