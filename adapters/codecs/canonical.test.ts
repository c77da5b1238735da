import { expect, test } from 'vitest';
import { canonicalize } from '../../connector/canonical.ts';
import { canonicalOf, digestOf } from './canonical.ts';

test('the example of RFC 8785, 3.2.2 comes out as the standard prints it', () => {
  const given: unknown = JSON.parse(`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
    "literals": [null, true, false]
  }`);
  expect(canonicalOf(given)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('members are sorted by UTF-16 code units, as RFC 8785, 3.2.3 has it', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1F600}', '\u0080', '\u00f6'];
  const canonical = canonicalOf(Object.fromEntries(names.map((name) => [name, 0])));
  const sorted = ['\\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1F600}', '\ufb33'];
  expect(canonical).toBe(`{${sorted.map((name) => `"${name}":0`).join(',')}}`);
});

test('the digest is SHA-256 in small hexadecimal', () => {
  expect(digestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

const HALVES = ['\ud800', '\udc00', '\udc00\ud800', 'x\udeady'];
const NO_JSON = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, ...HALVES].map((value) => [value]),
  ...HALVES.map((name) => ({ [name]: 0 })),
];

test.each(NO_JSON.map((value) => ({ value })))(
  '$value has no canonical form, neither with the hub nor with the connector (RFC 8785, 3.2.2.2 and 3.2.2.3)',
  ({ value }) => {
    for (const write of [canonicalOf, canonicalize]) expect(() => write({ value })).toThrow(TypeError);
  },
);

test('whole characters beyond the basic plane are written as they are', () => {
  for (const write of [canonicalOf, canonicalize]) expect(write(['\u{1F600}'])).toBe('["\u{1F600}"]');
});
