import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CASE_EVENTS } from '../../domain/case/events.ts';
import type { Workflow } from '../../domain/case/workflow.ts';
import { echo } from '../../domain/testing/echo/index.ts';
import { WORKFLOWS } from '../../domain/workflows.ts';
import { CATALOGUE } from '../../schemas/catalogue.ts';
import { findCircle, importsOf, isForTests, roomOf, sourceFiles, withoutComments } from './imports.ts';

/** The floors of `domain/`: each may know those that are named, by types as well (decision 19). */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  reports: ['kernel'],
  values: ['kernel', 'reports'],
  area: ['kernel', 'values'],
  directory: ['kernel', 'area'],
  'world.ts': ['kernel', 'area', 'directory'],
  case: ['kernel', 'area', 'directory', 'reports', 'world.ts'],
  exchange: ['kernel', 'reports', 'values', 'area', 'directory'],
};
/** A workflow knows the house, and no other workflow. */
const OF_WORKFLOWS = Object.keys(FLOORS);

const files = sourceFiles();
const domain = files.filter((file) => roomOf(file) === 'domain' && !isForTests(file));
const within = domain.flatMap(importsOf).filter(({ file }) => file !== undefined && domain.includes(file));

function floorOf(file: string): string {
  return file.split('/')[1] ?? '';
}

function namesOf({ name: own, roles, commands, tells }: Workflow): readonly string[] {
  const ofCommands = commands.flatMap(({ name, by }) => [name, ...by.map(({ party }) => party)]);
  return [...new Set([own, ...roles, ...ofCommands, ...Object.keys(tells)])];
}

function saidIn(file: string, names: readonly string[]): readonly string[] {
  const text = withoutComments(readFileSync(file, 'utf8'));
  return names.filter((name) => text.includes(`'${name}'`)).map((name) => `${file}: ${name}`);
}

describe('in domain/', () => {
  test('each floor knows only those below it', () => {
    expect(within.length).toBeGreaterThan(100);
    const wrong = within.filter(({ from, file = '' }) => {
      const [here, there] = [floorOf(from), floorOf(file)];
      return here !== there && here !== 'workflows.ts' && !(FLOORS[here] ?? OF_WORKFLOWS).includes(there);
    });
    expect(wrong.map(({ from, file }) => `${from} -> ${file ?? ''}`)).toEqual([]);
  });

  test('every folder is a floor or a workflow', () => {
    const workflows = WORKFLOWS.map(({ name }) => name);
    const folders = new Set(domain.map(floorOf).filter((floor) => floor !== 'workflows.ts'));
    expect([...folders].filter((folder) => FLOORS[folder] === undefined).toSorted()).toEqual(
      workflows.toSorted(),
    );
  });

  test('no floor names a command, a message or a party of a workflow', () => {
    // What another workflow has as well is everybody's.
    const common = namesOf(echo);
    const names = WORKFLOWS.flatMap(namesOf).filter((name) => !common.includes(name));
    expect(names.length).toBeGreaterThan(30);
    const said = domain
      .filter((file) => FLOORS[floorOf(file)] !== undefined)
      .flatMap((file) => saidIn(file, names));
    expect(said).toEqual([]);
  });

  test('no file in a circle, by types neither', () => {
    const edges = new Map(
      domain.map((one) => [one, within.filter(({ from }) => from === one).map(({ file = '' }) => file)]),
    );
    expect(findCircle(domain, edges)).toEqual([]);
  });
});

describe('what the hub does for every workflow', () => {
  const rooms = new Set(['hub', 'adapters', 'worker', 'gateway']);
  const programs = files.filter((file) => rooms.has(roomOf(file)) && !isForTests(file));
  const commands = WORKFLOWS.flatMap((workflow) => workflow.commands.map(({ name }) => name));
  const names = new Set([...CATALOGUE.types.map(({ type }) => type), ...commands, ...CASE_EVENTS]);
  // The answer to a message is the hub's own.
  names.delete('receipt');

  test('names no event, no command and no message of one', () => {
    expect(programs.length).toBeGreaterThan(100);
    expect(programs.flatMap((file) => saidIn(file, [...names]))).toEqual([]);
  });
});
