import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { quoted } from './quoted.ts';

test.each(['out/demo/report.pdf', '/home/My Files/r.pdf', "it's $HOME `x` \\", '', '--trust\n'])(
  'a shell reads %j as one word, the same',
  (word) => {
    expect(execFileSync('sh', ['-c', `printf %s ${quoted(word)}`], { encoding: 'utf8' })).toBe(word);
  },
);

test('a plain path stays as it is', () => {
  expect(quoted('out/demo-1/report.pdf')).toBe('out/demo-1/report.pdf');
});
