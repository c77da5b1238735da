import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, PORTO, STRICT } from '../../testing/cast.ts';
import { stations } from '../../testing/stations.ts';

const { additionalInformationRequested, returnedToRespondingAuthority, additionalInformationAccepted } =
  stations(areaOf(compileAreas('schemas/areas')));

test.each([
  ['when it is asked', additionalInformationRequested],
  ['and maintains its position after a referral', returnedToRespondingAuthority],
])('the responding authority declines %s, and says why', (_, story) => {
  const declined = story.when(handler(BERLIN), 'request.rejectAdditionalInformation');
  expect(declined.outcome).toEqual(['request.additionalInformationRejected']);
  expect(declined.told).toEqual([`request.additionalInformationRejected > ${PORTO}`]);
  expect(declined.state.status).toBe('additionalInformationRejected');
  expect(declined.open().history.at(-1)?.comment?.text).toBe('We need to know more.');
});

test('a promise to provide more is not taken back', () => {
  const broken = additionalInformationAccepted.when(handler(BERLIN), 'request.rejectAdditionalInformation');
  expect(broken.outcome).toEqual(['WRONG_STATUS /type']);
});

test('then the asking authority may close, refer or withdraw, and nothing else but what can be done at any time', () => {
  const declined = additionalInformationRequested.after(handler(BERLIN), 'request.rejectAdditionalInformation');
  expect(declined.offeredTo(handler(PORTO))).toEqual(['request.changeCoordinator', 'request.copy', 'request.correct', 'request.refer', 'request.close', 'request.withdraw', 'report.order', 'dossier.order']);
  expect(declined.offeredTo(handler(BERLIN))).toEqual(['request.changeCoordinator', 'request.copy', 'report.order', 'dossier.order']);
}); // prettier-ignore

test('after an opinion against it, where nobody can be asked again, it accepts or maintains its position and closes', () => {
  const flags = { ...STRICT.flags, [BONN]: { participatesInReferral: false } };
  const sentBack = returnedToRespondingAuthority.meanwhile({ settings: { flags } });
  expect(sentBack.when(handler(BERLIN), 'request.rejectAdditionalInformation').outcome).toEqual(['UPHOLD_INSTEAD /type']);
  expect(sentBack.when(handler(BERLIN), 'request.uphold').state.status).toBe('closed');
  expect(sentBack.when(handler(BERLIN), 'request.acceptAdditionalInformation').state.status).toBe('additionalInformationAccepted');
}); // prettier-ignore
