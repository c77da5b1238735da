const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month of the Gregorian calendar, 1 to 12. */
export function daysOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (LENGTHS[month - 1] ?? 0);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** So many days later: a day (RFC 3339 full-date), or the same time of day in UTC of an instant with Z. */
export function daysLater(at: string, days: number): string {
  let [year = 0, month = 0, day = 0] = at.slice(0, 10).split('-').map(Number);
  day += days;
  for (let length = daysOf(year, month); day > length; length = daysOf(year, month)) {
    day -= length;
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}${at.slice(10)}`;
}
