import { expect, test } from 'vitest';
import { canonicalOf, digestOf } from '../../../adapters/codecs/canonical.ts';
import { EPOCHS, testifyEpoch } from '../../epoch/epoch.ts';
import type { EvidenceRecord } from '../../ports/records.ts';
import { CHAIN_START } from '../record.ts';
import { readBody } from './body.ts';
import { auditEpochs, hearEpochs, type TestifiedEpoch } from './epochs.ts';
import type { AuditProblem } from './problem.ts';
import type { KeptEpoch } from './source.ts';

const codec = { canonical: canonicalOf, digest: (value: unknown) => digestOf(canonicalOf(value)) };
const AT = '2026-11-26T09:00:00.000Z';
const LOST = {
  chains: [{ chain: 'REQ-1', kept: 2, lost: 5 }],
  roots: [{ number: 7, digest: 'a'.repeat(64) }],
};
const FIRST: KeptEpoch = { number: 1, openedAt: AT, lastRoot: 0 };
const SECOND: KeptEpoch = { number: 2, openedAt: AT, lastRoot: 6, lost: canonicalOf(LOST) };
const head = { chain: EPOCHS, seq: 2_000_000, hash: CHAIN_START, caseSeq: 0 };
const { record } = testifyEpoch(codec, head, { number: 2, at: AT, lastRoot: 6, lost: LOST });

function audited(kept: readonly KeptEpoch[], records: readonly EvidenceRecord[]) {
  const [testified, problems]: [TestifiedEpoch[], AuditProblem[]] = [[], []];
  const check = hearEpochs({ testified });
  for (const one of records) void check.see?.({ ...one, said: readBody(one.body) });
  const epochs = auditEpochs(kept, { codec, testified, note: (problem) => void problems.push(problem) });
  return { epochs, problems };
}

test('what was lost before an epoch is told as its record testifies to it', () => {
  expect(audited([FIRST, SECOND], [record])).toEqual({
    epochs: [
      { number: 1, openedAt: AT },
      { number: 2, openedAt: AT, lost: LOST },
    ],
    problems: [],
  });
});

test.for<[string, readonly KeptEpoch[], readonly EvidenceRecord[], number]>([
  ['an epoch that nobody has testified to', [FIRST, SECOND], [], 2],
  ['an epoch that is gone', [FIRST], [record], 2],
  ['a loss that was made less', [FIRST, { ...SECOND, lost: canonicalOf({ ...LOST, chains: [] }) }], [record], 2],
  ['a loss that is none', [FIRST, { ...SECOND, lost: '{' }], [record], 2],
  ['an epoch that somebody has made up, with no loss', [FIRST, { number: 2, openedAt: AT, lastRoot: 6 }], [], 2],
  ['an epoch that was dated back', [FIRST, { ...SECOND, openedAt: '2026-01-01T00:00:00.000Z' }], [record], 2],
  ['an epoch that follows another root', [FIRST, { ...SECOND, lastRoot: 5 }], [record], 2],
  ['a loss where there can be none', [{ ...FIRST, lost: canonicalOf(LOST) }], [], 1],
])('%s is a problem', ([, kept, records, epoch]) => {
  expect(audited(kept, records).problems).toEqual([{ code: 'EPOCH_DIFFERS', epoch }]);
}); // prettier-ignore

test('an epoch whose row somebody else has written is a problem of its own', () => {
  const { problems } = audited([{ ...FIRST, isOurs: false }], []);
  expect(problems).toEqual([{ code: 'EPOCH_FORGED', epoch: 1 }]);
});
