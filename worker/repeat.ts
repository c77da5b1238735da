import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../hub/faults.ts';
import type { Log } from '../hub/ports/surroundings.ts';

export type Stoppable = { stop(): Promise<void> };

export type Repeating = Stoppable & {
  /** When the work was last done without a fault, by the clock that never jumps; before that, when it began. */
  doneAt(): number;
};

/**
 * Does the work again and again, with a pause between: never twice at once, and a failure only delays it. Long work looks
 * at the signal now and then.
 */
export function repeat(pauseMs: number, log: Log, work: (signal: AbortSignal) => Promise<void>): Repeating {
  const ending = new AbortController();
  let doneAt = performance.now();
  const running = run(ending.signal);
  async function run(signal: AbortSignal) {
    while (!signal.aborted) {
      try {
        await work(signal);
        doneAt = performance.now();
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'periodic work failed; it is tried again');
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return {
    doneAt: () => doneAt,
    async stop() {
      ending.abort();
      await running;
    },
  };
}
