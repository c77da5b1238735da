import type { Static } from 'typebox';
import { daysOf } from '../kernel/calendar.ts';
import type { Fault } from '../kernel/refusals.ts';
import { date as says } from '../kernel/says.ts';
import { declares, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('date', {});

type Rule = Static<typeof declared>;

/** A day. */
export const date = {
  declared,
  member: 'date',
  says: says(),
  expected: () => 'a calendar date',
  check: noDate,
  checkLine: noDate,
  print: (value, { phrases }) => phrases.day(value),
  printLine: (line, phrases) => phrases.day(line),
  form: () => ({ control: 'date' }),
} as const satisfies ValueKind<Rule, string>;

function noDate(_: Rule, value: string, { path }: { readonly path: string }): readonly Fault[] {
  return isCalendarDate(value) ? [] : [notOfType('a calendar date', path)];
}

/** A full-date (RFC 3339) that the calendar has, as `date()` of the schema language admits it: no year before 1000. */
export function isCalendarDate(value: string): boolean {
  const match = /^([1-9]\d{3})-(\d{2})-(\d{2})$/.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return day >= 1 && day <= daysOf(year, month);
}
