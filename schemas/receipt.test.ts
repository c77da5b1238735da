import { expect, test } from 'vitest';
import { fault } from '../domain/kernel/refusals.ts';
import { faultView, isReceipt } from './receipt.ts';

test('a fault says its facts beside its text, for whoever has other words for it', () => {
  const view = faultView(fault('WRONG_STATUS', '/type', { command: 'request.accept', status: 'closed' }));
  expect(view).toEqual({
    code: 'WRONG_STATUS',
    path: '/type',
    text: 'request.accept is not possible while the case is closed.',
    facts: [
      { name: 'command', value: 'request.accept' },
      { name: 'status', value: 'closed' },
    ],
  });
});

test('and no other facts than its text says', () => {
  expect(faultView(fault('CASE_UNKNOWN', '/subject', { secret: 'who it is about' }))).not.toHaveProperty(
    'facts',
  );
  expect(faultView(fault('DUPLICATE_CONFLICT', '/id'))).not.toHaveProperty('facts');
});

test.each([['controls', '\u0000\u202e'], ['nothing', ''], ['too much', 'x'.repeat(5000)]])('a fact of %s makes no receipt that is against its schema', (_, value) => {
  const faults = [faultView(fault('AREA_UNKNOWN', '/data/area', { area: value }))];
  const receipt = { message: 'm-1', outcome: 'rejected', receivedAt: '2026-11-27T10:00:00Z', faults };
  expect(isReceipt(receipt)).toBe(true);
}); // prettier-ignore
