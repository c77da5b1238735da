import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { CALENDAR } from '../../testing/calendar.ts';
import { BERLIN, BONN, directoryWith, handler, LISBON, PORTO, reader, referee } from '../../testing/cast.ts';
import { request } from '../index.ts';
import { stations } from '../../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
const { referredToRequestingCoordinator: first, referredToRespondingCoordinator: second } = stations(area);

test.each([
  ['requesting', first, LISBON],
  ['responding', second, BONN],
])('the %s coordinator closes the request with its opinion, which both sides read', (_, story, coordinator) => {
  const closed = story.when(referee(coordinator), 'request.findSatisfactory');
  expect(closed.outcome).toEqual(['request.foundSatisfactory']);
  expect(closed.state.status).toBe('closed');
  for (const authority of [PORTO, BERLIN]) {
    const step = closed.seenBy(reader(authority, 'request handler'))?.history.at(-1);
    expect(step?.comment?.text).toBe('We have read both letters.');
  }
}); // prettier-ignore

test.each([
  { story: first, coordinator: LISBON, authority: PORTO },
  { story: second, coordinator: BONN, authority: BERLIN },
])('for the person concerned it is closed by $authority, whose coordinator $coordinator has done it', ({ story, coordinator, authority }) => {
  const closed = story.after(referee(coordinator), 'request.findSatisfactory');
  const whose = { choice: { kind: 'dataSubject', parts: [] }, reader: reader(PORTO, 'request handler') };
  const shown = request.reports.view(closed.begun(), whose, { area, directory: directoryWith(), calendar: CALENDAR });
  expect(shown?.history.at(-1)).toMatchObject({ event: 'request.closed', by: authority });
}); // prettier-ignore

test('a coordinator gives its opinion when it is asked, not before and not for the other one', () => {
  expect(first.when(referee(BONN), 'request.findSatisfactory').outcome).toEqual(['NOT_ALLOWED /type']);
  expect(second.when(referee(LISBON), 'request.findSatisfactory').outcome).toEqual(['NOT_ALLOWED /type']);
  expect(first.when(handler(LISBON), 'request.findSatisfactory').outcome).toEqual(['NOT_ALLOWED /type']);
  expect(first.when(handler(PORTO), 'request.findSatisfactory').outcome).toEqual(['NOT_ALLOWED /type']);
});
