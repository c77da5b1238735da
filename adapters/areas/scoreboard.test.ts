import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isHubFault } from '../../hub/faults.ts';
import { openScoreboard } from './scoreboard.ts';

const folder = mkdtempSync(join(tmpdir(), 'scoreboard-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('that which is published is in order', () => {
  expect(openScoreboard('schemas/scoreboard.json').acceptedWithinDays).toBe(7);
});

test.each([
  ['is not there', join(folder, 'none.json'), 'the file cannot be read'],
  ['is no JSON', file('no.json', '{'), 'it is not JSON'],
  ['says something else', file('other.json', '{ "acceptedWithinDays": 7, "bands": {} }'), '/bands'],
])('a scoreboard that %s stops the start, with the reason', (_, name, why) => {
  let fault: unknown;
  try {
    openScoreboard(name);
  } catch (error) {
    fault = error;
  }
  expect(isHubFault(fault, 'SCOREBOARD_BROKEN')).toBe(true);
  expect(String(fault)).toContain(name);
  expect(String(fault)).toContain(why);
});
