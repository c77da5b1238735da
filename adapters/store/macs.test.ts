import { expect, test } from 'vitest';
import { openMacs } from './macs.ts';

const macs = openMacs(new Uint8Array(32).fill(1));
const mac = macs.of('event', ['REQ-1', 2, 'request.accepted', null]);

test('a row fits its own code', () => {
  expect(mac).toHaveLength(32);
  expect(macs.fits(mac, 'event', ['REQ-1', 2, 'request.accepted', null])).toBe(true);
});

test.each([
  ['another place', 'event', ['REQ-2', 2, 'request.accepted', null]],
  ['another kind of row', 'evidence', ['REQ-1', 2, 'request.accepted', null]],
  ['fields that run into each other', 'event', ['REQ-1,2', 'request.accepted', null]],
  ['a number as text', 'event', ['REQ-1', '2', 'request.accepted', null]],
  ['nothing as text', 'event', ['REQ-1', 2, 'request.accepted', 'null']],
] as const)('a code does not fit %s', (_, kind, fields) => {
  expect(macs.fits(mac, kind, fields)).toBe(false);
});

test('no code, a short one, and that of another key fit nothing', () => {
  const other = openMacs(new Uint8Array(32).fill(2)).of('event', ['REQ-1']);
  for (const odd of [null, new Uint8Array(), mac.subarray(1), other])
    expect(macs.fits(odd, 'event', ['REQ-1'])).toBe(false);
});
