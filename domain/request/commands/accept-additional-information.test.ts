import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, PORTO, referee } from '../../testing/cast.ts';
import { answer, comment } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const { additionalInformationRequested, returnedToRespondingAuthority, additionalInformationAccepted } =
  stations(areaOf(compileAreas('schemas/areas')));

test.each([
  ['when it is asked', additionalInformationRequested],
  ['when it reconsiders after a referral', returnedToRespondingAuthority],
])('the responding authority agrees to provide more %s', (_, story) => {
  const agreed = story.when(handler(BERLIN), 'request.acceptAdditionalInformation');
  expect(agreed.outcome).toEqual(['request.additionalInformationAccepted']);
  expect(agreed.told).toEqual([`request.additionalInformationAccepted > ${PORTO}`]);
  expect(agreed.state.status).toBe('additionalInformationAccepted');
});

test('what it then adds is a reply like the first one, approved before it leaves', () => {
  const more = { answers: [answer('PQ-GQ-009', { option: 'yes' })], comment: comment('We have looked again.') };
  const added = additionalInformationAccepted.when(handler(BERLIN), 'request.reply', more);
  expect(added.state.status).toBe('replyAwaitingApproval');
  const sent = added.when(referee(BONN), 'reply.approve');
  expect(sent.state.status).toBe('replyProvided');
  expect(sent.open().answers.map(({ value }) => value.option)).toEqual(['yes', 'yes']);
}); // prettier-ignore

test('a word without a new answer is enough, since all questions have been answered before', () => {
  const word = additionalInformationAccepted.after(handler(BERLIN), 'request.reply', {
    comment: comment('No.'),
  });
  expect(word.after(referee(BONN), 'reply.approve').state.status).toBe('replyProvided');
});
