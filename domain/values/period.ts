import type { Static } from 'typebox';
import { date, optional, record } from '../kernel/says.ts';
import { isCalendarDate } from './date.ts';
import { declares, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('period', {});
const says = record({ from: date(), to: optional(date('Absent while the period lasts.')) });
const EXPECTED = 'a period whose end is not before its beginning';

/** From a day to a day, both included; without an end while it lasts. */
export const period = {
  declared,
  member: 'period',
  says,
  expected: () => EXPECTED,
  check: (_, { from, to }, { path }) =>
    isCalendarDate(from) && (to === undefined || (isCalendarDate(to) && from <= to))
      ? []
      : [notOfType(EXPECTED, path)],
  print: ({ from, to }, { phrases }) => `${phrases.day(from)} – ${to === undefined ? '…' : phrases.day(to)}`,
  form: () => ({
    control: 'group',
    parts: [
      { name: 'from', label: 'label.value.from', control: 'date', required: true },
      { name: 'to', label: 'label.value.to', control: 'date', required: false },
    ],
  }),
} as const satisfies ValueKind<Static<typeof declared>, Static<typeof says>>;
