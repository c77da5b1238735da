import { expect, test } from 'vitest';
import { faultSentence, whenSentence } from './sentences.ts';

const END = new Date('2028-01-01T00:00:00Z');

test.each([
  [new Date('2027-12-22T00:00:00Z'), 'extend it before 2028-01-01 (in 10 days).', false],
  [new Date('2027-12-31T12:00:00Z'), 'extend it before 2028-01-01 (in 0 days).', false],
  [END, 'it should have been extended before 2028-01-01; now it is too late.', true],
])('at %o', (now, text, isLate) => {
  expect(whenSentence(END, now)).toEqual({ text, isLate });
});

test('a file without a time stamp has no day', () => {
  expect(whenSentence(undefined, END)).toMatchObject({
    isLate: false,
    text: expect.stringContaining('no time stamp'),
  });
});

test('why a file is not extended is said in plain words', () => {
  expect(faultSentence('SEAL_NOT_EXTENDABLE', 'DIGEST_DIFFERS')).toBe(
    'it does not verify, so nothing is gained by extending it: The content was changed after it was signed.',
  );
  expect(faultSentence('FILE_KIND_UNKNOWN', 'x')).toBe('it is no signed file that can be extended.');
  expect(faultSentence('TIME_STAMP_UNAVAILABLE', 'tsa.example: no connection')).toContain('tsa.example');
  expect(faultSentence('ASN1_UNREADABLE', 'not a DER encoding')).toBe('ASN1_UNREADABLE: not a DER encoding.');
});
