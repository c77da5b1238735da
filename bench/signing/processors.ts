import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The processors that this process may use. */
export function allowedProcessors(): readonly number[] {
  const [, list = '0'] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** `taskset` is part of util-linux; without it everything runs, but one processor is not really one. */
export function canPin(): boolean {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export type Pinned = {
  readonly file: string;
  /** Undefined where it may run anywhere. */
  readonly processors: readonly number[] | undefined;
  readonly execArgv?: readonly string[];
};

/** A Node process with all its threads on these processors: V8's own helpers too, which else take a free one. */
export function forkOn({ file, processors, execArgv = [] }: Pinned): ChildProcess {
  if (processors === undefined) return fork(file, { execArgv: [...execArgv] });
  const pin = ['-c', processors.join(','), process.execPath, ...execArgv];
  return fork(file, { execPath: 'taskset', execArgv: pin });
}
