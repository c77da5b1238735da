import { createHash } from 'node:crypto';
import type { Calendar } from '../../domain/kernel/working-days.ts';
import { calendarFrom, readCalendarFile } from '../../schemas/calendar.ts';
import { broken, readSettings, type SettingsFile } from './settings-file.ts';

/** The calendar of the installation. A broken file stops the start. */
export function openCalendar(file: string, zone: string): Calendar {
  const source: SettingsFile = { file, name: 'calendar', fault: 'CALENDAR_BROKEN' };
  const { text, value } = readSettings(source);
  const read = readCalendarFile(value);
  if ('problems' in read) throw broken(source, read.problems);
  const version = createHash('sha256').update(`${zone} ${text}`).digest('hex').slice(0, 16);
  return calendarFrom(read, { zone, version });
}
