import { expect, test } from 'vitest';
import type { Receipt } from '../../schemas/receipt.ts';
import { withoutContent } from './erased-receipt.ts';

const DIGEST = '5d41402abc4b2a76b9719d911017c592ae35fa8f3d1d0e7b0c3d2a1f00112233';
const evidence = { chain: 'system/x', seq: 3, hash: 'a'.repeat(64) };
const base = { message: 'm-1', digest: DIGEST, receivedAt: '2026-11-21T09:30:00.000Z', evidence };

function left(id: string, receipt: Receipt) {
  return withoutContent({ id, receipt }, 'erased:new');
}

test('of a receipt that accepts there stays everything but the digest', () => {
  const whole: Receipt = { ...base, outcome: 'accepted', case: 'REQ-1', version: 1, status: 'closed' };
  const { digest: _digest, ...said } = whole;
  expect(left('m-1', whole)).toEqual({ id: 'm-1', receipt: said });
});

test('of faults there stay the codes, with the text of the catalogue', () => {
  const faults = [
    { code: 'KEYWORD_UNKNOWN', path: '/data/Quakenbrink', text: 'The area has no keyword Quakenbrink.' },
    { code: 'A_CODE_OF_OLD', text: 'Quakenbrink' },
  ];
  expect(left('m-1', { ...base, outcome: 'rejected', faults }).receipt.faults).toEqual([
    { code: 'KEYWORD_UNKNOWN', text: 'The area has no keyword {keyword}.' },
    { code: 'A_CODE_OF_OLD', text: 'A_CODE_OF_OLD' },
  ]);
});

test.each([
  [`unreadable:${DIGEST.slice(0, 40)}`, `unreadable:${DIGEST.slice(0, 40)}`, 'erased:new'],
  [`m-1#${DIGEST.slice(0, 16)}`, 'm-1', 'm-1'],
])('an id made of the digest goes: %s', (id, message, kept) => {
  const { id: now, receipt } = left(id, { ...base, message, outcome: 'rejected', faults: [] });
  expect(now).toBe('erased:new');
  expect(receipt.message).toBe(kept);
});

test('an id that its sender has chosen stays, whatever it looks like, where the message had its effect', () => {
  const id = `unreadable:${DIGEST.slice(0, 40)}`;
  expect(left(id, { ...base, message: id, outcome: 'accepted' }).id).toBe(id);
});
