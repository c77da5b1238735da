import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

/** Whoever has a file stands where the file is, and not in the checkout. */
test('a file is judged wherever the command is called', async () => {
  const file = resolve('README.md');
  const answered = await new Promise<{ readonly code: number | string | null; readonly said: string }>(
    (done) => {
      const child = execFile(
        process.execPath,
        ['--import', import.meta.resolve('tsx'), resolve('scripts/verify.ts'), file],
        { cwd: '/' },
        (_, stdout, stderr) => done({ code: child.exitCode, said: stdout + stderr }),
      );
    },
  );
  expect(answered).toEqual({ code: 2, said: expect.stringContaining('has a form that is not read here') });
}, 60_000);
