import { describe, expect, test } from 'vitest';
import { isNext, isOnward, onwardFrom, startOf } from './places.ts';

describe('numbers after a restore', () => {
  test('go on beyond anything that can have been told since the backup', () => {
    expect(onwardFrom(4, 2)).toBe(2_000_000);
    expect(onwardFrom(0, 2)).toBe(2_000_000);
    expect(onwardFrom(999_999, 2)).toBe(2_000_000);
    expect(onwardFrom(2_000_007, 3)).toBe(4_000_000);
    // A chain of its own accord longer than the epoch would have it.
    expect(onwardFrom(5_300_000, 2)).toBe(7_000_000);
  });

  test('go on elsewhere when the same backup is restored a second time', () => {
    expect(onwardFrom(4, 3)).toBeGreaterThan(onwardFrom(4, 2) + 1_000_000);
  });

  test('begin with the epoch where nothing is left of them', () => {
    expect([startOf(1), startOf(2), startOf(3)]).toEqual([0, 2_000_000, 4_000_000]);
  });
});

test.each([
  [0, 1, true],
  [4, 5, true],
  [4, 2_000_001, true],
  [4, 4_000_001, true],
  [0, 2_000_001, true],
  [2_000_003, 4_000_001, true],
  [4, 4, false],
  [4, 6, false],
  [4, 1_000_001, false],
  [4, 2_000_000, false],
  [4, 2_000_002, false],
  [2_000_003, 2_000_001, false],
])('after %i, %i follows: %s', (before, number, follows) => {
  expect(isNext(before, number)).toBe(follows);
});

test('where numbers will go on is told from an end that was moved', () => {
  expect(isOnward(4, 2_000_000)).toBe(true);
  expect([4, 5, 1_000_000, 2_000_001].some((start) => isOnward(4, start))).toBe(false);
});
