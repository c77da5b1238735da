import { expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { areaOf } from '../testing/areas.ts';
import { CALENDAR } from '../testing/calendar.ts';
import { BERLIN, BONN, directoryWith, handler, LISBON, PORTO, referee, STRICT } from '../testing/cast.ts';
import { given, isBegun, type Story } from '../testing/given.ts';
import { stations } from '../testing/stations.ts';
import { request } from './index.ts';

const area = areaOf(compileAreas('schemas/areas'));
const all = stations(area);

function measured({ state }: Story) {
  if (!isBegun(state)) return undefined;
  return request.measured?.(state, { area, directory: directoryWith(), calendar: CALENDAR });
}

test('nothing is counted before a request has reached the other Member State', () => {
  for (const story of [all.draft, all.discarded, all.requestAwaitingApproval, all.requestReturned])
    expect(measured(story)).toBeUndefined();
  expect(measured(all.awaitingAcceptance)).toEqual({
    requester: PORTO, requesterCountry: 'PT', responder: BERLIN, responderCountry: 'DE', sent: '2026-11-21T09:30:00.000Z', agreed: '2026-12-31',
  });
}); // prettier-ignore

function at(day: string) {
  return { at: `${day}T09:00:00.000Z` };
}

test('it is counted when what happened, as the other Member State knows it, and how it was found', () => {
  const sent = given({ area, settings: STRICT, ...at('2026-11-01') }).after(handler(PORTO), 'request.send');
  const story = sent
    .meanwhile(at('2026-11-03'))
    .after(referee(LISBON), 'request.approve')
    .meanwhile(at('2026-11-05'))
    .after(handler(BERLIN), 'request.accept', { proposedDeadline: '2027-01-15' })
    .meanwhile(at('2027-01-10'))
    .after(handler(BERLIN), 'request.reply');
  // Held by the coordinator it has not been answered.
  expect(measured(story)?.answered).toBeUndefined();
  const closed = story
    .meanwhile(at('2027-01-16'))
    .after(referee(BONN), 'reply.approve')
    .meanwhile(at('2027-01-20'))
    .after(handler(PORTO), 'request.close', { rating: { timeliness: 'negative', effort: 'positive' } });
  const counted = {
    sent: '2026-11-03T09:00:00.000Z', accepted: '2026-11-05T09:00:00.000Z', answered: '2027-01-16T09:00:00.000Z', agreed: '2027-01-15',
    isInTime: false, ended: '2027-01-20T09:00:00.000Z', end: 'closed', timeliness: 'negative', effort: 'positive',
  };
  expect(measured(closed)).toMatchObject(counted);
  // What people wrote has nothing to do with it.
  expect(measured(closed.erased())).toEqual(measured(closed));
}); // prettier-ignore

test('forwarded it is counted for who has it now, and waits for acceptance again', () => {
  const forwarded = all.accepted.after(handler(BERLIN), 'request.forward');
  expect(measured(forwarded)).toMatchObject({ responder: BONN });
  expect(measured(forwarded)).not.toHaveProperty('accepted');
});

test('it holds no person and nothing that anybody wrote', () => {
  for (const story of Object.values(all))
    expect(JSON.stringify(measured(story) ?? '')).not.toMatch(/Quakenbrink|QUAKENBRINK|1977|Since/);
});
