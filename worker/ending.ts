import { setTimeout as sleep } from 'node:timers/promises';

/** Whether to go on; who waits for the next attempt waits no longer once it is over. */
export type Ending = {
  isOver(): boolean;
  wait(ms: number): Promise<void>;
  end(): void;
};

export function newEnding(): Ending {
  const ending = new AbortController();
  return {
    isOver: () => ending.signal.aborted,
    wait: (ms) => sleep(ms, undefined, { signal: ending.signal }).catch(() => undefined),
    end: () => ending.abort(),
  };
}
