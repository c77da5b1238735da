import { spawn, type ChildProcess } from 'node:child_process';
import type { Config } from '../../adapters/config/config.ts';

/** One of the hub's programs as a process of its own. */
export type Program = {
  readonly child: ChildProcess;
  /** Everything that it has written so far, on both outputs. */
  output(): string;
  /** Resolves with its exit code, or with the signal that has ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
};

/** From its source, or as it has been compiled. */
export function startProgram(file: string, config: Config, flags: readonly string[] = []): Program {
  const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...flags, ...loader, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...environmentOf(config) },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return {
    child,
    output: () => Buffer.concat(chunks).toString('utf8'),
    ended: new Promise((resolve) =>
      child.once('exit', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')),
    ),
  };
}

/** Whether it runs by now: it says so in its log. */
export function hasStarted({ output }: Program): boolean {
  return output().includes('"msg":"started"');
}

function environmentOf(config: Config): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
}
