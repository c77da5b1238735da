import { expect, test } from 'vitest';
import { timeZoneProblems } from './time-zone.ts';

test.each(['Europe/Brussels', 'UTC', 'Atlantic/Azores'])('%s is a time zone', (zone) => {
  expect(timeZoneProblems({ HUB_TIME_ZONE: zone })).toEqual([]);
});

test.each(['Mars/Olympus', '', 'Europe/Brussel'])('%j is none, and the variable is named', (zone) => {
  expect(timeZoneProblems({ HUB_TIME_ZONE: zone })).toEqual([expect.stringContaining('HUB_TIME_ZONE')]);
});
