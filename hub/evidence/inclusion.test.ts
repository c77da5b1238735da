import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMemoryRoots } from '../testing/memory-roots.ts';
import { rootsCovering, verifyInclusion, type Inclusion } from './inclusion.ts';
import { gatherHeads } from './roots.ts';
import { stateRoot } from './statement.ts';

const clock = { now: () => '2026-11-21T09:30:00.000Z' };
const head = (chain: string, seq: number) => ({ chain, seq, hash: seq.toString(16).padStart(64, '0') });

/** The inclusion of one chain among others, under one root. */
async function covered(others: number): Promise<Inclusion> {
  const roots = openMemoryRoots();
  roots.add(...Array.from({ length: others }, (_, index) => head(`REQ-${index}`, 1)), head('REQ-X', 7));
  await gatherHeads(roots, clock);
  const [inclusion] = await rootsCovering(roots, 'REQ-X');
  if (inclusion === undefined) throw new TypeError('the chain is under a root');
  return inclusion;
}

describe('the roots that cover a chain', () => {
  it('are all that hold a head of it, each with a proof that verifies', async () => {
    const roots = openMemoryRoots();
    for (const heads of [
      [head('A', 1), head('B', 1)],
      [head('B', 2)],
      [head('A', 4), head('C', 1), head('B', 3)],
    ]) {
      roots.add(...heads);
      await gatherHeads(roots, clock);
    }
    await roots.keepSeal(1, { signature: Buffer.of(1), at: clock.now() });
    const found = await rootsCovering(roots, 'A');
    expect(found.map(({ leaf }) => leaf.seq)).toEqual([1, 4]);
    expect(found.map(({ signature }) => signature?.length)).toEqual([1, undefined]);
    expect(found.map(verifyInclusion)).toMatchObject([
      { statement: { number: 1 } },
      { statement: { number: 3 } },
    ]);
    expect(await rootsCovering(roots, 'nobody')).toEqual([]);
  });
});

describe('an inclusion', () => {
  it('verifies in a root of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(70), async (others) => {
        expect(verifyInclusion(await covered(others))).toMatchObject({ statement: { size: others + 1 } });
      }),
    );
  });

  const other = stateRoot([head('Z', 1)], { before: { number: 0 }, at: clock.now() }).statement;
  it.each<[string, Partial<Inclusion>, string]>([
    ['a statement that is none', { statement: '{}' }, 'STATEMENT_UNREADABLE'],
    ['another statement', { statement: other }, 'SIZE_DIFFERS'],
    ['another chain', { leaf: head('REQ-Y', 7) }, 'ROOT_DIFFERS'],
    ['another record', { leaf: head('REQ-X', 8) }, 'ROOT_DIFFERS'],
    ['a hash that is none', { leaf: { ...head('REQ-X', 7), hash: 'x' } }, 'PROOF_UNREADABLE'],
    ['a place that is none', { leaf: head('REQ-X', 0.5) }, 'PROOF_UNREADABLE'],
    ['another place', { index: 3 }, 'ROOT_DIFFERS'],
    ['a place outside', { index: 99 }, 'ROOT_DIFFERS'],
    ['another size', { size: 6 }, 'SIZE_DIFFERS'],
    ['no proof', { proof: [] }, 'ROOT_DIFFERS'],
    ['a proof that is none', { proof: ['zz', 'zz'] }, 'PROOF_UNREADABLE'],
    ['a proof without end', { proof: Array.from({ length: 5000 }, () => 'ab'.repeat(32)) }, 'ROOT_DIFFERS'],
  ])('with %s does not', async (_, wrong, problem) => {
    expect(verifyInclusion({ ...(await covered(4)), ...wrong })).toEqual({ problem });
  });
});
