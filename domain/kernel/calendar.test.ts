import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysLater } from './calendar.ts';

test.each([
  ['2026-11-26T09:30:00.000Z', 5, '2026-12-01T09:30:00.000Z'],
  ['2026-12-31T23:59:59.999Z', 1, '2027-01-01T23:59:59.999Z'],
  ['2028-02-28T00:00:00.000Z', 1, '2028-02-29T00:00:00.000Z'],
  ['2027-02-28T00:00:00.000Z', 1, '2027-03-01T00:00:00.000Z'],
  ['2099-12-31T12:00:00.000Z', 60, '2100-03-01T12:00:00.000Z'],
  ['2026-11-26T09:30:00.000Z', 0, '2026-11-26T09:30:00.000Z'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2026-01-01T00:00:00.000Z', 730, '2028-01-01T00:00:00.000Z'],
])('%s and %i days are %s', (at, days, expected) => {
  expect(daysLater(at, days)).toBe(expected);
});

test('days add up, and time goes on', () => {
  const property = fc.property(fc.nat(4000), fc.nat(400), fc.nat(400), (start, one, other) => {
    const at = daysLater('2024-01-01T08:00:00.000Z', start);
    expect(daysLater(daysLater(at, one), other)).toBe(daysLater(at, one + other));
    expect(daysLater(at, one + 1) > daysLater(at, one)).toBe(true);
  });
  fc.assert(property, { numRuns: 300 });
});
