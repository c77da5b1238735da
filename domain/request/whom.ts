import type { Area } from '../area/area.ts';
import type { RoutingReason } from '../directory/route.ts';
import { textIn, type Language } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import type { RequestView } from './shows.ts';
import type { DraftRequest } from './state.ts';

/** What an authority that a draft does not name is to be competent for. */
export function sought(
  criteria: DraftRequest['sought'],
  area: Area,
  language: Language,
): RequestView['sought'] {
  if (criteria === undefined) return undefined;
  const { country, keywords = [], region, economicActivities = [] } = criteria;
  return {
    ...defined('country', country),
    keywords: keywords.map((keyword) => ({
      keyword,
      title: textIn(area.keywords.get(keyword) ?? {}, language, keyword),
    })),
    ...defined('region', region),
    economicActivities,
  };
}

/** Codes for machines; for people the keywords also in words. */
export function routing(
  { code, facts }: RoutingReason,
  area: Area,
  language: Language,
): RequestView['routing'][number] {
  const given = Object.entries(facts).map(([name, value]) => ({ name, value }));
  if (facts['keywords'] === undefined) return { code, facts: given };
  const words = facts['keywords']
    .split(' ')
    .map((keyword) => textIn(area.keywords.get(keyword) ?? {}, language, keyword).text);
  return { code, facts: [...given, { name: 'keywordTitles', value: words.join(', ') }] };
}
