import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import {
  BERLIN,
  BONN,
  BRAGA,
  handler,
  LISBON,
  LYON,
  MUNICH,
  PORTO,
  reader,
  referee,
  STRICT,
} from '../../testing/cast.ts';
import { stations } from '../../testing/stations.ts';

const settings = { ...STRICT, links: { [PORTO]: [LISBON, BRAGA], [BERLIN]: [BONN, MUNICH] } };
const all = Object.fromEntries(
  Object.entries(stations(areaOf(compileAreas('schemas/areas')))).map(([name, story]) => [name, story.meanwhile({ settings })]),
); // prettier-ignore

test('another one of those linked takes its place, and the other Member State does not learn of it', () => {
  const story = all['accepted'];
  const changed = story?.when(handler(BERLIN), 'request.changeCoordinator', { coordinator: MUNICH });
  expect(changed?.outcome).toEqual(['request.coordinatorChanged']);
  expect(changed?.told).toEqual([]);
  expect(changed?.open().responding).toEqual({ authority: BERLIN, coordinator: MUNICH });
  expect(changed?.state.version).toBe(story?.state.version);
  expect(changed?.seenBy(reader(PORTO, 'request handler'))).toEqual(story?.seenBy(reader(PORTO, 'request handler')));
  expect(changed?.seenBy(reader(BERLIN, 'request handler'))?.history.at(-1)?.event).toBe('request.coordinatorChanged');
}); // prettier-ignore

test('the new one approves and referees from then on, and the old one no more', () => {
  const changed = all['accepted']?.after(handler(BERLIN), 'request.changeCoordinator', { coordinator: MUNICH });
  const approving = changed?.meanwhile({ settings: { ...settings, flags: { ...STRICT.flags, [MUNICH]: { approvesReplies: true } } } });
  const waiting = approving?.after(handler(BERLIN), 'request.reply');
  expect(waiting?.told).toEqual([`reply.awaitsApproval > ${MUNICH}`]);
  expect(waiting?.when(referee(BONN), 'reply.approve').outcome).toEqual(['NOT_ALLOWED /type']);
  expect(waiting?.when(referee(MUNICH), 'reply.approve').outcome).toEqual(['reply.approved']);
}); // prettier-ignore

test.each([
  ['requestAwaitingApproval', PORTO, BRAGA, ['WRONG_STATUS /type']],
  ['requestReturned', PORTO, BRAGA, ['WRONG_STATUS /type']],
  ['referredToRequestingCoordinator', PORTO, BRAGA, ['COORDINATOR_ASKED /type']],
  ['referredToRequestingCoordinator', BERLIN, MUNICH, ['request.coordinatorChanged']],
  ['replyAwaitingApproval', BERLIN, MUNICH, ['COORDINATOR_ASKED /type']],
  ['replyAwaitingApproval', PORTO, BRAGA, ['request.coordinatorChanged']],
  ['replyReturned', BERLIN, MUNICH, ['COORDINATOR_ASKED /type']],
  ['referredToRespondingCoordinator', BERLIN, MUNICH, ['COORDINATOR_ASKED /type']],
  ['awaitingAcceptance', BERLIN, MUNICH, ['COORDINATOR_ASKED /type']],
  ['returnedToRespondingAuthority', BERLIN, MUNICH, ['COORDINATOR_ASKED /type']],
  ['additionalInformationRequested', BERLIN, MUNICH, ['request.coordinatorChanged']],
  ['additionalInformationRejected', BERLIN, MUNICH, ['request.coordinatorChanged']],
  ['additionalInformationRejected', PORTO, BRAGA, ['request.coordinatorChanged']],
  ['additionalInformationAccepted', BERLIN, MUNICH, ['request.coordinatorChanged']],
  ['closed', PORTO, BRAGA, ['WRONG_STATUS /type']],
])('at %s, %s changes to %s: %s', (...[status, authority, coordinator, outcome]) => {
  expect(all[status]?.when(handler(authority), 'request.changeCoordinator', { coordinator }).outcome).toEqual(outcome);
}); // prettier-ignore

function change(coordinator: string) {
  return all['accepted']?.when(handler(PORTO), 'request.changeCoordinator', { coordinator }).outcome;
}

test('one that is not linked, or is the one already, is refused', () => {
  expect(change(LYON)).toEqual(['COORDINATOR_NOT_LINKED /data/coordinator']);
  expect(change(LISBON)).toEqual(['COORDINATOR_SAME /data/coordinator']);
});

test('who asks may choose another one while the other side referees, where its own has no part in it', () => {
  const flags = { ...STRICT.flags, [LISBON]: { participatesInReferral: false } };
  const rejected = all['additionalInformationRejected']?.meanwhile({ settings: { ...settings, flags } });
  const referred = rejected?.after(handler(PORTO), 'request.refer');
  const returned = referred?.after(referee(BONN), 'request.findUnsatisfactory');
  for (const story of [referred, returned])
    expect(story?.when(handler(PORTO), 'request.changeCoordinator').outcome).toEqual([
      'request.coordinatorChanged',
    ]);
});

test('once a coordinator has given its opinion, nobody gets around it', () => {
  const flags = { ...STRICT.flags, [MUNICH]: { participatesInReferral: false } };
  const returned = all['returnedToRespondingAuthority']?.meanwhile({ settings: { ...settings, flags } });
  const changed = returned?.when(handler(BERLIN), 'request.changeCoordinator', { coordinator: MUNICH });
  expect(changed?.outcome).toEqual(['COORDINATOR_ASKED /type']);
  expect(changed?.when(handler(BERLIN), 'request.uphold').outcome).toEqual(['UPHOLD_NOT_POSSIBLE /type']);
});
