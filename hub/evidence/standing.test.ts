import { expect, test } from 'vitest';
import { standingOf } from './standing.ts';

const HASH = 'a'.repeat(64);
const losses = [{ chains: [{ chain: 'REQ-1', kept: 2, lost: 5 }], roots: [] }];

test.for([
  ['whose record is there, stands', 2, HASH, 'stands'],
  ['of a place that was lost, is of what was lost', 4, undefined, 'lost'],
  ['of a place where something else stands from before the backup, may be of what was lost', 2, 'b', 'lost'],
  ['of a place beyond all that was told, is unknown', 6, undefined, 'unknown'],
] as const)('a receipt %s', ([, seq, kept, standing]) => {
  expect(standingOf({ chain: 'REQ-1', seq, hash: HASH }, { kept, losses })).toBe(standing);
});

test('a receipt of a chain of which nothing was lost is unknown when it does not stand there', () => {
  expect(standingOf({ chain: 'REQ-2', seq: 1, hash: HASH }, { kept: 'b', losses })).toBe('unknown');
});
