import type { Clock, Sealer } from '../ports.ts';
import type { KeptRoot, RootStore } from './root-store.ts';
import { stateRoot } from './statement.ts';

/** Puts every head that no root covers yet under a new one; answers how many roots that made. */
export function gatherHeads(roots: RootStore, clock: Clock): Promise<number> {
  return roots.gather((heads, last) => stateRoot(heads, { last, at: clock.now() }));
}

/** Seals one root, at the level that the hub seals with or not at all; false where another worker has been first. */
export async function sealRoot(
  { roots, sealer, clock }: { readonly roots: RootStore; readonly sealer: Sealer; readonly clock: Clock },
  { number, statement }: KeptRoot,
): Promise<boolean> {
  const signature = await sealer.sealApart(new TextEncoder().encode(statement), clock.now());
  return roots.keepSeal(number, { signature, at: clock.now() });
}
