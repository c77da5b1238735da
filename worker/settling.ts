import type { Hub } from '../hub/hub.ts';
import type { Outcome } from '../hub/intake/outcome.ts';
import { newEnding, type Ending } from './ending.ts';
import { openLine } from './line.ts';
import { openLoners } from './loners.ts';
import { openTroubles } from './troubles.ts';
import type { Waiting } from './waiting.ts';
import { openWriting, type Settled } from './writing.ts';

export type SettlingHow = {
  readonly settled: Settled;
  /** Keeps a message with which nothing can be done, and answers its sender. */
  setAside(waiting: Waiting): Promise<readonly Outcome[]>;
  /** Told of each fault that is not the message's own. */
  troubled?(error: unknown): void;
  readonly longEnoughMs?: number;
  readonly firstPauseMs?: number;
};

export type Settling = {
  /**
   * Resolves when the line is free for the next batch: each message has been dealt with, or is tried further beside the line. A batch
   * is in order where nothing that came before it waits elsewhere.
   */
  settle(batch: readonly Waiting[], isInOrder?: boolean): Promise<void>;
  /** When something was last written. */
  lastAt(): number;
  /** Since when a batch has held the line, if one does. */
  heldSince(): number | undefined;
  readonly ending: Pick<Ending, 'isOver' | 'wait'>;
  /** Nothing is tried again: what is not written goes back to the broker with the connection. */
  giveUp(): void;
};

const FIRST_PAUSE_MS = 100;

/**
 * Writes batches, whatever happens. What is wrong with a message sends it back, alone. What is wrong with the store makes
 * everybody wait, however long. And where one message meets each time what looks like the second, a statement that
 * always takes too long perhaps, it is tried beside the line, so that nobody waits for it; and it goes aside only when others
 * have been written all the while.
 */
export function openSettling(hub: Hub, how: SettlingHow): Settling {
  const ending = newEnding();
  const writing = openWriting(hub, how.settled);
  const troubles = openTroubles(hub.log, how.troubled);
  const parts = { firstPauseMs: FIRST_PAUSE_MS, ...how, ending, writing, troubles };
  const settleBatch = openLine({ ...parts, loners: openLoners(parts) });
  let heldSince: number | undefined;
  return {
    async settle(batch, isInOrder = true) {
      heldSince = performance.now();
      await settleBatch(batch, isInOrder);
      heldSince = undefined;
    },
    lastAt: () => writing.lastAt(),
    heldSince: () => heldSince,
    ending,
    giveUp: () => ending.end(),
  };
}
