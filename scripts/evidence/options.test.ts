import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('whom to trust, and for whom the answer is', () => {
  expect(readOptions(['--trust', 'a.cer', '--trust', 'b.pem', '--json'])).toEqual({
    trust: ['a.cer', 'b.pem'],
    isJson: true,
    isHelpWanted: false,
  });
  expect(readOptions([])).toEqual({ trust: [], isJson: false, isHelpWanted: false });
  expect(readOptions(['--receipt', 'r.xml'])).toMatchObject({ receipt: 'r.xml' });
  expect(readOptions(['-h'])).toMatchObject({ isHelpWanted: true });
});

test.each([[['REQ-2026-0000001']], [['--loud']], [['--trust']]])('%j cannot be asked', (args) => {
  expect(readOptions(args)).toBeTypeOf('string');
});
