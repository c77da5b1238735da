import { expect, it } from 'vitest';
import { stringIn } from './strings.ts';

it.each([
  ['(plain)', 'plain'],
  [String.raw`(D\0722026)`, 'D:2026'],
  [String.raw`(\53\053\0533)`, '+++3'],
  [String.raw`(\(\)\\\n\q)`, '()\\\nq'],
  ['(one\\\ntwo)', 'onetwo'],
  ['(one\\\r\ntwo)', 'onetwo'],
  ['(one\r\ntwo\rthree)', 'one\ntwo\nthree'],
  ['(a (b) c)', 'a (b) c'],
  ['<443a 32>', 'D:2'],
  ['<44 3>', 'D0'],
])('the string %j means %j', (token, meaning) => {
  expect(stringIn(token)).toBe(meaning);
});
