import { hash as hashOf } from 'node:crypto';

/**
 * Merkle trees as RFC 9162 makes them (2.1.1): SHA-256, a leaf is hashed with 0x00 before it and an inner node with 0x01,
 * so that no leaf passes for a node. Everything here goes by the hashes of leaves, 32 bytes each.
 */
const LEAF = '\u0000';
const NODE = Buffer.of(0x01);

export function leafHash(data: string): Buffer {
  return hashOf('sha256', LEAF + data, 'buffer');
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hashOf('sha256', Buffer.concat([NODE, left, right]), 'buffer');
}

/** The root over the leaves; that of none is the hash of nothing. */
export function rootOf(leaves: readonly Uint8Array[]): Buffer {
  let level = leaves;
  while (level.length > 1) level = levelAbove(level);
  return Buffer.from(level[0] ?? hashOf('sha256', '', 'buffer'));
}

/** What has to be hashed with the leaf, from the bottom to the top, to come to the root (2.1.3.1). */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  const proof: Uint8Array[] = [];
  let [level, at] = [leaves, index];
  while (level.length > 1) {
    const beside = level[at % 2 === 0 ? at + 1 : at - 1];
    if (beside !== undefined) proof.push(beside);
    [level, at] = [levelAbove(level), Math.floor(at / 2)];
  }
  return proof;
}

/** Pairs from left to right; who is left over goes up as it is. That is the tree of 2.1.1, built from below. */
function levelAbove(level: readonly Uint8Array[]): readonly Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at], level[at + 1]];
    if (left !== undefined) above.push(right === undefined ? left : nodeHash(left, right));
  }
  return above;
}

/** Where a leaf is said to lie in a tree, and what is to prove it. */
export type Place = {
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
};

/** The root to which the proof leads (2.1.3.2); none where index, size and length of the proof cannot be those of a tree. */
export function rootFrom(leaf: Uint8Array, { index, size, proof }: Place): Buffer | undefined {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size)
    return undefined;
  let [at, last] = [index, size - 1];
  let hash: Buffer = Buffer.from(leaf);
  for (const beside of proof) {
    if (last === 0) return undefined;
    if (isOdd(at) || at === last) {
      hash = nodeHash(beside, hash);
      while (!isOdd(at) && at > 0) [at, last] = [half(at), half(last)];
    } else hash = nodeHash(hash, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : undefined;
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
