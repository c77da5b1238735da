import { expect, test } from 'vitest';
import { binaryArray } from './columns.ts';

test('an array stands as array_recv reads it: dimensions, gaps, type, length, bound, and each value with its length', () => {
  const array = binaryArray('text', ['ü"', null]);
  expect(array.toString('hex')).toBe(
    ['00000001', '00000001', '00000019', '00000002', '00000001', '00000003', 'c3bc22', 'ffffffff'].join(''),
  );
});

test('an instant is told in microseconds since the beginning of 2000, before that in negative ones', () => {
  const after = binaryArray('timestamptz', ['2000-01-01T00:00:00.001Z', '1999-12-31T23:59:59.999Z']);
  expect(after.readBigInt64BE(24)).toBe(1000n);
  expect(after.readBigInt64BE(36)).toBe(-1000n);
});
