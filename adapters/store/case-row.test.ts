import { expect, test } from 'vitest';
import { endsThere, type FileEnds, type NewestRecord } from './case-row.ts';
import { openMacs } from './macs.ts';
import { recordMac } from './write-evidence.ts';

const macs = openMacs(Buffer.alloc(32, 1));
const HASH = Buffer.alloc(32, 7);
const file: FileEnds = {
  number: 'REQ-1',
  workflow: 'request',
  area: 'PQ',
  version: 2,
  seq: 3,
  chain_seq: 5,
  chain_head: HASH,
};

function newest(seq: number, caseSeq = 3): NewestRecord {
  const mac = recordMac(macs, { chain: 'REQ-1', seq, caseSeq, hash: HASH.toString('hex') });
  return { newest_seq: seq, newest_hash: HASH, newest_case_seq: caseSeq, newest_mac: mac };
}

test('a row that ends where its newest record says may be built upon', () => {
  expect(endsThere(macs, file, newest(5))).toBe(true);
});

test.for<readonly [string, Partial<FileEnds>]>([
  ['another hash', { chain_head: Buffer.alloc(32, 8) }],
  ['another place', { chain_seq: 6 }],
  ['another event', { seq: 2 }],
  ['the name of another case', { number: 'REQ-2' }],
])('nothing is built upon a row with %s', ([, change]) => {
  expect(endsThere(macs, { ...file, ...change }, newest(5))).toBe(false);
});

test('nothing is built upon a record that the hub has not written, or none at all', () => {
  expect(endsThere(macs, file, { ...newest(5), newest_mac: Buffer.alloc(32) })).toBe(false);
  const none = { newest_seq: null, newest_hash: null, newest_case_seq: null, newest_mac: null };
  expect(endsThere(macs, file, none)).toBe(false);
});

test('places go on higher up only for a case that has gone through a restore, whose version has, too', () => {
  const onward = { ...file, chain_seq: 2_000_000 };
  expect(endsThere(macs, onward, newest(5))).toBe(false);
  expect(endsThere(macs, { ...onward, version: 2_000_000 }, newest(5))).toBe(true);
  expect(endsThere(macs, { ...onward, version: 2_000_000, chain_seq: 2_000_001 }, newest(5))).toBe(false);
});
