import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('whether only to tell, and whether to go on against all appearance', () => {
  expect(readOptions([])).toEqual({ isList: false, isAnyway: false, isHelpWanted: false });
  expect(readOptions(['--list'])).toMatchObject({ isList: true });
  expect(readOptions(['--anyway'])).toMatchObject({ isAnyway: true });
});

test.each([[['REQ-1']], [['--loud']]])('%j cannot be asked', (args) => {
  expect(readOptions(args)).toBeTypeOf('string');
});
