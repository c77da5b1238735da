import { readFileSync } from 'node:fs';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { choice, integer, record } from '../domain/kernel/says.ts';
import { explain } from './message/explain.ts';
import { shapeOf } from './message/shape.ts';

const NUMBER = integer({ min: 0, max: 1000 });
const Limit = choice({ from: NUMBER, below: NUMBER, upTo: NUMBER }, 'Percentages, or days.');
type Limit = Static<typeof Limit>;

/** From where a figure is green, and from where at least yellow; else it is red. */
const Band = record({ green: Limit, yellow: Limit });

const File = record(
  {
    acceptedWithinDays: integer({ min: 1, max: 365 }),
    bands: record({
      acceptedInTime: Band,
      averageDaysToAnswer: Band,
      answeredInTime: Band,
      negativeRatings: Band,
    }),
  },
  'The bands of the single market scoreboard for requests.',
);
export type Scoreboard = Static<typeof File>;
export type Figure = keyof Scoreboard['bands'];

export const COLOURS = ['green', 'yellow', 'red'] as const;
export type Colour = (typeof COLOURS)[number];

const SHAPE = shapeOf(File);

/** What such a file says; throws where it says anything else, with each place (RFC 6901) and a sentence. */
export function readScoreboard(path: string): Scoreboard {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!Value.Check(File, value)) {
    const problems = explain(SHAPE, value).map(({ path: place, problem }) => `${place}: ${problem}`);
    throw new TypeError(`${path}: ${problems.join('; ')}`);
  }
  for (const [name, { green, yellow }] of Object.entries(value.bands))
    if (!isWithin(green, yellow))
      throw new TypeError(
        `${path}: /bands/${name}: what is green has to lie within what is yellow or better`,
      );
  return value;
}

export function colourOf({ bands }: Pick<Scoreboard, 'bands'>, name: Figure, figure: number): Colour {
  const { green, yellow } = bands[name];
  if (holds(green, figure)) return 'green';
  return holds(yellow, figure) ? 'yellow' : 'red';
}

function holds(limit: Limit, figure: number): boolean {
  if ('from' in limit) return figure >= (limit.from ?? 0);
  return 'below' in limit ? figure < (limit.below ?? 0) : figure <= (limit.upTo ?? 0);
}

function isWithin(green: Limit, yellow: Limit): boolean {
  const [inner = 0] = Object.values(green);
  const [outer = 0] = Object.values(yellow);
  return 'from' in green ? 'from' in yellow && inner > outer : !('from' in yellow) && inner < outer;
}
