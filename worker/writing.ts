import type { Hub } from '../hub/hub.ts';
import type { Outcome } from '../hub/intake/outcome.ts';
import { settle } from '../hub/intake/settle.ts';
import type { Waiting } from './waiting.ts';

/** Told of each batch that is written, with the seconds from its first message's arrival. */
export type Settled = (outcomes: readonly Outcome[], seconds: number) => void;

export type Writing = {
  /** Writes them, and acknowledges them; what prevented it, if anything did. A whole batch has kept its order, and all before it. */
  attempt(batch: readonly Waiting[], isWhole: boolean): Promise<unknown>;
  /** When something was last written. */
  lastAt(): number;
};

export function openWriting(hub: Hub, settled: Settled): Writing {
  let lastAt = performance.now();
  return {
    async attempt(batch, isWhole) {
      try {
        const admissions = batch.map(({ admission }) => admission);
        const outcomes = await settle(hub, admissions);
        lastAt = performance.now();
        acknowledge(batch, isWhole);
        settled(outcomes, secondsSince(batch[0]?.since ?? 0));
        return undefined;
      } catch (error) {
        return error ?? new TypeError('thrown without a reason');
      }
    },
    lastAt: () => lastAt,
  };
}

export function secondsSince(since: number): number {
  return (performance.now() - since) / 1000;
}

/** One word for a whole batch, unless somebody before it in its lane has not been dealt with. */
function acknowledge(batch: readonly Waiting[], isWhole: boolean): void {
  if (!isWhole) return batch.forEach(({ answering }) => answering.acknowledge());
  const lastOfLanes = new Map(batch.map(({ lane, answering }) => [lane, answering]));
  for (const answering of lastOfLanes.values()) answering.acknowledgeUpTo();
}
