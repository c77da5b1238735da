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

/** What a scoreboard file says, or what is wrong with it: each problem with its place (RFC 6901) and a sentence. */
export function readScoreboardFile(value: unknown): Scoreboard | { readonly problems: readonly string[] } {
  if (!Value.Check(File, value))
    return { problems: explain(SHAPE, value).map(({ path, problem }) => `${path}: ${problem}`) };
  const problems = Object.entries(value.bands).flatMap(([name, { green, yellow }]) =>
    isWithin(green, yellow)
      ? []
      : [`/bands/${name}: what is green has to lie within what is yellow or better`],
  );
  return problems.length > 0 ? { problems } : value;
}

export function colourOf({ bands }: Pick<Scoreboard, 'bands'>, name: Figure, figure: number): Colour {
  const { green, yellow } = bands[name];
  if (holds(green, figure)) return 'green';
  return holds(yellow, figure) ? 'yellow' : 'red';
}

function holds(limit: Limit, figure: number): boolean {
  if (limit.from !== undefined) return figure >= limit.from;
  return limit.below === undefined ? figure <= limit.upTo : figure < limit.below;
}

function isWithin(green: Limit, yellow: Limit): boolean {
  if (green.from !== undefined) return yellow.from !== undefined && green.from > yellow.from;
  return yellow.from === undefined && endOf(green) < endOf(yellow);
}

function endOf(limit: Exclude<Limit, { from: number }>): number {
  return limit.below === undefined ? limit.upTo : limit.below;
}
