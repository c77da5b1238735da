import { colourOf, type Colour, type Figure, type Scoreboard } from '../../schemas/scoreboard.ts';
import { daysLater } from '../../domain/kernel/calendar.ts';
import type { Hub } from '../hub.ts';
import type { Counts, CountsWanted, Grouping } from '../ports/statistics.ts';

/** What is asked for: of cases sent from one day to another, both included, by the days of the hub. */
export type StatisticsWanted = {
  readonly workflow: string;
  readonly from: string;
  readonly to: string;
  readonly by: Grouping;
  readonly areas?: readonly string[];
};

/** By which bands figures are judged, and by which time zone (IANA) months are reckoned. */
export type Counting = { readonly scoreboard: Scoreboard; readonly timeZone: string };

/** A share or an average, with its colour on the scoreboard; nothing where there is nothing, or too little, to reckon it from. */
export type Rated = { readonly value: number; readonly colour: Colour };

export type StatisticsLine = Pick<Counts, 'key' | 'sent' | 'received' | 'accepted' | 'answered' | 'ratings'> &
  Readonly<Partial<Record<Figure, Rated>>>;

/**
 * Counts and times of cases, with the bands of the scoreboard (features E17). By country, area and month they are of all authorities
 * together, and so nobody's secret; by authority of those alone whose cases the reader may look into.
 */
export async function statisticsOf(
  hub: Hub,
  { readers, ...wanted }: StatisticsWanted & { readonly readers: readonly string[] },
  { scoreboard, timeZone }: Counting,
): Promise<readonly StatisticsLine[]> {
  const { calendar, clock, store } = hub;
  const { from, to, ...rest } = wanted;
  const at = clock.now();
  const today = calendar.dayOf(at);
  // Nothing has been sent on a day to come, and the last one that can be written has none after it.
  const last = to < today ? to : today;
  const asked: CountsWanted = {
    ...rest,
    from: calendar.momentOf(from, '00:00'),
    before: calendar.momentOf(daysLater(last, 1), '00:00'),
    at,
    today,
    daysToAccept: scoreboard.acceptedWithinDays,
    timeZone,
    ...(wanted.by === 'authority'
      ? { authorities: readers, overseen: overseenBy(hub, wanted.workflow, readers) }
      : {}),
  };
  return (await store.counts(asked)).map((counts) =>
    lineOf(counts, scoreboard, wanted.by === 'authority' ? 1 : FEWEST),
  );
}

/** Those whose cases of an area they may look into. */
function overseenBy(
  { catalogue, directory }: Hub,
  workflow: string,
  readers: readonly string[],
): readonly string[] {
  const watches = catalogue.workflows.get(workflow)?.watches;
  const others = readers.flatMap((reader) => watches?.(reader, directory.current()) ?? []);
  return [...new Set(others.map(({ authority, area }) => `${authority}/${area}`))];
}

/** Of fewer cases a share or an average would tell of the single one, unless they are the reader's own or those that it oversees. */
const FEWEST = 5;

/** A sum, over how much of what, and in how many cases. */
type Reckoned = { readonly sum: number; readonly of: number; readonly cases?: number };

/** Each figure is reckoned from cases of its own, which may be few among many that were received. */
function lineOf(counts: Counts, scoreboard: Scoreboard, fewest: number): StatisticsLine {
  const { key, sent, received, accepted, answered, ratings } = counts;
  const rated = (name: Figure, { sum, of, cases = of }: Reckoned): Rated | undefined => {
    if (cases < fewest) return undefined;
    // As it is told, so it is judged.
    const value = Math.round((10 * sum) / of) / 10;
    return { value, colour: colourOf(scoreboard, name, value) };
  };
  const { acceptedInTime, toAccept, answeredInTime, toAnswer, daysToAnswer, negativeRatings } = counts;
  const figures: Readonly<Record<Figure, Rated | undefined>> = {
    acceptedInTime: rated('acceptedInTime', { sum: 100 * acceptedInTime, of: toAccept }),
    averageDaysToAnswer: rated('averageDaysToAnswer', { sum: daysToAnswer, of: answered }),
    answeredInTime: rated('answeredInTime', { sum: 100 * answeredInTime, of: toAnswer }),
    negativeRatings: rated('negativeRatings', {
      sum: 100 * negativeRatings,
      of: ratings,
      cases: counts.rated,
    }),
  };
  const known = Object.entries(figures).filter(([, figure]) => figure !== undefined);
  return { key, sent, received, accepted, answered, ratings, ...Object.fromEntries(known) };
}
