import { expect, test } from 'vitest';
import type { Audit } from '../../hub/evidence/audit/audit.ts';
import { noCounts } from '../../hub/evidence/audit/check.ts';
import { noRootCounts } from '../../hub/evidence/audit/roots.ts';
import { problemSentence, sentences } from './sentences.ts';

const WHOLE: Audit = {
  outcome: 'whole',
  chains: { ...noCounts(), cases: 2, systems: 1, records: 9, events: 4, receipts: 5, handedOver: 1 },
  roots: { ...noRootCounts(), roots: 3, covered: 7, sealed: 3, stamped: 3 },
  epochs: [{ number: 1, openedAt: '2026-11-01T09:00:00.000Z' }],
  problems: [],
  problemCount: 0,
};

test('of whole evidence it is said what there is of it', () => {
  expect(sentences(WHOLE)).toEqual([
    'The evidence is whole.',
    '9 records in the chains of 2 cases and 1 system.',
    '4 events, 5 receipts; 1 delivery handed over, 0 overdue.',
    '3 roots over 7 heads; 3 seals good, 3 with a time stamp.',
    'All records lie under sealed roots.',
  ]);
});

test('what is not sealed yet, what is erased, and what cannot be said, is said', () => {
  const chains = { ...WHOLE.chains, erasedReceipts: 2, opened: 6, unsealed: 1, unsealedSince: '2026-11-21T09:00:00.000Z' };
  const doubts = new Map([['x', { reason: 'Nobody is trusted.', root: 2, count: 2 }]]);
  expect(sentences({ ...WHOLE, outcome: 'uncertain', chains, roots: { ...WHOLE.roots, sealed: 1, stamped: 0, doubts } })).toEqual([
    'Nothing is wrong with the records, but it cannot be said whether every seal is good.',
    '9 records in the chains of 2 cases and 1 system.',
    '4 events, 5 receipts; 1 delivery handed over, 0 overdue.',
    '6 sealed contents opened.',
    'Of 2 receipts the content is erased: that they stand where they say was checked, and no more.',
    '3 roots over 7 heads; 1 seal good, 0 with a time stamp.',
    '2 seals, from root 2 on, cannot be called good or bad: Nobody is trusted.',
    '1 record under no sealed root yet, the oldest since 2026-11-21T09:00:00.000Z.',
  ]);
}); // prettier-ignore

test('each problem has a line, and what is too much is counted', () => {
  const problems = [{ code: 'LINK_BROKEN', chain: 'REQ-1', record: 2 }] as const;
  expect(sentences({ ...WHOLE, outcome: 'broken', problems, problemCount: 3 })).toEqual([
    'The evidence is broken.',
    ...sentences(WHOLE).slice(1),
    '3 problems:',
    'REQ-1, record 2: it is not the record that was written: it was changed, or the one before it was. LINK_BROKEN',
    'and 2 more.',
  ]);
});

test('a problem names its place, and obeys nobody', () => {
  expect(problemSentence({ code: 'RECEIPT_MISPLACED', chain: '', record: 0, what: 'de \u001b[2Jx\n' })).toBe(
    'no chain, record 0: a receipt says that it stands here, and does not (de �[2Jx�). RECEIPT_MISPLACED',
  );
  expect(problemSentence({ code: 'CREDENTIAL_DIFFERS', chain: 'system/pt-x', what: 'account 2' })).toBe(
    'system/pt-x: a secret of the system is not as the hub has written it (account 2). CREDENTIAL_DIFFERS',
  );
  expect(problemSentence({ code: 'SEAL_MISSING', root: 4 })).toBe(
    'root 4: it has no seal, though a later root has one. SEAL_MISSING',
  );
});
