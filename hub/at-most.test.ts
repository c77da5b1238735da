import { expect, test } from 'vitest';
import { atMost } from './at-most.ts';

test('work that is done in time is done, whatever became of it', async () => {
  expect(await atMost(1000, Promise.resolve('x'))).toBe(true);
  await expect(atMost(1000, Promise.reject(new TypeError('x')))).rejects.toThrow('x');
});

test('work that nobody ends is left', async () => {
  expect(await atMost(10, new Promise(() => undefined))).toBe(false);
});
