import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workingDaysLater, type Calendar } from '../domain/kernel/working-days.ts';
import { calendarFrom, readCalendarFile } from './calendar.ts';

const published: unknown = JSON.parse(readFileSync('schemas/calendar.json', 'utf8'));

test('the calendar that is published is in order, and has holidays of working weekdays only', () => {
  const calendar = readCalendarFile(published);
  if ('problems' in calendar) throw new TypeError(calendar.problems.join());
  expect(calendar.weekdays).toEqual([1, 2, 3, 4, 5]);
  const years = new Set([...calendar.holidays].map((day) => day.slice(0, 4)));
  expect([...years]).toEqual(['2026', '2027']);
  for (const day of calendar.holidays)
    expect(calendar.weekdays).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
});

test.each<[string, unknown, readonly string[]]>([
  ['no weekday', { weekdays: [], holidays: [] }, ['/weekdays: ']],
  ['an eighth weekday', { weekdays: [8], holidays: [] }, ['/weekdays/0: ']],
  ['a weekday twice', { weekdays: [1, 2, 1], holidays: [] }, ['/weekdays/2: it stands there already']],
  ['no date', { weekdays: [1], holidays: ['1 May'] }, ['/holidays/0: ']],
  ['a day that there is not', { weekdays: [1], holidays: ['2026-02-30'] }, ['/holidays/0: ']],
  ['a day twice', { weekdays: [1], holidays: ['2026-05-01', '2026-05-01'] }, ['/holidays/1: it stands there already']],
  ['something else', { weekdays: [1], holidays: [], zone: 'UTC' }, ['/zone: ']],
])('%s is told with its place', (_, value, places) => {
  const read = readCalendarFile(value);
  const problems = 'problems' in read ? read.problems : [];
  expect(problems).toEqual(places.map((place) => expect.stringContaining(place)));
}); // prettier-ignore

function hereIn(zone: string): Calendar {
  const holidays = new Set(['2026-12-24', '2026-12-25', '2026-12-28']);
  return calendarFrom({ weekdays: [1, 2, 3, 4, 5], holidays }, { zone, version: '1' });
}

const BRUSSELS = hereIn('Europe/Brussels');

describe('the day', () => {
  test.each([
    ['Europe/Brussels', '2026-11-26T22:59:59.999Z', '2026-11-26'],
    ['Europe/Brussels', '2026-11-26T23:00:00.000Z', '2026-11-27'],
    ['Europe/Brussels', '2026-07-01T22:00:00.000Z', '2026-07-02'],
    ['Europe/Lisbon', '2026-07-01T22:59:59.999Z', '2026-07-01'],
    ['Europe/Athens', '2026-12-31T22:00:00.000Z', '2027-01-01'],
    ['Atlantic/Reykjavik', '2026-12-31T23:59:59.000Z', '2026-12-31'],
    ['Europe/Brussels', '0999-12-31T00:00:00.000Z', '0999-12-31'],
  ])('in %s at %s is %s', (zone, at, day) => {
    expect(hereIn(zone).dayOf(at)).toBe(day);
  });
});

describe('the moment', () => {
  test.each([
    ['Europe/Brussels', '2026-11-27 10:00', '2026-11-27T09:00:00.000Z'],
    ['Europe/Brussels', '2026-07-01 10:00', '2026-07-01T08:00:00.000Z'],
    ['Europe/Lisbon', '2026-11-27 00:00', '2026-11-27T00:00:00.000Z'],
    // Clocks leap from 2:00 to 3:00.
    ['Europe/Brussels', '2026-03-29 01:59', '2026-03-29T00:59:00.000Z'],
    ['Europe/Brussels', '2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
    ['Europe/Brussels', '2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
    // Clocks go back from 3:00 to 2:00.
    ['Europe/Brussels', '2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
    ['Europe/Brussels', '2026-10-25 03:00', '2026-10-25T02:00:00.000Z'],
    // Clocks showed the time of the place then; the day before is in a year of three digits.
    ['Europe/Brussels', '1000-01-01 00:00', '0999-12-31T23:42:30.000Z'],
    ['Europe/Brussels', '0001-01-02 00:00', '0001-01-01T23:42:30.000Z'],
  ])('in %s at which clocks show %s is %s', (zone, shown, at) => {
    const [day = '', time = ''] = shown.split(' ');
    expect(hereIn(zone).momentOf(day, time)).toBe(at);
  });

  test('is on that day, wherever clocks are moved', () => {
    const zones = fc.constantFrom('Europe/Brussels', 'Europe/Lisbon', 'Europe/Athens', 'Atlantic/Azores');
    const days = fc.date({ min: new Date('2024-01-01'), max: new Date('2035-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, days, fc.integer({ min: 4, max: 23 }), (zone, date, hour) => {
        const day = date.toISOString().slice(0, 10);
        expect(hereIn(zone).dayOf(hereIn(zone).momentOf(day, `${String(hour).padStart(2, '0')}:00`))).toBe(
          day,
        );
      }),
    );
  });
});

describe('working days', () => {
  test.each([
    ['2026-11-27', 1, '2026-11-30'],
    ['2026-11-28', 1, '2026-11-30'],
    ['2026-12-23', 1, '2026-12-29'],
    ['2026-12-23', 0, '2026-12-23'],
    ['2026-11-27', 15, '2026-12-18'],
  ])('%s and %i of them are %s', (day, count, later) => {
    expect(workingDaysLater(BRUSSELS, day, count)).toBe(later);
  });

  test('follow each other: so many later lie so many between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 }), (start, count) => {
        const from = workingDaysLater(BRUSSELS, '2026-11-27', start);
        const end = workingDaysLater(BRUSSELS, from, count);
        expect(BRUSSELS.isWorkingDay(end)).toBe(true);
        expect(workingDaysLater(BRUSSELS, workingDaysLater(BRUSSELS, from, count - 1), 1)).toBe(end);
      }),
    );
  });
});
