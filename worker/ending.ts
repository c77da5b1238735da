import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether to go on; who waits for the next attempt waits no longer once it is over. */
export type Ending = {
  isOver(): boolean;
  wait(ms: number): Promise<void>;
  end(): void;
};

export function newEnding(): Ending {
  const ending = new AbortController();
  // As many wait as there are messages: each listens for as long as it waits, and none is left behind.
  setMaxListeners(0, ending.signal);
  return {
    isOver: () => ending.signal.aborted,
    wait: (ms) => sleep(ms, undefined, { signal: ending.signal }).catch(() => undefined),
    end: () => ending.abort(),
  };
}
