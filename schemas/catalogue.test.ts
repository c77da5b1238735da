import { describe, expect, test } from 'vitest';
import type { Workflow } from '../domain/case/workflow.ts';
import { bytes, code, list, record } from '../domain/kernel/says.ts';
import { echo } from '../domain/testing/echo/index.ts';
import { hail } from '../domain/testing/hail/index.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { CATALOGUE, makeCatalogue } from './catalogue.ts';

test('further workflows change no message type of those before them', () => {
  const more = makeCatalogue([...WORKFLOWS, echo, hail]);
  expect(more.types.filter(({ type }) => !/^(echo|hail)\./.test(type))).toEqual(CATALOGUE.types);
  expect(more.types.filter(({ type }) => type.startsWith('hail.')).map(({ type }) => type)).toEqual([
    'hail.send',
    'hail.answer',
    'hail.heard',
    'hail.ended',
    'hail.case',
  ]);
});

function like(change: Partial<Workflow>): Workflow {
  return { ...(echo as unknown as Workflow), ...change };
}

function saying(says: Workflow['commands'][number]['says']): Workflow['commands'][number] {
  return { ...Object(echo.commands[0]), name: 'echo.scan', says };
}

describe('workflows that contradict each other, or themselves, are refused at the start', () => {
  const inAreas = echo.inAreas ?? expect.fail('it is used in areas');

  test.each<[string, readonly Workflow[], RegExp]>([
    ['two of a name', [echo, { ...hail, name: 'echo' }], /two workflows are called echo/],
    ['two of a prefix', [echo, { ...hail, prefix: 'ECHO' }], /two prefixes of case numbers are called ECHO/],
    [
      'another command of the same name that says something else',
      [echo, { ...hail, commands: hail.commands.map((one) => ({ ...one, name: 'echo.close' })) }],
      /echo\.close of hail says something else/,
    ],
    [
      'settings under another name',
      [like({ inAreas: { ...inAreas, settings: { ...inAreas.settings, workflow: 'x' } } })],
      /the workflow echo calls itself x in areas/,
    ],
    [
      'access under another name',
      [like({ inAreas: { ...inAreas, access: { ...inAreas.access, workflow: 'y' } } })],
      /the workflow echo calls itself y in areas/,
    ],
    [
      'bytes that are no attachment',
      [like({ commands: [saying(record({ scan: bytes(10) }))] })],
      /echo\.scan has its documents elsewhere than in a list of attachments: \/scan/,
    ],
    [
      'attachments without bytes',
      [like({ commands: [saying(record({ attachments: list('id', code(9), { max: 9 }) }))] })],
      /echo\.scan has its documents elsewhere/,
    ],
    ['a case that shows no commands', [like({ shows: record({}) })], /do not show their commands/],
  ])('%s', (_, workflows, why) => {
    expect(() => makeCatalogue(workflows)).toThrow(why);
  });
});
