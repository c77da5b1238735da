import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PORTO, STRICT } from '../../testing/cast.ts';
import { stations } from '../../testing/stations.ts';

const { returnedToRespondingAuthority: returned, additionalInformationRequested: asked } = stations(
  areaOf(compileAreas('schemas/areas')),
);
const withoutBonn = {
  settings: { flags: { ...STRICT.flags, [BONN]: { participatesInReferral: false, approvesReplies: true } } },
};

test('the responding authority stays with its answer and closes, where its coordinator takes no part', () => {
  const upheld = returned.meanwhile(withoutBonn).when(handler(BERLIN), 'request.uphold');
  expect(upheld.outcome).toEqual(['request.upheld']);
  expect(upheld.told).toEqual([
    `request.upheld > ${PORTO}`,
    `request.upheld > ${LISBON}`,
    `request.upheld > ${BONN}`,
  ]);
  expect(upheld.open().history.at(-1)?.comment?.text).toBe('We need to know more.');
  expect(upheld.state.status).toBe('closed');
});

test('it cannot do so where its own coordinator has found the answer unsatisfactory', () => {
  expect(returned.when(handler(BERLIN), 'request.uphold').outcome).toEqual(['UPHOLD_NOT_POSSIBLE /type']);
});

test('nor when it is merely asked for more and somebody referees', () => {
  for (const story of [asked, asked.meanwhile(withoutBonn)])
    expect(story.when(handler(BERLIN), 'request.uphold').outcome).toEqual(['UPHOLD_NOT_POSSIBLE /type']);
});

test('the asking authority cannot uphold what another one has answered', () => {
  expect(returned.meanwhile(withoutBonn).when(handler(PORTO), 'request.uphold').outcome).toEqual([
    'NOT_ALLOWED /type',
  ]);
});
