import { expect, test } from 'vitest';
import type { Handed } from '../hub/outgoing/hand-over.ts';
import { gatherMarks } from './gather-marks.ts';

function handed(id: string): Handed {
  const about = { messageId: `m-${id}` };
  const at = '2027-01-01T00:00:00.000Z';
  const outgoing = {
    id,
    system: 'de-a',
    type: 'receipt',
    createdAt: at,
    duplicate: false,
    chain: 'C1',
    about,
  };
  return { outgoing, at };
}

test('marks of one moment are written together, and each is told when they are', async () => {
  const written: (readonly string[])[] = [];
  const mark = gatherMarks((all) => Promise.resolve(written.push(all.map(({ outgoing }) => outgoing.id))), 1);
  await Promise.all([mark([handed('a'), handed('b')]), mark([handed('c')])]);
  await mark([handed('d')]);
  expect(written).toEqual([['a', 'b', 'c'], ['d']]);
});

test('when the store is away everybody who waits is told', async () => {
  const mark = gatherMarks(() => Promise.reject(new Error('away')), 1);
  const both = await Promise.allSettled([mark([handed('a')]), mark([handed('b')])]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
