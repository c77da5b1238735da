import type { ChainHead } from './root-store.ts';
import { isHead } from './inclusion.ts';
import { rootOf } from './merkle.ts';
import { isNext } from './places.ts';
import { leafOf, NOTHING, readStatement, statementDigest, type RootStatement } from './statement.ts';

export type RootWithHeads = { readonly statement: string; readonly heads: readonly ChainHead[] };

/** What is wrong with a root, by its place among those handed in, from 0. */
export type RootProblem = { readonly place: number; readonly problem: RootProblemCode };

export type RootProblemCode =
  /** Not a statement in its canonical form. */
  | 'STATEMENT_UNREADABLE'
  /** A root is missing, or has come twice. */
  | 'NUMBER_OUT_OF_ORDER'
  /** The statement does not follow the one before. */
  | 'PREVIOUS_DIFFERS'
  /** The statement speaks of another number of heads. */
  | 'SIZE_DIFFERS'
  /** The heads do not make the root. */
  | 'ROOT_DIFFERS'
  /** A chain is no longer than it was under an earlier root: it was cut and written anew. */
  | 'CHAIN_NOT_LONGER';

/**
 * Verifies all roots, from the first on: that none is missing, each names the one before, and its heads make its root. That
 * the heads are those of chains that verify, and the seals those of the hub, is verified apart.
 */
export function verifyRoots(roots: Iterable<RootWithHeads>): readonly RootProblem[] {
  const problems: RootProblem[] = [];
  const lengths = new Map<string, number>();
  let [place, before] = [0, NO_ROOT];
  for (const root of roots) {
    const { problems: found, after } = followRoot(root, before);
    for (const problem of [...found, ...shortened(root.heads, lengths)]) problems.push({ place, problem });
    place += 1;
    before = after;
  }
  return problems;
}

/** What a root has to follow: the number of the one before, and the digest of its statement. */
export type Followed = { readonly number: number; readonly digest: string };
export const NO_ROOT: Followed = { number: 0, digest: NOTHING };

/** Verifies one root by itself and the one before; how long chains are is verified apart. */
export function followRoot(
  { statement: text, heads }: RootWithHeads,
  before: Followed,
): { readonly problems: readonly RootProblemCode[]; readonly after: Followed } {
  const statement = readStatement(text);
  const problems =
    statement === undefined ? (['STATEMENT_UNREADABLE'] as const) : faults(statement, heads, before);
  // One that is missing is missed once, and not again by all that follow.
  return {
    problems,
    after: { number: statement?.number ?? before.number + 1, digest: statementDigest(text) },
  };
}

function faults(
  { number, previous, root, size }: RootStatement,
  heads: readonly ChainHead[],
  before: Followed,
): readonly RootProblemCode[] {
  const isRoot = heads.every(isHead) && rootOf(heads.map(leafOf)).toString('hex') === root;
  return [
    ...(isNext(before.number, number) ? [] : (['NUMBER_OUT_OF_ORDER'] as const)),
    ...(previous === before.digest ? [] : (['PREVIOUS_DIFFERS'] as const)),
    ...(size === heads.length ? [] : (['SIZE_DIFFERS'] as const)),
    ...(isRoot ? [] : (['ROOT_DIFFERS'] as const)),
  ];
}

/** Remembers how long each chain is. */
function shortened(heads: readonly ChainHead[], lengths: Map<string, number>): readonly RootProblemCode[] {
  const isGrown = heads.every(({ chain, seq }) => seq > (lengths.get(chain) ?? 0));
  for (const { chain, seq } of heads) lengths.set(chain, seq);
  return isGrown ? [] : ['CHAIN_NOT_LONGER'];
}
