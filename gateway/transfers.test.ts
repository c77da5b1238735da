import { expect, test } from 'vitest';
import { openTransfers } from './transfers.ts';

function begun(transfers: ReturnType<typeof openTransfers>, systems: readonly string[]): number {
  return systems.filter((system) => transfers.begin(system)).length;
}

test('a system has four transfers at a time, and another one as soon as one has ended', () => {
  const transfers = openTransfers();
  expect(begun(transfers, Array<string>(5).fill('one'))).toBe(4);
  expect(transfers.begin('other')).toBe(true);
  transfers.end('one');
  expect(begun(transfers, ['one', 'one'])).toBe(1);
});

test('all together have sixty-four', () => {
  const systems = Array.from({ length: 70 }, (_, index) => `system-${index}`);
  expect(begun(openTransfers(), systems)).toBe(64);
});
