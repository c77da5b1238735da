import type { Handed } from '../hub/outgoing/hand-over.ts';
import type { MarkConsigned } from '../hub/outgoing/relay.ts';

type Waiting = {
  readonly all: readonly Handed[];
  resolve(count: number): void;
  reject(reason: unknown): void;
};

/**
 * Gathers the marks of what has been handed over and writes them together. Nobody waits for a mark: when one is lost with
 * its process, the delivery goes out again under the same id. So one transaction may do for all of a moment.
 */
export function gatherMarks(mark: MarkConsigned, pauseMs: number): MarkConsigned {
  let waiting: Waiting[] = [];
  async function write() {
    const gathered = waiting;
    waiting = [];
    try {
      const count = await mark(gathered.flatMap(({ all }) => all));
      for (const { resolve } of gathered) resolve(count);
    } catch (error) {
      for (const { reject } of gathered) reject(error);
    }
  }
  return (all) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(() => void write(), pauseMs);
      waiting.push({ all, resolve, reject });
    });
}
