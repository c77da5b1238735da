import { isOutage } from '../hub/faults.ts';
import type { Ending } from './ending.ts';
import type { Loners } from './loners.ts';
import type { Troubles } from './troubles.ts';
import { isListenedTo, type Waiting } from './waiting.ts';
import type { Writing } from './writing.ts';

const LONGEST_PAUSE_MS = 2000;

/** After so many failures one after the other nobody asks whose fault it is. */
const IN_A_ROW = 2;

type Parts = {
  readonly writing: Writing;
  readonly loners: Loners;
  readonly troubles: Troubles;
  readonly ending: Ending;
  readonly firstPauseMs: number;
};

/** Writes one batch after the other; each time it resolves when every message has been dealt with, or is a loner. */
export function openLine(parts: Parts): (batch: readonly Waiting[], isInOrder: boolean) => Promise<void> {
  const { writing, loners, troubles, ending, firstPauseMs } = parts;
  let isHopeless = false;

  async function settleBatch(batch: readonly Waiting[], isInOrder: boolean): Promise<void> {
    let left = batch;
    for (let pause = firstPauseMs; !isHopeless; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const heard = left.filter(isListenedTo);
      if (heard.length === 0) return;
      // What has been tried one by one has lost its order.
      const isWhole = isInOrder && left === batch && heard.length === batch.length && loners.areNone();
      const error = await writing.attempt(heard, isWhole);
      if (error === undefined) return;
      if (isOutage(error)) troubles.tell(error, pause);
      isHopeless = ending.isOver() && isOutage(error);
      left = isOutage(error) ? await unmask(heard) : await takeApart(heard, error);
      if (left.length === 0) return;
      await ending.wait(pause);
    }
  }

  /** Of a batch that failed for what is in it: who cannot be written goes back, and harms no neighbour. */
  async function takeApart(batch: readonly Waiting[], error: unknown): Promise<readonly Waiting[]> {
    const [only, ...others] = batch;
    if (only === undefined || others.length > 0) return unmask(batch);
    troubles.giveBack(only, error);
    return [];
  }

  /** Answers what has to be tried again together, for it is not the fault of one; what is goes beside the line. */
  async function unmask(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    const left = batch.length === 1 ? batch : await suspectsIn(batch);
    return loners.take(left) ? [] : left;
  }

  /** Tries each alone, once; answers those of whom it cannot be said, and those who were not tried any more. */
  async function suspectsIn(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    const suspects: Waiting[] = [];
    let [tried, inARow] = [0, 0];
    for (const one of batch) {
      if (inARow === IN_A_ROW || isHopeless) break;
      tried += 1;
      const error = await writing.attempt([one], false);
      inARow = isOutage(error) ? inARow + 1 : 0;
      if (isOutage(error)) suspects.push(one);
      else if (error !== undefined) troubles.giveBack(one, error);
    }
    return [...batch.slice(tried), ...suspects];
  }

  return settleBatch;
}
