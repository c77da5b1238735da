import { isOutage } from '../hub/faults.ts';
import type { Outcome } from '../hub/intake/outcome.ts';
import type { Ending } from './ending.ts';
import { newSuspicion, type Suspicion } from './suspicion.ts';
import type { Troubles } from './troubles.ts';
import { isListenedTo, type Waiting } from './waiting.ts';
import { secondsSince, type Settled, type Writing } from './writing.ts';

const LONGEST_PAUSE_MS = 30_000;

/** So many are tried beside the line at once; when more fail it is not they, it is the store. */
const MOST_LONERS = 8;

type Parts = {
  readonly writing: Writing;
  readonly troubles: Troubles;
  readonly ending: Ending;
  readonly settled: Settled;
  /** Keeps a message with which nothing can be done, and answers its sender. */
  setAside(waiting: Waiting): Promise<readonly Outcome[]>;
  readonly longEnoughMs?: number;
  readonly firstPauseMs: number;
};

export type Loners = {
  /** Takes them to try them on while the line goes on; false where they are too many, and none is taken. */
  take(ones: readonly Waiting[]): boolean;
  /** Whether none is tried now. */
  areNone(): boolean;
};

/** Messages that are tried beside the line, each alone, later and later. */
export function openLoners(parts: Parts): Loners {
  const { writing, troubles, ending, firstPauseMs } = parts;
  const loners = new Set<Waiting>();

  async function linger(one: Waiting): Promise<void> {
    loners.add(one);
    const suspicion = newSuspicion(parts.longEnoughMs);
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await ending.wait(pause);
      if (ending.isOver() || !isListenedTo(one)) break;
      if (!suspicion.isProven() && (await isDone(one, suspicion, pause))) break;
      if (suspicion.isProven() && (await isAside(one))) break;
    }
    loners.delete(one);
  }

  /** Tries it once more. */
  async function isDone(one: Waiting, suspicion: Suspicion, pause: number): Promise<boolean> {
    const othersAt = writing.lastAt();
    const error = await writing.attempt([one], false);
    if (error === undefined) return true;
    if (!isOutage(error)) {
      troubles.giveBack(one, error);
      return true;
    }
    troubles.tell(error, pause);
    suspicion.add(othersAt);
    return false;
  }

  /** Begun once, it is tried no other way any more: it may be among the letters already, its sender not yet answered. */
  async function isAside(one: Waiting): Promise<boolean> {
    try {
      const outcomes = await parts.setAside(one);
      one.answering.acknowledge();
      parts.settled(outcomes, secondsSince(one.since));
      return true;
    } catch (error) {
      troubles.tell(error, 0);
      return false;
    }
  }

  return {
    take(ones) {
      if (ones.length > MOST_LONERS - loners.size) return false;
      for (const one of ones) void linger(one);
      return true;
    },
    areNone: () => loners.size === 0,
  };
}
