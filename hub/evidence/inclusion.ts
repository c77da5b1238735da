import type { ChainHead, RootStore } from './root-store.ts';
import { inclusionProof, rootFrom } from './merkle.ts';
import { isDigest, leafOf, readStatement, type RootStatement } from './statement.ts';

/** That a chain's head lay under a root: with the seal of its statement this proves the head, and since when it was so. */
export type Inclusion = {
  /** Canonical JSON, to the byte what is sealed. */
  readonly statement: string;
  /** CAdES apart from the statement; absent until it is sealed. */
  readonly signature?: Uint8Array;
  readonly leaf: ChainHead;
  readonly index: number;
  readonly size: number;
  /** Hashes from the bottom to the top, hexadecimal (RFC 9162, 2.1.3). */
  readonly proof: readonly string[];
};

/** All roots that hold a head of the chain, oldest first, with the proof that they do. */
export async function rootsCovering(store: RootStore, chain: string): Promise<readonly Inclusion[]> {
  const covering: Inclusion[] = [];
  for (const { number, index, statement, signature } of await store.rootsOf(chain)) {
    const heads = await store.headsUnder(number);
    const leaf = heads[index];
    if (leaf === undefined) continue;
    const proof = inclusionProof(heads.map(leafOf), index).map((hash) => Buffer.from(hash).toString('hex'));
    const sealed = signature === undefined ? {} : { signature };
    covering.push({ statement, ...sealed, leaf, index, size: heads.length, proof });
  }
  return covering;
}

/** Why a head is not proven to lie under a root. */
export type InclusionProblem =
  /** Not a statement in its canonical form. */
  | 'STATEMENT_UNREADABLE'
  /** The leaf or a hash of the proof is none. */
  | 'PROOF_UNREADABLE'
  /** The statement speaks of another number of heads. */
  | 'SIZE_DIFFERS'
  /** The proof does not lead from this leaf at this place to the root of the statement. */
  | 'ROOT_DIFFERS';

/**
 * Whether the head lies under the root, by what is handed in alone. What the statement is worth, its seal and time stamp
 * say: they are verified apart (`signing/verify/verify-detached.ts`).
 */
export function verifyInclusion(
  inclusion: Inclusion,
): { readonly statement: RootStatement } | { readonly problem: InclusionProblem } {
  const { leaf, index, size, proof } = inclusion;
  const statement = readStatement(inclusion.statement);
  if (statement === undefined) return { problem: 'STATEMENT_UNREADABLE' };
  if (!isHead(leaf) || !proof.every(isDigest)) return { problem: 'PROOF_UNREADABLE' };
  if (size !== statement.size) return { problem: 'SIZE_DIFFERS' };
  const root = rootFrom(leafOf(leaf), { index, size, proof: proof.map((hash) => Buffer.from(hash, 'hex')) });
  return root?.toString('hex') === statement.root ? { statement } : { problem: 'ROOT_DIFFERS' };
}

export function isHead({ chain, seq, hash }: ChainHead): boolean {
  return typeof chain === 'string' && Number.isSafeInteger(seq) && seq > 0 && isDigest(hash);
}
