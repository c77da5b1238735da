import type { Calendar } from '../kernel/working-days.ts';

/** The calendar of the stories: clocks show UTC, and there is no day of rest. */
export const CALENDAR: Calendar = {
  version: '1',
  dayOf: (at) => at.slice(0, 10),
  momentOf: (day, time) => `${day}T${time}:00.000Z`,
  isWorkingDay: () => true,
};
