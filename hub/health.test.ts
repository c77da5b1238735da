import { expect, test } from 'vitest';
import { ageVital, healthOf } from './health.ts';

const WELL = { complaints: [], ages: { swept: 1 } };
const AWAY = { complaints: [{ code: 'STORE_UNAVAILABLE' as const, facts: {} }], ages: {} };

test('a process is ready when no part of it complains', async () => {
  expect(await healthOf([() => WELL, async () => ({ complaints: [], ages: { rooted: 2 } })])()).toEqual({
    isReady: true,
    remarks: [],
    complaints: [],
    ages: { swept: 1, rooted: 2 },
  });
});

test('one complaint is enough, and is told with its code', async () => {
  const health = await healthOf([() => WELL, () => AWAY])();
  expect(health).toMatchObject({ isReady: false, complaints: [{ code: 'STORE_UNAVAILABLE' }] });
});

test('work that has been in hand for too long is a complaint; none in hand is none', () => {
  const limit = { seconds: 30, code: 'WORK_STUCK' as const };
  expect(ageVital('in_hand', undefined, limit)).toEqual({ complaints: [], ages: { in_hand: 0 } });
  expect(ageVital('in_hand', performance.now() - 29_000, limit).complaints).toEqual([]);
  expect(ageVital('in_hand', performance.now() - 31_000, limit)).toEqual({
    complaints: [{ code: 'WORK_STUCK', facts: { seconds: 31 } }],
    ages: { in_hand: 31 },
  });
});
