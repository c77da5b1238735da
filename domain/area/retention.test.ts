import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysOf } from '../kernel/calendar.ts';
import { endedBefore, isOver, lastDay } from './retention.ts';

test.for([
  ['2026-01-15T09:30:00.000Z', 6, '2026-07-14', '2026-07-15'],
  ['2026-08-31T23:59:59.999Z', 6, '2027-02-27', '2027-02-28'],
  ['2027-08-29T00:00:00.000Z', 6, '2028-02-28', '2028-02-29'],
  ['2026-12-01T00:00:00.000Z', 1, '2026-12-31', '2027-01-01'],
  ['2026-05-31T12:00:00.000Z', 1, '2026-06-29', '2026-06-30'],
] as const)('what was written in an exchange that ended on %s, kept for %i months, goes after %s, on %s', ([ended, months, before, last]) => {
  expect(lastDay(ended, months)).toBe(last);
  expect(isOver(ended, months, `${before}T23:59:59.999Z`)).toBe(false);
  expect(isOver(ended, months, `${last}T00:00:00.000Z`)).toBe(true);
}); // prettier-ignore

const two = (number: number) => String(number).padStart(2, '0');
const instant = fc
  .record({ year: fc.integer({ min: 2023, max: 2033 }), month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 31 }), hour: fc.nat(23) })
  .map(({ year, month, day, hour }) => `${year}-${two(month)}-${two(Math.min(day, daysOf(year, month)))}T${two(hour)}:00:00.000Z`); // prettier-ignore
const months = fc.integer({ min: 1, max: 6 });

test('whoever searches finds what is due, and nothing else', () => {
  const property = fc.property(instant, instant, months, (ended, at, period) => {
    expect(ended < endedBefore(at, period)).toBe(isOver(ended, period, at));
  });
  fc.assert(property, { numRuns: 2000 });
});

test('also on the first and the last day on which it matters', () => {
  const property = fc.property(instant, months, (ended, period) => {
    const last = lastDay(ended, period);
    const due = `${last}T00:00:00.000Z`;
    expect(ended < endedBefore(due, period)).toBe(true);
    const [year = 0, month = 0, day = 0] = last.split('-').map(Number);
    if (day === 1) return;
    const dayBefore = `${year}-${two(month)}-${two(day - 1)}T23:59:59.999Z`;
    expect(ended < endedBefore(dayBefore, period)).toBe(false);
  });
  fc.assert(property, { numRuns: 1000 });
});
