import { expect, test } from 'vitest';
import type { ChainHead } from '../evidence/root-store.ts';
import { contradiction, isLoss, lossOf, type Holdings } from './loss.ts';
import { readWitness, writeWitness, type Witness, type WitnessedRoot } from './witness.ts';

const head = (chain: string, seq: number, sign = 'a'): ChainHead => ({ chain, seq, hash: sign.repeat(64) });
const root = (number: number): WitnessedRoot => ({ number, digest: String(number).repeat(64) });

function witness(epoch: number, heads: readonly ChainHead[], told?: WitnessedRoot): Witness {
  const at = '2026-11-26T09:00:00.000Z';
  return { epoch, database: '77/5', at, heads, ...(told === undefined ? {} : { root: told }) };
}

/** A database that holds these heads and roots. */
function holding(heads: readonly ChainHead[], roots: readonly WitnessedRoot[]): Holdings {
  const kept = new Set(heads.map((one) => JSON.stringify(one)));
  return {
    having: async (asked) => asked.filter((one) => kept.has(JSON.stringify(one))),
    havingRoots: async (asked) => asked.filter(({ digest }) => roots.some((one) => one.digest === digest)),
    lastPlaces: async () => new Map(heads.map(({ chain, seq }) => [chain, seq])),
  };
}

const WITNESSES = [
  witness(1, [head('REQ-1', 1), head('REQ-2', 1)], root(1)),
  witness(1, [head('REQ-1', 2), head('REQ-1', 3), head('REQ-3', 1)]),
  witness(1, [], root(2)),
];

test('what was told and is not there is listed by chain, with what is left of it', async () => {
  const holdings = holding([head('REQ-1', 1), head('REQ-2', 1)], [root(1)]);
  expect(await lossOf(WITNESSES, { epoch: 1, holdings })).toEqual({
    chains: [
      { chain: 'REQ-1', kept: 1, lost: 3 },
      { chain: 'REQ-3', kept: 0, lost: 1 },
    ],
    roots: [root(2)],
  });
  expect(await contradiction(WITNESSES, { epoch: 1, holdings })).toBe('it lacks record 3 of the chain REQ-1');
});

test('another record in the same place is a loss as well', async () => {
  const holdings = holding([head('REQ-1', 1, 'b')], []);
  expect((await lossOf([witness(1, [head('REQ-1', 1)])], { epoch: 1, holdings })).chains).toEqual([
    { chain: 'REQ-1', kept: 1, lost: 1 },
  ]);
});

test('what was lost with an epoch that is over is not lost again', async () => {
  const holdings = holding([head('REQ-9', 1)], []);
  const witnesses = [...WITNESSES, witness(2, [head('REQ-9', 1)])];
  expect(await contradiction(witnesses, { epoch: 2, holdings })).toBeUndefined();
});

test('a database that knows nothing of the newest epoch has been left behind', async () => {
  const holdings = holding([head('REQ-1', 1)], []);
  expect(await contradiction([witness(2, [])], { epoch: 1, holdings })).toMatch(/epoch 2 has been opened/);
});

test('a database that has everything contradicts nothing', async () => {
  const heads = WITNESSES.flatMap((one) => one.heads);
  const holdings = holding(heads, [root(1), root(2)]);
  expect(await contradiction(WITNESSES, { epoch: 1, holdings })).toBeUndefined();
});

test('a witness is read as it was written, and nothing else is one', () => {
  const one = witness(3, [head('REQ-1', 2)], root(4));
  expect(readWitness(writeWitness(one))).toEqual(one);
  const odd = ['{}', 'x', '[]', '{"epoch":1,"database":"x","at":"y","heads":[{"chain":"A","seq":0,"hash":"b"}]}'];
  expect(odd.map((text) => readWitness(Buffer.from(text)))).toEqual(odd.map(() => undefined));
}); // prettier-ignore

test('a loss is told from what somebody has written in its place', () => {
  expect(isLoss({ chains: [{ chain: 'A', kept: 0, lost: 1 }], roots: [root(1)] })).toBe(true);
  expect([null, {}, { chains: [{}], roots: [] }, { chains: [], roots: [1] }].some(isLoss)).toBe(false);
});
