import type { Verification } from '../../verification.ts';
import type { KeptRoot } from '../root-store.ts';
import { followRoot, NO_ROOT, type Followed } from '../verify-roots.ts';
import type { Note } from './problem.ts';
import type { AuditSource } from './source.ts';

/** Judges a seal beside its statement, by the certificates that are trusted. */
export type JudgeSeal = (
  statement: Uint8Array,
  signature: Uint8Array,
) => Pick<Verification, 'indication' | 'level' | 'text'>;

export type RootCounts = {
  roots: number;
  /** Heads under all of them. */
  covered: number;
  sealed: number;
  /** Seals whose time stamp is sound, too. */
  stamped: number;
  /** Seals that can neither be called good nor bad, by the reason, and the first root of each. */
  readonly doubts: Map<string, Doubt>;
};
export type Doubt = { readonly reason: string; readonly root: number; count: number };

export function noRootCounts(): RootCounts {
  return { roots: 0, covered: 0, sealed: 0, stamped: 0, doubts: new Map() };
}

/** Goes through all roots from the first one on: each follows the one before, is that of its heads, and is sealed. */
export async function auditRoots(
  source: Pick<AuditSource, 'roots' | 'headsUnder'>,
  how: {
    readonly note: Note;
    readonly judge: JudgeSeal;
    readonly counts: RootCounts;
    /** Numbers of roots of which something else tells. */
    readonly known: readonly number[];
  },
): Promise<void> {
  const awaited = new Set(how.known);
  const { note, counts } = how;
  const sealing = openSealing(how);
  let before: Followed = NO_ROOT;
  for await (const page of source.roots)
    for (const root of page) {
      const heads = await source.headsUnder(root.number);
      counts.roots += 1;
      awaited.delete(root.number);
      counts.covered += heads.length;
      const { problems, after } = followRoot({ statement: root.statement, heads }, before);
      const isNamed = after.number === root.number || problems.length > 0;
      const found = isNamed ? problems : (['NUMBER_OUT_OF_ORDER'] as const);
      for (const code of found) note({ code, root: root.number });
      before = after;
      sealing.see(root);
    }
  for (const root of awaited) note({ code: 'ROOT_MISSING', root });
}

type Sealing = { readonly note: Note; readonly judge: JudgeSeal; readonly counts: RootCounts };

function openSealing(how: Sealing): {
  see(root: KeptRoot): void;
} {
  const { note, judge, counts } = how;
  let unsealed: number | undefined;
  function weigh({ number, statement }: KeptRoot, signature: Uint8Array): void {
    const { indication, level, text = indication } = judge(new TextEncoder().encode(statement), signature);
    if (indication === 'TOTAL-PASSED') {
      counts.sealed += 1;
      if (level !== 'B-B') counts.stamped += 1;
    } else if (indication === 'TOTAL-FAILED') note({ code: 'SEAL_BROKEN', root: number, what: text });
    else {
      const doubt = counts.doubts.get(text) ?? { reason: text, root: number, count: 0 };
      counts.doubts.set(text, { ...doubt, count: doubt.count + 1 });
    }
  }
  return {
    see(root) {
      const { number, signature } = root;
      if (signature === undefined) {
        unsealed ??= number;
        return;
      }
      if (unsealed !== undefined) note({ code: 'SEAL_MISSING', root: unsealed });
      unsealed = undefined;
      weigh(root, signature);
    },
  };
}
