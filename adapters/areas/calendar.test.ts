import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openCalendar } from './calendar.ts';

const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(text: string): string {
  const name = join(folder, `${(files += 1)}.json`);
  writeFileSync(name, text);
  return name;
}

test('another zone or another file is another version', () => {
  const brussels = openCalendar('schemas/calendar.json', 'Europe/Brussels');
  expect(openCalendar('schemas/calendar.json', 'Europe/Brussels').version).toBe(brussels.version);
  expect(openCalendar('schemas/calendar.json', 'Europe/Lisbon').version).not.toBe(brussels.version);
  const shorter = openCalendar(file('{ "weekdays": [1, 2, 3, 4], "holidays": [] }'), 'Europe/Brussels');
  expect(shorter.version).not.toBe(brussels.version);
  expect([brussels, shorter].map((calendar) => calendar.isWorkingDay('2026-11-27'))).toEqual([true, false]);
});

test.each([
  ['that is not there', join(folder, 'none.json'), 'the file cannot be read'],
  ['that is no JSON', file('{'), 'it is not JSON'],
])('a calendar %s stops the start', (_, name, why) => {
  expect(() => openCalendar(name, 'UTC')).toThrow(why);
});

test('a calendar that is broken is told with all that is wrong with it', () => {
  const broken = file('{ "weekdays": [0], "holidays": ["2026-02-30"] }');
  expect(() => openCalendar(broken, 'UTC')).toThrow(/\n\/weekdays\/0: .+\n\/holidays\/0: /);
});
