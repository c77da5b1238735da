import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../hub/ports.ts';

export type Repeating = { stop(): Promise<void> };

/**
 * Does the work again and again, with a pause between: never twice at once, and a failure only delays it. Long work looks
 * at the signal now and then.
 */
export function repeat(pauseMs: number, log: Log, work: (signal: AbortSignal) => Promise<void>): Repeating {
  const ending = new AbortController();
  const running = run(ending.signal);
  async function run(signal: AbortSignal) {
    while (!signal.aborted) {
      try {
        await work(signal);
      } catch (error) {
        log.warn(
          { reason: error instanceof Error ? error.name : 'unknown' },
          'periodic work failed; it is tried again',
        );
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}
