import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../hub/faults.ts';
import type { Log } from '../hub/ports/surroundings.ts';

export type Stoppable = { stop(): Promise<void> };

export type Repeating = Stoppable & {
  /** When the work was last done without a fault, by the clock that never jumps; before that, when it began. */
  doneAt(): number;
};

/** Of which somebody may know that there is something to do. */
export type Wakeable = Repeating & { wake(): void };

/**
 * Does the work again and again, with a pause between: never twice at once, and a failure only delays it. Long work looks
 * at the signal now and then.
 */
export function repeat(pauseMs: number, log: Log, work: (signal: AbortSignal) => Promise<void>): Wakeable {
  const ending = new AbortController();
  // One for each pause: what is derived from a signal that lives as long as the process is kept as long. Whoever wakes it while
  // it works has it done once more.
  let pause = new AbortController();
  let doneAt = performance.now();
  const running = run(ending.signal);
  async function run(signal: AbortSignal) {
    while (!signal.aborted) {
      pause = new AbortController();
      try {
        await work(signal);
        doneAt = performance.now();
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'periodic work failed; it is tried again');
      }
      await sleep(pauseMs, undefined, { signal: pause.signal }).catch(() => undefined);
    }
  }
  return {
    doneAt: () => doneAt,
    wake: () => pause.abort(),
    async stop() {
      ending.abort();
      pause.abort();
      await running;
    },
  };
}
