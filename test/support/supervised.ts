import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../adapters/config/config.ts';
import { hasStarted, startProgram, type Program } from './program.ts';

/** A worker that is started again whenever it has ended, as whoever runs a hub would do. */
export type Supervised = {
  kill(): Promise<void>;
  /** Asks it to end, and resolves with its exit code. */
  stop(): Promise<number | undefined>;
  /** Last words of those that ended by themselves after they had started: there should be none. */
  readonly collapses: readonly string[];
};

export function supervise(config: Config, file = 'worker/main.ts'): Supervised {
  const collapses: string[] = [];
  let isWanted = true;
  let wasKilled = false;
  let program = begin();
  function begin(): Program {
    wasKilled = false;
    const started = startProgram(file, config);
    void started.ended.then((code) => follow(started, code));
    return started;
  }
  async function follow(ended: Program, code: number | undefined) {
    if (!isWanted) return;
    if (!wasKilled && hasStarted(ended)) collapses.push(`exit ${code ?? '-'}: ${lastLines(ended.output())}`);
    await sleep(100);
    if (isWanted) program = begin();
  }
  return {
    collapses,
    async kill() {
      wasKilled = true;
      program.child.kill('SIGKILL');
      await program.ended;
    },
    async stop() {
      isWanted = false;
      program.child.kill('SIGTERM');
      return program.ended;
    },
  };
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-12).join('\n');
}
