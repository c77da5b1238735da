/** Work under way that nobody waits for, so that a stop can. */
export type Busy = {
  track(work: Promise<void>): Promise<void>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
};

export function newBusy(): Busy {
  const under = new Set<Promise<void>>();
  return {
    async track(work) {
      under.add(work);
      try {
        await work;
      } finally {
        under.delete(work);
      }
    },
    async idle() {
      while (under.size > 0) await Promise.all(under);
    },
  };
}
