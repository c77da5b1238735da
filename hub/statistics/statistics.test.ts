import { expect, test } from 'vitest';
import type { Scoreboard } from '../../schemas/scoreboard.ts';
import type { Counts } from '../ports/statistics.ts';
import { openStage } from '../testing/stage.ts';
import { statisticsOf, type StatisticsLine } from './statistics.ts';

const SCOREBOARD: Scoreboard = {
  acceptedWithinDays: 7,
  bands: {
    acceptedInTime: { green: { from: 80 }, yellow: { from: 60 } },
    averageDaysToAnswer: { green: { below: 16 }, yellow: { upTo: 25 } },
    answeredInTime: { green: { from: 80 }, yellow: { from: 60 } },
    negativeRatings: { green: { below: 5 }, yellow: { below: 15 } },
  },
};
const COUNTS: Counts = {
  key: 'EL', sent: 0, received: 9, accepted: 8, toAccept: 8, acceptedInTime: 6, answered: 7, daysToAnswer: 70,
  toAnswer: 6, answeredInTime: 3, ratings: 10, rated: 5, negativeRatings: 1,
}; // prettier-ignore
const FIGURES = {
  acceptedInTime: { value: 75, colour: 'yellow' },
  averageDaysToAnswer: { value: 10, colour: 'green' },
  answeredInTime: { value: 50, colour: 'red' },
  negativeRatings: { value: 10, colour: 'yellow' },
} as const;

async function lineOf(counts: Partial<Counts>, by: 'country' | 'authority' = 'country') {
  const { hub } = openStage();
  const store = { ...hub.store, counts: () => Promise.resolve([{ ...COUNTS, ...counts }]) };
  const wanted = { workflow: 'request', from: '2026-11-01', to: '2026-11-30', by, readers: [] };
  const [line] = await statisticsOf({ ...hub, store }, wanted, { scoreboard: SCOREBOARD, timeZone: 'Europe/Brussels' });
  return line;
} // prettier-ignore

test('figures are told, each of the cases that it is reckoned from, with their colours', async () => {
  const { key, sent, received, accepted, answered, ratings } = COUNTS;
  expect(await lineOf({})).toEqual({ key, sent, received, accepted, answered, ratings, ...FIGURES });
});

test.each<[keyof StatisticsLine, Partial<Counts>]>([
  ['acceptedInTime', { toAccept: 4, acceptedInTime: 4 }],
  ['averageDaysToAnswer', { answered: 1, daysToAnswer: 12 }],
  ['answeredInTime', { toAnswer: 4, answeredInTime: 3 }],
  // Four cases have eight ratings.
  ['negativeRatings', { ratings: 8, rated: 4 }],
])('of few cases %s would tell of the single one, and is not told', async (figure, counts) => {
  const { [figure]: _, ...others } = FIGURES as Partial<StatisticsLine>;
  const line = await lineOf(counts);
  expect(line).toMatchObject(others);
  expect(line).not.toHaveProperty(figure);
});

test('nothing is told of nothing', async () => {
  const none = { toAccept: 0, answered: 0, toAnswer: 0, ratings: 0, rated: 0 };
  expect(Object.keys((await lineOf(none, 'authority')) ?? {})).toEqual(['key', 'sent', 'received', 'accepted', 'answered', 'ratings']);
}); // prettier-ignore

test('those whose cases they are, or who may look into them, are told of a single one', async () => {
  const single = { received: 1, toAccept: 1, acceptedInTime: 1, answered: 1, daysToAnswer: 12, toAnswer: 1, answeredInTime: 1, ratings: 2, rated: 1 };
  expect(await lineOf(single, 'authority')).toMatchObject({
    acceptedInTime: { value: 100 }, averageDaysToAnswer: { value: 12 }, answeredInTime: { value: 100 }, negativeRatings: { value: 50 },
  });
}); // prettier-ignore
