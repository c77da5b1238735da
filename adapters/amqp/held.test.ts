import { expect, test } from 'vitest';
import { newHeld } from './held.ts';

function openScene() {
  let now = 0;
  return { held: newHeld(() => now), pass: (ms: number) => void (now += ms) };
}

test('who holds nothing is stuck with nothing', () => {
  const { held } = openScene();
  held.take(1);
  held.answer(1);
  expect(held.stuckSince()).toBeUndefined();
});

test('who answers now and then is not stuck, however much there is to do', () => {
  const { held, pass } = openScene();
  for (const tag of [1, 2, 3]) held.take(tag);
  pass(1000);
  held.answerUpTo(2);
  pass(500);
  expect(held.stuckSince()).toBe(1000);
});

test('one word for a whole batch answers for those before it, and for none after it', () => {
  const { held, pass } = openScene();
  for (const tag of [1, 2, 4]) held.take(tag);
  held.answerUpTo(2);
  pass(100);
  expect(held.stuckSince()).toBe(0);
  held.answer(4);
  expect(held.stuckSince()).toBeUndefined();
});
