import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { colourOf, readScoreboard, type Figure } from './scoreboard.ts';

const PATH = 'schemas/scoreboard.json';
const scoreboard = readScoreboard(PATH);

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

test.each([
  ['a band is missing', { acceptedWithinDays: 7, bands: {} }, '/bands'],
  ['a limit is none', changed({ green: { from: '80' }, yellow: { from: 60 } }), '/bands/acceptedInTime/green'],
  ['a limit is two', changed({ green: { from: 80, below: 9 }, yellow: { from: 60 } }), '/bands/acceptedInTime/green'],
  ['they are the wrong way round', changed({ green: { from: 60 }, yellow: { from: 80 } }), 'acceptedInTime: what is green'],
  ['they look in two directions', changed({ green: { from: 80 }, yellow: { below: 60 } }), 'acceptedInTime: what is green'],
])('a file in which %s ends the start, with the place', (_, file, place) => {
  const path = join(mkdtempSync(join(tmpdir(), 'scoreboard-')), 'scoreboard.json');
  writeFileSync(path, JSON.stringify(file));
  expect(() => readScoreboard(path)).toThrow(place);
}); // prettier-ignore

function changed(band: object): object {
  return { ...scoreboard, bands: { ...scoreboard.bands, acceptedInTime: band } };
}
