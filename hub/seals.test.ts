import { expect, test } from 'vitest';
import { sealTrouble, sealTroubles, watchSeals, type NamedPeriod } from './seals.ts';

const PERIOD = { from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' };
const SEALS: readonly NamedPeriod[] = [{ seal: 'reports', ...PERIOD }];

test('a seal is good from the first moment of its certificate to the last', () => {
  expect(sealTrouble(PERIOD, PERIOD.from)).toBeUndefined();
  expect(sealTrouble(PERIOD, PERIOD.until)).toBeUndefined();
  expect(sealTrouble(PERIOD, '2027-01-01T00:00:00.001Z')).toContain('ended');
  expect(sealTrouble(PERIOD, '2025-12-31T23:59:59.999Z')).toContain('not valid before');
});

test('people are told once at 30, 14 and 7 days, and of the end as an error', () => {
  let now = '2026-10-01T00:00:00.000Z';
  const said: string[] = [];
  const ends: number[] = [];
  const check = watchSeals(
    {
      clock: { now: () => now },
      log: {
        warn: ({ days }) => void said.push(`warn ${String(days)}`),
        error: () => void said.push('error'),
      },
      metrics: { sealEnds: (_, seconds) => void ends.push(seconds) },
    },
    SEALS,
  );
  const moments = [
    '2026-10-01',
    '2026-12-03',
    '2026-12-04',
    '2026-12-19',
    '2026-12-26',
    '2027-01-02',
    '2027-01-03',
  ];
  for (const day of moments) {
    now = `${day}T00:00:00.000Z`;
    check();
  }
  expect(said).toEqual(['warn 30', 'warn 14', 'warn 7', 'error']);
  expect(ends.slice(-2)).toEqual([-86_400, -2 * 86_400]);
});

test('only what is wrong is told to those who wait', () => {
  expect(sealTroubles(SEALS, '2026-06-01T00:00:00.000Z')).toEqual([]);
  expect(sealTroubles(SEALS, '2028-06-01T00:00:00.000Z')).toMatchObject([{ seal: 'reports' }]);
});
