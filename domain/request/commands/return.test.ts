import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BRAGA, handler, LISBON, PORTO, reader, referee, STRICT } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { aRequest } from '../../testing/papers.ts';

const area = areaOf(compileAreas('schemas/areas'));
const waiting = given({ area, settings: STRICT }).after(handler(PORTO), 'request.send');

test('a request that needs a change goes back with what is to be changed', () => {
  const returned = waiting.when(referee(LISBON), 'request.return');
  expect(returned.outcome).toEqual(['request.returned']);
  expect(returned.told).toEqual([`request.returned > ${PORTO}`]);
  expect(returned.state.status).toBe('requestReturned');
  const step = returned.seenBy(reader(PORTO, 'request handler'))?.history.at(-1);
  expect(step).toMatchObject({ event: 'request.returned', comment: { text: 'Please name the year.' } });
});

test('a request can be returned as often as it is sent again, until it is good', () => {
  const again = waiting
    .after(referee(LISBON), 'request.return')
    .after(handler(PORTO), 'request.send')
    .after(referee(LISBON), 'request.return')
    .after(handler(PORTO), 'request.send');
  expect(again.state).toMatchObject({ status: 'requestAwaitingApproval', version: 5 });
  expect(again.after(referee(LISBON), 'request.approve').state.status).toBe('awaitingAcceptance');
});

test('a returned request waits for its author: the coordinator can neither approve nor return it', () => {
  const returned = waiting.after(referee(LISBON), 'request.return');
  for (const command of ['request.approve', 'request.return'])
    expect(returned.when(referee(LISBON), command).outcome).toEqual(['WRONG_STATUS /type']);
});

test('what was returned goes back to the coordinator that has returned it, and to no other', () => {
  const links = { [PORTO]: [LISBON, BRAGA] };
  const strict = given({ area, settings: { ...STRICT, links } })
    .after(handler(PORTO), 'request.send', aRequest({ coordinator: LISBON }))
    .after(referee(LISBON), 'request.return');
  const round = strict.when(handler(PORTO), 'request.send', aRequest({ coordinator: BRAGA }));
  expect(round.outcome).toEqual(['COORDINATOR_STAYS /data/coordinator']);
  const back = strict.when(handler(PORTO), 'request.send', aRequest());
  expect(back.told).toEqual([`request.awaitsApproval > ${LISBON}`]);
});
