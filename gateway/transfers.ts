/** How many documents are on their way at the same time, each with some pieces in the memory of this process. */
export type Transfers = {
  /** Whether there is room for one more; whoever has begun ends it. */
  begin(system: string): boolean;
  end(system: string): void;
};

/** So many that a few systems which are slow on purpose keep nobody else out. */
const AT_ONCE = { all: 64, ofOneSystem: 4 };

export function openTransfers(): Transfers {
  const inHand = new Map<string, number>();
  return {
    begin(system) {
      const own = inHand.get(system) ?? 0;
      const all = [...inHand.values()].reduce((sum, count) => sum + count, 0);
      if (all >= AT_ONCE.all || own >= AT_ONCE.ofOneSystem) return false;
      inHand.set(system, own + 1);
      return true;
    },
    end(system) {
      const left = (inHand.get(system) ?? 1) - 1;
      if (left > 0) inHand.set(system, left);
      else inHand.delete(system);
    },
  };
}
