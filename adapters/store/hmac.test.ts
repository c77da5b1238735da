import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openHmac } from './hmac.ts';

const asNode = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

it('makes of each text what Node makes of it, one after the other under the same key', () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => index);
  const ours = openHmac(key);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(ours(text)).toEqual(asNode(key, text));
    }),
  );
});

it.each([0, 1, 1343, 1344, 1345, 4096, 100_000])(
  'takes texts of %d characters, of three bytes each',
  (length) => {
    const text = '€'.repeat(length);
    expect(openHmac(new Uint8Array(32))(text)).toEqual(asNode(new Uint8Array(32), text));
  },
);

it('has an answer of its own for each text', () => {
  const ours = openHmac(new Uint8Array(32));
  const first = ours('one');
  ours('other');
  expect(first).toEqual(asNode(new Uint8Array(32), 'one'));
});

it('takes keys of up to a block, and no longer ones', () => {
  expect(openHmac(new Uint8Array(64).fill(7))('text')).toEqual(asNode(new Uint8Array(64).fill(7), 'text'));
  expect(() => openHmac(new Uint8Array(65))).toThrow(TypeError);
});
