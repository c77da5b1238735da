import type { Clock } from '../ports/surroundings.ts';
import type { Sealer } from '../ports/messages.ts';
import type { ChainHead, KeptRoot, RootStore } from './root-store.ts';
import { stateRoot, type Stated } from './statement.ts';

/** A root that was just made, and what lies under it. */
export type MadeRoot = Stated & { readonly heads: readonly ChainHead[] };

/** Puts every head that no root covers yet under a new one; answers the roots that made. */
export async function gatherHeads(roots: RootStore, clock: Clock): Promise<readonly MadeRoot[]> {
  const made: MadeRoot[] = [];
  await roots.gather((heads, before) => {
    const stated = stateRoot(heads, { before, at: clock.now() });
    made.push({ ...stated, heads });
    return stated;
  });
  return made;
}

/** Seals one root, at the level that the hub seals with or not at all; false where another worker has been first. */
export async function sealRoot(
  { roots, sealer, clock }: { readonly roots: RootStore; readonly sealer: Sealer; readonly clock: Clock },
  { number, statement }: KeptRoot,
): Promise<boolean> {
  const signature = await sealer.sealApart(new TextEncoder().encode(statement), clock.now());
  return roots.keepSeal(number, { signature, at: clock.now() });
}
