import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PORTO } from '../../testing/cast.ts';
import { comment } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const { replyProvided, partiallyAnswered, additionalInformationRejected, closed } = stations(
  areaOf(compileAreas('schemas/areas')),
);

test('a full reply closes the matter, and the coordinators that had a part in it learn of the end', () => {
  const done = replyProvided.when(handler(PORTO), 'request.close');
  expect(done.outcome).toEqual(['request.closed']);
  expect(done.state.status).toBe('closed');
  expect(done.told).toEqual([`request.closed > ${BERLIN}`, `request.closed > ${LISBON}`, `request.closed > ${BONN}`]);
}); // prettier-ignore

test('what is missing may be let go after a rejection, with a word of thanks', () => {
  const thanks = { comment: comment('Thank you all the same.') };
  const done = additionalInformationRejected.when(handler(PORTO), 'request.close', thanks);
  expect(done.state.status).toBe('closed');
  expect(done.open().history.at(-1)?.comment).toEqual(thanks.comment);
});

test('a request cannot be closed while questions are open', () => {
  expect(partiallyAnswered.when(handler(PORTO), 'request.close').outcome).toEqual(['WRONG_STATUS /type']);
});

test('who replies cannot close, and nobody can close twice', () => {
  expect(replyProvided.when(handler(BERLIN), 'request.close').outcome).toEqual(['NOT_ALLOWED /type']);
  expect(closed.when(handler(PORTO), 'request.close').outcome).toEqual(['WRONG_STATUS /type']);
});

test('who closes may say how it found the reply; that is counted, and stays when all else is erased', () => {
  const rated = replyProvided.when(handler(PORTO), 'request.close', { rating: { timeliness: 'negative', effort: 'positive' } });
  expect(rated.events.map(({ facts }) => facts)).toEqual([{ rating: { timeliness: 'negative', effort: 'positive' } }]);
  expect(replyProvided.when(handler(PORTO), 'request.close').events.map(({ facts }) => facts)).toEqual([{}]);
}); // prettier-ignore
