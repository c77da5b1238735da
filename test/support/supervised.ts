import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../adapters/config/config.ts';
import { hasStarted, startProgram, type Program } from './program.ts';

/** A worker that is started again whenever it has ended, as whoever runs a hub would do. */
export type Supervised = {
  kill(): Promise<void>;
  /** Asks it to end, and resolves with its last words; with nothing, when it has ended as it should. */
  stop(): Promise<string | undefined>;
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
  async function follow(ended: Program, code: Awaited<Program['ended']>) {
    if (!isWanted) return;
    if (!wasKilled && hasStarted(ended)) collapses.push(lastWords(ended, code));
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
      // One that has just ended is about to be followed by another, and one that is beginning is let begin: what is asked
      // here is how a worker at work ends.
      for (let turn = 0; turn < PATIENCE && !(isAlive(program) && hasStarted(program)); turn += 1)
        await sleep(EACH_TURN_MS);
      isWanted = false;
      program.child.kill('SIGTERM');
      const code = await program.ended;
      return code === 0 ? undefined : lastWords(program, code);
    },
  };
}

const EACH_TURN_MS = 100;
/** Two minutes, in turns. */
const PATIENCE = 1200;

function isAlive({ child }: Program): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function lastWords({ output }: Program, code: Awaited<Program['ended']>): string {
  return `exit ${code}: ${output().trim().split('\n').slice(-12).join('\n')}`;
}
