import { daysLater } from './calendar.ts';
import type { Instant } from './workflow.ts';

/** By which days the hub reckons: its time zone and its working days. Handed in like the clock. A day is an RFC 3339 full-date. */
export type Calendar = {
  /** Another one for every other calendar. */
  readonly version: string;
  /** The day that it is then in the hub's time zone. */
  dayOf(at: Instant): string;
  /**
   * The moment at which the clocks show that time (`HH:MM`) of that day: the first one where they show it twice, and where they
   * leap over it the one so much later, as if they had not been moved yet (RFC 5545, 3.3.5).
   */
  momentOf(day: string, time: string): Instant;
  /** Neither a weekly day of rest nor a holiday (Regulation (EEC, Euratom) No 1182/71, article 2). */
  isWorkingDay(day: string): boolean;
};

/** The so-manieth working day after that day, which itself does not count (the same regulation, article 3(1)). */
export function workingDaysLater(calendar: Calendar, day: string, count: number): string {
  let at = day;
  for (let left = count; left > 0;) {
    at = daysLater(at, 1);
    if (calendar.isWorkingDay(at)) left -= 1;
  }
  return at;
}
