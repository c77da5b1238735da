import { expect, test } from 'vitest';
import { gatherMarks } from './gather-marks.ts';

const AT = '2027-01-01T00:00:00.000Z';

test('marks of one moment are written together, and each is told when they are', async () => {
  const written: (readonly string[])[] = [];
  const mark = gatherMarks({ handedOver: (ids) => Promise.resolve(written.push(ids)) }, 1);
  await Promise.all([mark(['a', 'b'], AT), mark(['c'], AT)]);
  await mark(['d'], AT);
  expect(written).toEqual([['a', 'b', 'c'], ['d']]);
});

test('when the store is away everybody who waits is told', async () => {
  const mark = gatherMarks({ handedOver: () => Promise.reject(new Error('away')) }, 1);
  const both = await Promise.allSettled([mark(['a'], AT), mark(['b'], AT)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('the acknowledgement of a system over HTTP is written at once', async () => {
  const written: (string | undefined)[] = [];
  const mark = gatherMarks({ handedOver: (_, __, system) => Promise.resolve(written.push(system)) }, 60_000);
  await mark(['a'], AT, 'fr-titres');
  expect(written).toEqual(['fr-titres']);
});
