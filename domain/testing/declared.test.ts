import { expect, test } from 'vitest';
import { REFUSALS } from '../kernel/refusal-catalogue.ts';
import { EVERY_COMMAND_REFUSES, fault } from '../kernel/refusals.ts';
import { WORKFLOWS } from '../workflows.ts';
import { compareLead, compareRefusals } from './declared.ts';

const move = { name: 'case.move', when: ['here'], leadsTo: ['there'], refuses: ['FLAG_MISSING'] } as const;
const look = { ...move, name: 'case.look', leadsTo: 'same' } as const;

function at(status: string) {
  return { status, area: 'PQ', version: 1 };
}

test('a story ends where a command leads to what it does not declare', () => {
  expect(() => compareLead(move, at('here'), at('there'))).not.toThrow();
  expect(() => compareLead(move, at('here'), at('here'))).toThrow('case.move does not declare');
  expect(() => compareLead(look, at('here'), at('here'))).not.toThrow();
  expect(() => compareLead(look, at('here'), at('there'))).toThrow('from here to there');
});

test('and where it is refused with what neither it nor every command declares', () => {
  expect(() => compareRefusals(move, [fault('FLAG_MISSING'), fault('WRONG_STATUS')])).not.toThrow();
  expect(() => compareRefusals(move, [fault('NO_REFEREE')])).toThrow('refuses with NO_REFEREE');
});

test("a command declares each of its own refusals once, and none that is every command's", () => {
  for (const { name, refuses } of WORKFLOWS.flatMap(({ commands }) => commands)) {
    expect([name, ...new Set(refuses)]).toEqual([name, ...refuses]);
    const common = refuses.filter((code) => EVERY_COMMAND_REFUSES.some((every) => every === code));
    expect([name, ...common]).toEqual([name]);
  }
});

/** Codes of the catalogue that no command is refused with, and why. */
const OF_NO_COMMAND = {
  COUNTRY_UNKNOWN:
    'published, and nobody refuses with it: a country without authorities is ADDRESSEE_NOT_FOUND',
  REPORT_UNKNOWN: 'of whoever fetches a report over HTTP',
};

test('every code of the catalogue is declared by some command, or by every command, or is known to be of none', () => {
  const declared = WORKFLOWS.flatMap(({ commands }) => commands.flatMap(({ refuses }) => refuses));
  const all = new Set<string>([...EVERY_COMMAND_REFUSES, ...declared]);
  const others = Object.keys(REFUSALS).filter((code) => !all.has(code));
  expect(others.toSorted()).toEqual(Object.keys(OF_NO_COMMAND));
});
