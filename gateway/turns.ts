/** Lets in so many at a time under each key; the others wait in the order in which they came. */
export type Turns = {
  /** Resolves with what ends the turn; nothing when too many wait already. */
  take(key: string): Promise<() => void> | undefined;
};

export type TurnLimits = { readonly atOnce: number; readonly waiting: number };

type Queue = { busy: number; readonly waiting: (() => void)[] };

export function openTurns({ atOnce, waiting }: TurnLimits): Turns {
  const queues = new Map<string, Queue>();
  function end(key: string, queue: Queue): void {
    const next = queue.waiting.shift();
    if (next !== undefined) return next();
    queue.busy -= 1;
    if (queue.busy === 0) queues.delete(key);
  }
  return {
    take(key) {
      const queue = queues.get(key) ?? { busy: 0, waiting: [] };
      queues.set(key, queue);
      if (queue.waiting.length >= waiting) return undefined;
      const turn = () => end(key, queue);
      if (queue.busy >= atOnce) return new Promise((resolve) => queue.waiting.push(() => resolve(turn)));
      queue.busy += 1;
      return Promise.resolve(turn);
    },
  };
}
