import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const TSA = { TSA_URL: 'http://tsa.example', TSA_TRUST: 'tsa.pem', TSA_POLICY: '1.2.3' };

test('the authority comes from the environment, and is trusted', () => {
  expect(readOptions(['a.pdf', 'b.pdf', '--trust', 'root.pem'], TSA)).toEqual({
    files: ['a.pdf', 'b.pdf'],
    to: 'beside',
    isQuestion: false,
    tsa: 'http://tsa.example',
    policy: '1.2.3',
    tsaTrust: ['tsa.pem'],
    trust: ['root.pem', 'tsa.pem'],
    isHelpWanted: false,
  });
});

test('what is said goes before the environment', () => {
  const args = ['a.pdf', '--tsa', 'https://other', '--tsa-trust', 'o.cer', '--policy', '1.5', '--out', 'dir'];
  expect(readOptions(args, TSA)).toMatchObject({
    to: { folder: 'dir' },
    tsa: 'https://other',
    policy: '1.5',
    tsaTrust: ['o.cer'],
    trust: ['o.cer'],
  });
});

test('to tell when takes nothing but files', () => {
  expect(readOptions(['a.pdf', '--when'], {})).toMatchObject({ isQuestion: true });
});

test.each([
  [[], TSA],
  [['--when'], TSA],
  [['a.pdf'], {}],
  [['a.pdf', '--trust', 'root.pem'], {}],
  [['a.pdf', '--tsa', 'file:///etc/passwd', '--trust', 'root.pem'], {}],
  [['a.pdf', '--tsa', 'http://tsa.example'], {}],
  [['a.pdf', '--out', 'dir', '--in-place'], TSA],
  [['a.pdf', '--overwrite'], TSA],
  [['a.pdf', '--out'], TSA],
])('%j with %j cannot be asked', (args, environment) => {
  expect(readOptions(args, environment)).toBeTypeOf('string');
});

test('help needs no file', () => {
  expect(readOptions(['--help'], {})).toMatchObject({ isHelpWanted: true });
});
