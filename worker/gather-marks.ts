import type { Store } from '../hub/ports.ts';

type Waiting = {
  readonly ids: readonly string[];
  readonly at: string;
  resolve(count: number): void;
  reject(reason: unknown): void;
};

/**
 * Gathers the marks of what has been handed over and writes them together. Nobody waits for a mark: when one is lost with
 * its process, the delivery goes out again under the same id. So one statement may do for all of a moment.
 */
export function gatherMarks(store: Pick<Store, 'handedOver'>, pauseMs: number): Store['handedOver'] {
  let waiting: Waiting[] = [];
  async function write() {
    const gathered = waiting;
    waiting = [];
    const at = gathered.at(-1)?.at ?? '';
    try {
      const count = await store.handedOver(
        gathered.flatMap(({ ids }) => ids),
        at,
      );
      for (const { resolve } of gathered) resolve(count);
    } catch (error) {
      for (const { reject } of gathered) reject(error);
    }
  }
  return (ids, at, system) => {
    // The marks of one system are those of its acknowledgement over HTTP, which it waits for.
    if (system !== undefined) return store.handedOver(ids, at, system);
    return new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(() => void write(), pauseMs);
      waiting.push({ ids, at, resolve, reject });
    });
  };
}
