import { expect, test } from 'vitest';
import { newTurns } from './turns.ts';

test('one lane gets all turns while nobody else waits', () => {
  const turns = newTurns<number>();
  for (const one of [1, 2, 3]) turns.put('flooder', one);
  expect([turns.take(), turns.take(), turns.take(), turns.take()]).toEqual([1, 2, 3, undefined]);
});

test('who comes with one message has the next turn but one, however many wait of another', () => {
  const turns = newTurns<string>();
  for (let count = 0; count < 1000; count += 1) turns.put('flooder', `wrong ${count}`);
  turns.take();
  turns.put('other', 'right');
  expect([turns.take(), turns.take(), turns.take()]).toEqual(['wrong 1', 'right', 'wrong 2']);
});
