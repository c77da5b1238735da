import type { ChainHead, KeptRoot, RootStore } from '../evidence/root-store.ts';

type Kept = KeptRoot & {
  readonly heads: readonly ChainHead[];
  readonly takenAt?: string;
  readonly at: string;
};

/** The port of roots in memory: `add` is what a transaction would write into the evidence. */
export function openMemoryRoots(): RootStore & { add(...heads: readonly ChainHead[]): void } {
  const roots: Kept[] = [];
  let fresh: readonly ChainHead[] = [];
  function change(number: number, to: (root: Kept) => Kept | undefined): boolean {
    const root = roots[number - 1];
    const changed = root === undefined || root.signature !== undefined ? undefined : to(root);
    if (changed !== undefined) roots[number - 1] = changed;
    return changed !== undefined;
  }
  return {
    add: (...heads) => void (fresh = [...fresh, ...heads]),
    async gather(state) {
      if (fresh.length === 0) return 0;
      const [heads, last] = [fresh, roots.at(-1)];
      roots.push({ number: (last?.number ?? 0) + 1, heads, ...state(heads, last ?? { number: 0 }) });
      fresh = [];
      return 1;
    },
    async takeUnsealed(at) {
      const root = roots.find(({ signature }) => signature === undefined);
      if (root === undefined || root.takenAt !== undefined) return undefined;
      change(root.number, (one) => ({ ...one, takenAt: at }));
      return root;
    },
    async giveBackRoot(number, takenAt) {
      change(number, ({ takenAt: taken, ...root }) => (taken === takenAt ? root : undefined));
    },
    keepSeal: async (number, { signature }) => change(number, (root) => ({ ...root, signature })),
    unsealedSince: async () => roots.find(({ signature }) => signature === undefined)?.at,
    rootsOf: async (chain) =>
      roots.flatMap((root) => {
        const index = root.heads.findIndex((head) => head.chain === chain);
        return index < 0 ? [] : [{ ...root, index }];
      }),
    headsUnder: async (number) => roots[number - 1]?.heads ?? [],
    rootsAfter: async (number, limit) => roots.slice(number, number + limit),
  };
}
