import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wordsOf } from './words.ts';

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

test('a file that is not there is said to be missing, not quoted from the system', () => {
  expect(wordsOf(thrownBy(() => readFileSync('no/such/report.pdf')))).toBe(
    'There is no file no/such/report.pdf.',
  );
  expect(wordsOf(thrownBy(() => readFileSync('.')))).toBe('There is a folder where a file is expected.');
});

test('a file that cannot be opened is said to be so', () => {
  const denied = Object.assign(new Error("EACCES: permission denied, open 'a.pdf'"), {
    code: 'EACCES',
    path: 'a.pdf',
  });
  expect(wordsOf(denied)).toBe('The file a.pdf cannot be opened: permission is missing.');
});

test('whatever else went wrong is said in its own words', () => {
  expect(wordsOf(new Error('The seal is over.'))).toBe('The seal is over.');
  expect(wordsOf('so')).toBe('so');
});
