import { expect, test } from 'vitest';
import { rangeIn } from './ranges.ts';

test.each([
  ['bytes=0-9', { first: 0, last: 9 }],
  ['bytes=90-', { first: 90, last: 99 }],
  ['bytes=90-1000', { first: 90, last: 99 }],
  ['bytes=-10', { first: 90, last: 99 }],
  ['bytes=-1000', { first: 0, last: 99 }],
  ['bytes=100-', 'outside'],
  ['bytes=-0', 'outside'],
  ['bytes=9-0', 'none'],
  ['bytes=0-1,5-6', 'none'],
  ['bytes=-', 'none'],
  ['pages=1-2', 'none'],
  ['bytes=99999999999999999-', 'none'],
  [undefined, 'none'],
])('of a hundred bytes %s is %j', (header, expected) => {
  expect(rangeIn(header, 100)).toEqual(expected);
});
