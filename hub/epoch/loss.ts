import { isRecord } from '../../schemas/message/explain.ts';
import type { ChainHead } from '../evidence/root-store.ts';
import { isRoot, newestOf, type Witness, type WitnessedRoot } from './witness.ts';

/** What had been told and is lost, as far as it was witnessed. */
export type Loss = {
  /** Of each chain the last place that is kept, 0 for none, and the last one that is lost. */
  readonly chains: readonly LostChain[];
  readonly roots: readonly WitnessedRoot[];
};
export type LostChain = { readonly chain: string; readonly kept: number; readonly lost: number };

/** What a database can be asked. */
export type Holdings = {
  /** Which of these it has, by chain and number. */
  having(heads: readonly ChainHead[]): Promise<readonly ChainHead[]>;
  havingRoots(roots: readonly WitnessedRoot[]): Promise<readonly WitnessedRoot[]>;
  /** The last place of each of these chains. */
  lastPlaces(chains: readonly string[]): Promise<ReadonlyMap<string, number>>;
};

/**
 * What witnesses of the epoch and later ones have seen and the database lacks. Earlier epochs are over: what was lost with
 * them is known.
 */
export async function lossOf(
  witnesses: readonly Witness[],
  { epoch, holdings }: { readonly epoch: number; readonly holdings: Holdings },
): Promise<Loss> {
  const heard = witnesses.filter((witness) => witness.epoch >= epoch);
  const heads = new Map(heard.flatMap((one) => one.heads).map((head) => [placeOf(head), head]));
  const roots = new Map(heard.flatMap(({ root }) => root ?? []).map((root) => [root.digest, root]));
  for (const head of await holdings.having([...heads.values()])) heads.delete(placeOf(head));
  for (const root of await holdings.havingRoots([...roots.values()])) roots.delete(root.digest);
  const lost = newestOf([...heads.values()]);
  const kept = await holdings.lastPlaces(lost.map(({ chain }) => chain));
  return {
    chains: lost
      .map(({ chain, seq }) => ({ chain, kept: kept.get(chain) ?? 0, lost: seq }))
      .toSorted((a, b) => (a.chain < b.chain ? -1 : 1)),
    roots: [...roots.values()].toSorted((a, b) => a.number - b.number),
  };
}

function placeOf({ chain, seq, hash }: ChainHead): string {
  return `${hash} ${seq} ${chain}`;
}

export function isNothing({ chains, roots }: Loss): boolean {
  return chains.length === 0 && roots.length === 0;
}

/** Why a database is not taken for the hub's own, by what was witnessed of it; nothing where it lacks nothing. */
export async function contradiction(
  witnesses: readonly Witness[],
  own: { readonly epoch: number; readonly holdings: Holdings },
): Promise<string | undefined> {
  const later = witnesses.find(({ epoch }) => epoch > own.epoch);
  if (later !== undefined)
    return `it is in epoch ${own.epoch}, and epoch ${later.epoch} has been opened in the database ${later.database}`;
  const { chains, roots } = await lossOf(witnesses, own);
  const [chain] = chains;
  if (chain !== undefined) return `it lacks record ${chain.lost} of the chain ${chain.chain}`;
  return roots[0] === undefined ? undefined : `it lacks root ${roots[0].number} of the evidence`;
}

/** A loss out of a table that somebody may have written to. */
export function isLoss(value: unknown): value is Loss {
  if (!isRecord(value)) return false;
  const { chains, roots } = value;
  return Array.isArray(chains) && chains.every(isLostChain) && Array.isArray(roots) && roots.every(isRoot);
}

function isLostChain(value: unknown): value is LostChain {
  if (!isRecord(value)) return false;
  const { chain, kept, lost } = value;
  return typeof chain === 'string' && Number.isSafeInteger(kept) && Number.isSafeInteger(lost);
}
