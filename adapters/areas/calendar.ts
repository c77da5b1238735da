import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Calendar } from '../../domain/kernel/working-days.ts';
import { hubFault } from '../../hub/faults.ts';
import { calendarFrom, readCalendarFile } from '../../schemas/calendar.ts';

/** The calendar of the installation. A broken file stops the start. */
export function openCalendar(file: string, zone: string): Calendar {
  const text = readText(file);
  const read = readCalendarFile(parsed(file, text));
  if ('problems' in read) throw broken(file, read.problems);
  const version = createHash('sha256').update(`${zone} ${text}`).digest('hex').slice(0, 16);
  return calendarFrom(read, { zone, version });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw broken(file, ['the file cannot be read']);
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken(file, ['it is not JSON']);
  }
}

function broken(file: string, problems: readonly string[]): Error {
  return hubFault('CALENDAR_BROKEN', `The calendar ${file} cannot be used:\n${problems.join('\n')}`);
}
