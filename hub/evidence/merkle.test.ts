import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusionProof, leafHash, rootFrom, rootOf } from './merkle.ts';

const leaves = (count: number) => Array.from({ length: count }, (_, index) => leafHash(`leaf ${index}`));
const counts = fc.integer({ min: 1, max: 200 });
/** A tree's size with the place of one of its leaves. */
const places = counts.chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));

/** RFC 9162, 2.1.1, to the letter. */
function naiveRoot(list: readonly Buffer[]): Buffer {
  const [first] = list;
  if (first === undefined) return createHash('sha256').digest();
  if (list.length === 1) return first;
  const cut = largestPowerBelow(list.length);
  return node(naiveRoot(list.slice(0, cut)), naiveRoot(list.slice(cut)));
}

/** RFC 9162, 2.1.3.1, to the letter. */
function naiveProof(list: readonly Buffer[], index: number): readonly Buffer[] {
  if (list.length === 1) return [];
  const cut = largestPowerBelow(list.length);
  return index < cut
    ? [...naiveProof(list.slice(0, cut), index), naiveRoot(list.slice(cut))]
    : [...naiveProof(list.slice(cut), index - cut), naiveRoot(list.slice(0, cut))];
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function node(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), left, right]))
    .digest();
}

describe('a Merkle tree', () => {
  // Test vectors of the reference implementation of RFC 6962, whose trees are the same.
  const data = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const known = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  it.each(known.map((root, index) => ({ root, size: index + 1 })))(
    'of $size leaves has the root that others know',
    ({ root, size }) => {
      const hashes = data.slice(0, size).map((hex) =>
        createHash('sha256')
          .update(Buffer.concat([Buffer.of(0), Buffer.from(hex, 'hex')]))
          .digest(),
      );
      expect(rootOf(hashes).toString('hex')).toBe(root);
    },
  );

  it('of no leaf has the hash of nothing', () => {
    expect(rootOf([])).toEqual(createHash('sha256').update('').digest());
  });

  it('has the root of the definition', () => {
    fc.assert(
      fc.property(counts, (size) => {
        expect(rootOf(leaves(size))).toEqual(naiveRoot(leaves(size)));
      }),
    );
  });

  it('does not take a node for a leaf', () => {
    const [left, right] = [leafHash('a'), leafHash('b')];
    expect(rootOf([left, right])).not.toEqual(leafHash(Buffer.concat([left, right]).toString('latin1')));
    expect(leafHash('a')).not.toEqual(createHash('sha256').update('a').digest());
  });
});

describe('a proof of inclusion', () => {
  it('is the one of the definition, and leads to the root', () => {
    fc.assert(
      fc.property(places, ([size, index]) => {
        const proof = inclusionProof(leaves(size), index);
        expect(proof).toEqual(naiveProof(leaves(size), index));
        expect(rootFrom(leafHash(`leaf ${index}`), { index, size, proof })).toEqual(rootOf(leaves(size)));
      }),
    );
  });

  it('leads to no root with another leaf, or from any other place', () => {
    fc.assert(
      fc.property(places, fc.nat(300), ([size, index], elsewhere) => {
        const [root, proof] = [rootOf(leaves(size)), inclusionProof(leaves(size), index)];
        expect(rootFrom(leafHash('forged'), { index, size, proof })).not.toEqual(root);
        fc.pre(elsewhere !== index);
        expect(rootFrom(leafHash(`leaf ${index}`), { index: elsewhere, size, proof })).not.toEqual(root);
      }),
    );
  });

  it('leads to no root when a hash of it is changed, missing, doubled or added', () => {
    fc.assert(
      fc.property(places, fc.nat(), fc.nat(255), ([size, index], which, bit) => {
        const proof = inclusionProof(leaves(size), index);
        const root = rootOf(leaves(size));
        const from = (wrong: readonly Uint8Array[]) =>
          rootFrom(leafHash(`leaf ${index}`), { index, size, proof: wrong });
        expect(from([...proof, root])).toBeUndefined();
        fc.pre(proof.length > 0);
        const at = which % proof.length;
        expect(from(proof.with(at, flipped(proof[at], bit)))).not.toEqual(root);
        expect(from(proof.toSpliced(at, 1))).toBeUndefined();
        expect(from(proof.toSpliced(at, 0, ...proof.slice(at, at + 1)))).toBeUndefined();
      }),
    );
  });

  it.each([
    [-1, 4],
    [4, 4],
    [0, 0],
    [0.5, 4],
    [Number.NaN, 4],
    [0, Number.POSITIVE_INFINITY],
    [0, 2 ** 53],
  ])('of leaf %s of %s proves nothing', (index, size) => {
    expect(rootFrom(leafHash('a'), { index, size, proof: [] })).toBeUndefined();
  });
});

function flipped(hash: Uint8Array | undefined, bit: number): Uint8Array {
  const copy = Buffer.from(hash ?? []);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}
