import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PORTO, reader } from '../../testing/cast.ts';
import { BECAUSE } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const nobody = {
  flags: { [LISBON]: { participatesInReferral: false }, [BONN]: { participatesInReferral: false } },
};
const { replyProvided, partiallyAnswered, additionalInformationRejected: rejected } = stations(
  areaOf(compileAreas('schemas/areas')),
); // prettier-ignore

test('who is not satisfied with a reply asks for more and says why', () => {
  const asked = replyProvided.when(handler(PORTO), 'request.askAdditionalInformation');
  expect(asked.outcome).toEqual(['request.additionalInformationRequested']);
  expect(asked.told).toEqual([`request.additionalInformationRequested > ${BERLIN}`]);
  expect(asked.state.status).toBe('additionalInformationRequested');
  expect(asked.open().history.at(-1)?.comment?.text).toBe('We need to know more.');
});

test('while the reply is only partial there is nothing to be dissatisfied with', () => {
  expect(partiallyAnswered.when(handler(PORTO), 'request.askAdditionalInformation').outcome).toEqual([
    'WRONG_STATUS /type',
  ]);
});

test('after a rejection it is asked once more only where no coordinator takes part in referrals', () => {
  expect(rejected.when(handler(PORTO), 'request.askAdditionalInformation').outcome).toEqual([
    'REFER_INSTEAD /type',
  ]);
  const alone = rejected.meanwhile({ settings: nobody });
  expect(alone.when(handler(PORTO), 'request.askAdditionalInformation').state.status).toBe(
    'additionalInformationRequested',
  );
  expect(alone.offeredTo(handler(PORTO))).toContain('request.askAdditionalInformation');
  expect(rejected.offeredTo(handler(PORTO))).not.toContain('request.askAdditionalInformation');
});

function ask(questions: readonly object[]) {
  return replyProvided.when(handler(PORTO), 'request.askAdditionalInformation', { ...BECAUSE, questions });
}

test('it may say which of the questions it is about, and none that was not asked', () => {
  const asked = ask([{ question: 'PQ-GQ-009' }]);
  expect(asked.seenBy(reader(BERLIN, 'request handler'))?.history.at(-1)?.questions).toEqual([{ question: 'PQ-GQ-009' }]);
  expect(ask([{ question: 'PQ-GQ-002' }]).outcome).toEqual(['QUESTION_NOT_ASKED /data/questions/0/question']);
  expect(ask([{ question: 'PQ-GQ-001' }, { question: 'PQ-GQ-001' }]).outcome).toEqual(['QUESTION_TWICE /data/questions/1/question']);
}); // prettier-ignore
