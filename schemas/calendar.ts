import { Value } from 'typebox/value';
import { date, integer, list, record } from '../domain/kernel/says.ts';
import type { Instant } from '../domain/kernel/workflow.ts';
import type { Calendar } from '../domain/kernel/working-days.ts';
import { explain } from './message/explain.ts';
import { shapeOf } from './message/shape.ts';

const File = record(
  {
    weekdays: list('weekday', integer({ min: 1, max: 7 }), { min: 1, max: 7 }),
    holidays: list('holiday', date(), { max: 1000 }),
  },
  'On which weekdays work is done (ISO 8601: 1 is Monday), and on which days it is not nevertheless.',
);
const SHAPE = shapeOf(File);

export type CalendarFile = { readonly weekdays: readonly number[]; readonly holidays: ReadonlySet<string> };

const DAY_MS = 86_400_000;

/** The calendar of a file in a time zone (IANA name), under the version that whoever has read it gives to both. */
export function calendarFrom(
  { weekdays, holidays }: CalendarFile,
  { zone, version }: { readonly zone: string; readonly version: string },
): Calendar {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  // The Swedish way to write a moment is that of ISO 8601, but for years of fewer than four digits.
  const shownAt = (at: number) => format.format(at).replace(' ', 'T').padStart(19, '0');
  const offsetAt = (at: number) => Date.parse(`${shownAt(at)}Z`) - Math.floor(at / 1000) * 1000;
  return {
    version,
    dayOf: (at: Instant) => shownAt(Date.parse(at)).slice(0, 10),
    momentOf(day, time) {
      const shown = Date.parse(`${day}T${time}:00Z`);
      const before = shown - offsetAt(shown - DAY_MS);
      const after = shown - offsetAt(shown + DAY_MS);
      const found = [before, after].find((at) => at + offsetAt(at) === shown) ?? before;
      return new Date(found).toISOString();
    },
    isWorkingDay(day) {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      return weekdays.includes(weekday === 0 ? 7 : weekday) && !holidays.has(day);
    },
  };
}

/** What a calendar file says, or what is wrong with it: each problem with its place (RFC 6901) and a sentence. */
export function readCalendarFile(value: unknown): CalendarFile | { readonly problems: readonly string[] } {
  if (!Value.Check(File, value))
    return { problems: explain(SHAPE, value).map(({ path, problem }) => `${path}: ${problem}`) };
  const { weekdays, holidays } = value;
  const problems = [...impossible(holidays), ...twice('weekdays', weekdays), ...twice('holidays', holidays)];
  return problems.length > 0 ? { problems } : { weekdays, holidays: new Set(holidays) };
}

function impossible(days: readonly string[]): readonly string[] {
  return days.flatMap((day, index) => {
    const at = new Date(`${day}T00:00:00Z`);
    const isDay = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
    return isDay ? [] : [`/holidays/${index}: there is no such day`];
  });
}

function twice(name: string, all: readonly unknown[]): readonly string[] {
  return all.flatMap((one, index) =>
    all.indexOf(one) === index ? [] : [`/${name}/${index}: it stands there already`],
  );
}
