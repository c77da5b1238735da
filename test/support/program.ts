import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Config } from '../../adapters/config/config.ts';

/** One of the hub's programs as a process of its own. */
export type Program = {
  readonly child: ChildProcess;
  /** Everything that it has written so far, on both outputs. */
  output(): string;
  /** Resolves with its exit code; nothing when it was killed. */
  readonly ended: Promise<number | undefined>;
};

export function startProgram(file: string, config: Config): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...environmentOf(config) },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return {
    child,
    output: () => Buffer.concat(chunks).toString('utf8'),
    ended: once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : undefined)),
  };
}

/** Whether it runs by now: it says so in its log. */
export function hasStarted({ output }: Program): boolean {
  return output().includes('"msg":"started"');
}

function environmentOf(config: Config): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
}
