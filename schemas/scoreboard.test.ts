import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { colourOf, readScoreboardFile, type Figure, type Scoreboard } from './scoreboard.ts';

const scoreboard = published();

function published(): Scoreboard {
  const read = readScoreboardFile(JSON.parse(readFileSync('schemas/scoreboard.json', 'utf8')));
  if ('problems' in read) throw new TypeError(read.problems.join());
  return read;
}

test.each<[Figure, number, string]>([
  ['acceptedInTime', 80, 'green'],
  ['acceptedInTime', 79.9, 'yellow'],
  ['acceptedInTime', 60, 'yellow'],
  ['acceptedInTime', 59.9, 'red'],
  ['averageDaysToAnswer', 15.9, 'green'],
  ['averageDaysToAnswer', 16, 'yellow'],
  ['averageDaysToAnswer', 25, 'yellow'],
  ['averageDaysToAnswer', 25.1, 'red'],
  ['answeredInTime', 80, 'green'],
  ['answeredInTime', 60, 'yellow'],
  ['negativeRatings', 4.9, 'green'],
  ['negativeRatings', 5, 'yellow'],
  ['negativeRatings', 14.9, 'yellow'],
  ['negativeRatings', 15, 'red'],
])('%s of %d is %s', (name, figure, colour) => {
  expect(colourOf(scoreboard, name, figure)).toBe(colour);
});

test.each<[string, object, readonly string[]]>([
  ['bands are missing', { acceptedWithinDays: 7, bands: {} }, ['/bands/acceptedInTime: ', '/bands/averageDaysToAnswer: ', '/bands/answeredInTime: ', '/bands/negativeRatings: ']],
  ['a limit is none', changed({ green: { from: '80' }, yellow: { from: 60 } }), ['/bands/acceptedInTime/green']],
  ['a limit is two', changed({ green: { from: 80, below: 9 }, yellow: { from: 60 } }), ['/bands/acceptedInTime/green']],
  ['they are the wrong way round', changed({ green: { from: 60 }, yellow: { from: 80 } }), ['/bands/acceptedInTime: what is green']],
  ['they are the wrong way round downwards', changed({ green: { upTo: 9 }, yellow: { below: 5 } }), ['/bands/acceptedInTime: what is green']],
  ['they look in two directions', changed({ green: { from: 80 }, yellow: { below: 60 } }), ['/bands/acceptedInTime: what is green']],
  ['they look in two directions, otherwise', changed({ green: { below: 60 }, yellow: { from: 80 } }), ['/bands/acceptedInTime: what is green']],
])('of a file in which %s each place is told', (_, file, places) => {
  const read = readScoreboardFile(file);
  const problems = 'problems' in read ? read.problems : [];
  expect(problems).toEqual(places.map((place) => expect.stringContaining(place)));
}); // prettier-ignore

function changed(band: object): object {
  return { ...scoreboard, bands: { ...scoreboard.bands, acceptedInTime: band } };
}
