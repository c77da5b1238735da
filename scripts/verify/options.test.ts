import { expect, test } from 'vitest';
import { readOptions, USAGE } from './options.ts';

test('a file, whom to trust, and how much is demanded', () => {
  const args = ['report.pdf', '--trust', 'a.cer', '--trust', 'b.pem', '--level', 'B-LTA', '--json'];
  expect(readOptions(args)).toEqual({
    file: 'report.pdf',
    signature: undefined,
    trust: ['a.cer', 'b.pem'],
    level: 'B-LTA',
    isJson: true,
    isHelpWanted: false,
  });
});

test.each([
  [[]],
  [['a.pdf', 'b.pdf']],
  [['a.pdf', '--level', 'B-Z']],
  [['a.pdf', '--loud']],
  [['a.pdf', '--trust']],
])('%j cannot be asked', (args) => {
  expect(readOptions(args)).toBeTypeOf('string');
});

test('help needs no file', () => {
  expect(readOptions(['--help'])).toMatchObject({ isHelpWanted: true });
});

test('help names every kind of file that is verified', () => {
  for (const kind of ['report', 'dossier', 'receipt', 'message']) expect(USAGE).toContain(kind);
});
