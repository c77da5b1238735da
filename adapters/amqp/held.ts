/** What has been taken over one channel and not been answered yet, by delivery tag: these only grow. */
export type Held = {
  take(tag: number): void;
  answer(tag: number): void;
  answerUpTo(tag: number): void;
  /** Since when something has been held and nothing answered; nothing while nothing is held. */
  stuckSince(): number | undefined;
};

export function newHeld(now: () => number = () => performance.now()): Held {
  const since = new Map<number, number>();
  let answered = 0;
  return {
    take: (tag) => void since.set(tag, now()),
    answer(tag) {
      since.delete(tag);
      answered = now();
    },
    answerUpTo(tag) {
      for (const earlier of since.keys()) {
        if (earlier > tag) break;
        since.delete(earlier);
      }
      answered = now();
    },
    stuckSince() {
      const [oldest] = since.values();
      return oldest === undefined ? undefined : Math.max(oldest, answered);
    },
  };
}
