import { expect, test } from 'vitest';
import { sentences } from './sentences.ts';

const SEAL = {
  indication: 'TOTAL-PASSED',
  level: 'B-LTA',
  signer: 'CN=Seal of the hub',
  claimedAt: '2026-11-21T09:00:00.000Z',
  provenAt: '2026-11-21T09:00:01.000Z',
};
const STAMP = { indication: 'TOTAL-PASSED', authority: 'CN=Authority', at: '2026-11-21T09:00:02.000Z' };

test('a good report is said to be good, by whom it is signed and how old it is proven to be', () => {
  const found = { indication: 'TOTAL-PASSED', level: 'B-LTA', signatures: [SEAL], timeStamps: [STAMP] };
  expect(sentences(found)).toEqual([
    'The signature is good (TOTAL-PASSED).',
    'It reaches the level B-LTA.',
    'Signed by CN=Seal of the hub, by its own claim at 2026-11-21T09:00:00.000Z.',
    'Proven to be older than 2026-11-21T09:00:01.000Z.',
    'Time stamp on the document by CN=Authority at 2026-11-21T09:00:02.000Z: good.',
  ]);
});

test('what is wrong is said in plain words beside those of the standard', () => {
  const bad = {
    indication: 'TOTAL-FAILED',
    subIndication: 'HASH_FAILURE',
    reason: 'DIGEST_DIFFERS',
    text: 'The content was changed after it was signed.',
    level: 'B-LT',
  };
  expect(sentences({ ...bad, signatures: [bad], timeStamps: [] })).toEqual([
    'The signature is bad (TOTAL-FAILED, HASH_FAILURE).',
    'The content was changed after it was signed.',
    'In the name of somebody whose certificate is not there.',
    'Its signature: TOTAL-FAILED. The content was changed after it was signed.',
  ]);
});
