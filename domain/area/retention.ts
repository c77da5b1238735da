import { daysOf } from '../kernel/calendar.ts';
import type { Instant } from '../kernel/workflow.ts';

/**
 * How long what people wrote is kept after an exchange has ended (handbook 10). Days are those of UTC. The last day of a
 * period of months is the one with the date of the first, or the last of a shorter month (Regulation 1182/71, article 3);
 * since nothing may be left when it is over, erasure is due from its beginning.
 */

/** Longest period that the law admits, in months; it is also that of what belongs to no area (handbook 10). */
export const LONGEST_MONTHS = 6;

/** Whether it is time to erase what was written in an exchange that ended then. */
export function isOver(ended: Instant, months: number, at: Instant): boolean {
  return overFrom(ended, months) <= at;
}

/** From when on it is. */
export function overFrom(ended: Instant, months: number): Instant {
  return `${lastDay(ended, months)}T00:00:00.000Z`;
}

/** The last day of the period, an RFC 3339 full-date. */
export function lastDay(ended: Instant, months: number): string {
  const { day, ...month } = dayOf(ended);
  const last = shifted(month, months);
  return written({ ...last, day: Math.min(day, lengthOf(last)) });
}

/** What ended before this instant is due, and nothing else: the rule above, turned round for whoever searches. */
export function endedBefore(at: Instant, months: number): Instant {
  const { day, ...month } = dayOf(at);
  const first = shifted(month, -months);
  const next = (day === lengthOf(month) ? lengthOf(first) : Math.min(day, lengthOf(first))) + 1;
  const date = next > lengthOf(first) ? { ...shifted(first, 1), day: 1 } : { ...first, day: next };
  return `${written(date)}T00:00:00.000Z`;
}

type Month = { readonly year: number; readonly month: number };
type Day = Month & { readonly day: number };

function dayOf(at: Instant): Day {
  const [year = 0, month = 0, day = 0] = at.slice(0, 10).split('-').map(Number);
  return { year, month, day };
}

function shifted({ year, month }: Month, months: number): Month {
  const count = year * 12 + month - 1 + months;
  return { year: Math.floor(count / 12), month: (count % 12) + 1 };
}

function lengthOf({ year, month }: Month): number {
  return daysOf(year, month);
}

function written({ year, month, day }: Day): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
