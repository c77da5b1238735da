import Type, { type Static } from 'typebox';
import { code, date, oneOf } from '../../domain/kernel/says.ts';
import { defined } from '../../domain/kernel/optional.ts';
import { statisticsOf } from '../../hub/statistics/statistics.ts';
import { GROUPINGS } from '../../hub/ports/statistics.ts';
import { COLOURS } from '../../schemas/scoreboard.ts';
import type { GatewayPlugin } from '../deps.ts';
import { systemOf } from '../plugins/identity.ts';
import { sendProblem } from '../problems.ts';

const Wanted = Type.Object({
  workflow: Type.Optional(
    Type.String({
      ...code(60),
      description: 'Of which workflow; where none is said, of the first that is counted.',
    }),
  ),
  from: date('First day on which the cases counted were sent to the other Member State.'),
  to: date('Last one of these days, at most ten years later.'),
  by: Type.Optional(
    oneOf(
      GROUPINGS,
      'How they are told apart, by country where nothing is said. By authority: yours, and those whose cases you may look into.',
    ),
  ),
  area: Type.Optional(
    Type.Array(code(60), { maxItems: 40, description: 'Of any of these legislative areas.' }),
  ),
});

const Figure = (description: string) =>
  Type.Optional(
    Type.Object(
      {
        value: Type.Number({ description: 'To one decimal.' }),
        colour: oneOf(COLOURS),
      },
      { description },
    ),
  );
const Line = Type.Object({
  key: Type.String({ description: 'Member State, area, month or authority.' }),
  sent: Type.Integer({ description: 'Cases that it has sent; all others are of those that it was asked.' }),
  received: Type.Integer(),
  accepted: Type.Integer(),
  answered: Type.Integer({ description: 'With a whole answer.' }),
  ratings: Type.Integer({ description: 'Judgements of those who have asked, on timeliness and effort.' }),
  acceptedInTime: Figure('Percentage accepted within the days of the scoreboard, of those accepted or due.'),
  averageDaysToAnswer: Figure('From sending to the first whole answer.'),
  answeredInTime: Figure('Percentage answered by the agreed day, of those answered or due that had one.'),
  negativeRatings: Figure('Percentage of the judgements that were negative.'),
});
const Statistics = Type.Object({
  lines: Type.Array(Line, {
    description: 'By country, area and month a percentage or an average of fewer than five cases is absent.',
  }),
});

const MOST_YEARS = 10;

/** Counts, times and ratings, with the bands of the scoreboard. */
export const statisticsRoutes: GatewayPlugin = (app, { hub, counting }, done) => {
  const counted =
    [...hub.catalogue.workflows.values()].find(({ measured }) => measured !== undefined)?.name ?? '';
  app.get('/statistics', {
    schema: {
      operationId: 'readStatistics',
      summary: 'Count cases and how fast they were dealt with.',
      tags: ['statistics'],
      querystring: Wanted,
      response: { 200: Statistics },
    },
    handler: async (request, reply) => {
      const { workflow = counted, from, to, by = 'country', area } = request.query;
      const problem = problemOf(request.query);
      if (problem !== undefined) return sendProblem(reply, { code: 'REQUEST_INVALID', facts: { problem } });
      const { authorities: readers } = systemOf(request);
      const wanted = { workflow, from, to, by, readers, ...defined('areas', area) };
      return { lines: [...(await statisticsOf(hub, wanted, counting))] };
    },
  });
  done();
};

function problemOf({ from, to }: Static<typeof Wanted>): string | undefined {
  if (to < from) return 'to lies before from';
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > MOST_YEARS
    ? 'from and to lie too far apart'
    : undefined;
}
