import { expect, test } from 'vitest';
import { openPatience } from './patience.ts';

test('what waits for a service that is away is tried ever later, but within a minute of its return', () => {
  const patience = openPatience();
  const pauses = [];
  let now = 0;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    patience.lose(now);
    const begun = now;
    while (!patience.isOver(now)) now += 1000;
    pauses.push((now - begun) / 1000);
  }
  expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
});

test('once the service is back there is no pause, and the next time it begins anew', () => {
  const patience = openPatience();
  for (let attempt = 0; attempt < 8; attempt += 1) patience.lose(0);
  expect([patience.isOver(1000), patience.isTried()]).toEqual([false, true]);
  patience.regain();
  expect([patience.isOver(1000), patience.isTried()]).toEqual([true, false]);
  patience.lose(0);
  expect(patience.isOver(2000)).toBe(true);
});
