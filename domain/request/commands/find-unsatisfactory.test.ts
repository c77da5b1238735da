import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, reader, referee } from '../../testing/cast.ts';
import { stations } from '../../testing/stations.ts';

const { referredToRequestingCoordinator: first, referredToRespondingCoordinator: second } = stations(
  areaOf(compileAreas('schemas/areas')),
);

test('the referee gives reasons, and the responding authority reads them', () => {
  const returned = second.when(referee(BONN), 'request.findUnsatisfactory');
  expect(returned.outcome).toEqual(['request.foundUnsatisfactory']);
  const step = returned.seenBy(reader(BERLIN, 'request handler'))?.history.at(-1);
  expect(step).toMatchObject({ by: BONN, comment: { text: 'We have read both letters.' } });
});

test('a referee gives its opinion once', () => {
  const given = first.after(referee(LISBON), 'request.findUnsatisfactory');
  expect(given.when(referee(LISBON), 'request.findUnsatisfactory').outcome).toEqual(['NOT_ALLOWED /type']);
  expect(given.when(handler(BERLIN), 'request.findUnsatisfactory').outcome).toEqual(['NOT_ALLOWED /type']);
});
