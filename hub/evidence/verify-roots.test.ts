import { describe, expect, it } from 'vitest';
import type { ChainHead, RootBefore } from './root-store.ts';
import { stateRoot } from './statement.ts';
import { verifyRoots, type RootWithHeads } from './verify-roots.ts';

const AT = '2026-11-21T09:30:00.000Z';
const head = (chain: string, seq: number) => ({ chain, seq, hash: seq.toString(16).padStart(64, '0') });

/** Roots as the hub makes them, one after the other. */
function rootsOver(...all: readonly (readonly ChainHead[])[]): readonly RootWithHeads[] {
  let before: RootBefore = { number: 0 };
  return all.map((heads) => {
    const { number, statement } = stateRoot(heads, { before, at: AT });
    before = { number, statement };
    return { statement, heads };
  });
}

const roots = rootsOver(
  [head('A', 1), head('B', 3)],
  [head('A', 2)],
  [head('B', 4), head('A', 9), head('C', 1)],
);
const [one, two, three] = roots;
if (one === undefined || two === undefined || three === undefined) throw new TypeError('there are three');

describe('all roots together', () => {
  it('verify as they were made', () => {
    expect(verifyRoots(roots)).toEqual([]);
    expect(verifyRoots([])).toEqual([]);
  });

  const forged = stateRoot([head('A', 3)], {
    before: { number: 1, statement: one.statement },
    at: AT,
  }).statement;
  it.each<[string, readonly RootWithHeads[], readonly [number, string][]]>([
    ['the first is missing', [two, three], [[0, 'NUMBER_OUT_OF_ORDER'], [0, 'PREVIOUS_DIFFERS']]],
    ['one is missing', [one, three], [[1, 'NUMBER_OUT_OF_ORDER'], [1, 'PREVIOUS_DIFFERS']]],
    ['one has come twice', [one, one], [[1, 'NUMBER_OUT_OF_ORDER'], [1, 'PREVIOUS_DIFFERS'], [1, 'CHAIN_NOT_LONGER']]],
    ['one was exchanged', [one, { statement: forged, heads: [head('A', 3)] }, three], [[2, 'PREVIOUS_DIFFERS']]],
    ['a head was changed', [one, { ...two, heads: [head('A', 3)] }], [[1, 'ROOT_DIFFERS']]],
    ['heads were exchanged', [{ ...one, heads: one.heads.toReversed() }], [[0, 'ROOT_DIFFERS']]],
    ['a head is gone', [{ ...one, heads: one.heads.slice(1) }], [[0, 'SIZE_DIFFERS'], [0, 'ROOT_DIFFERS']]],
    ['a head has no hash', [{ ...one, heads: [{ chain: 'A', seq: 1, hash: '' }] }], [[0, 'SIZE_DIFFERS'], [0, 'ROOT_DIFFERS']]],
    ['a statement cannot be read', [one, { ...two, statement: '{}' }], [[1, 'STATEMENT_UNREADABLE']]],
    ['a chain was written anew', rootsOver([head('A', 5)], [head('A', 5)], [head('A', 2)]), [[1, 'CHAIN_NOT_LONGER'], [2, 'CHAIN_NOT_LONGER']]],
  ])('do not when %s', (_, given, expected) => {
    expect(verifyRoots(given).map(({ place, problem }) => [place, problem])).toEqual(expected);
  }); // prettier-ignore
});
