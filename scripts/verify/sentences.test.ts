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
  expect(sentences({ kind: 'report', ...found })).toEqual([
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
  expect(sentences({ kind: 'report', ...bad, signatures: [bad], timeStamps: [] })).toEqual([
    'The signature is bad (TOTAL-FAILED, HASH_FAILURE).',
    'The content was changed after it was signed.',
    'In the name of somebody whose certificate is not there.',
    'Its signature: TOTAL-FAILED. The content was changed after it was signed.',
  ]);
});

test('of what is not signed nobody says that its signature is bad', () => {
  const none = {
    indication: 'TOTAL-FAILED',
    subIndication: 'FORMAT_FAILURE',
    reason: 'NO_SIGNATURE',
    text: 'The file has no signature.',
    level: 'NONE',
    signatures: [],
    timeStamps: [],
  };
  expect(sentences({ kind: 'message', ...none })).toEqual([
    'The message is not signed: the hub signs its receipts, and other messages where it is configured so (TOTAL-FAILED, FORMAT_FAILURE).',
  ]);
  expect(sentences({ kind: 'report', ...none })).toEqual([
    'The file is not signed (TOTAL-FAILED, FORMAT_FAILURE).',
  ]);
});

const GOOD = { indication: 'TOTAL-PASSED', level: 'B-B', signatures: [], timeStamps: [] };
const SAYS = { type: 'receipt', id: 'r-1', source: 'urn:imi-hub', time: '2026-11-21T09:00:00Z' };
const RECEIPT = { message: 'm-1', receivedAt: '2026-11-21T08:59:59Z', digest: 'ab'.repeat(32) };
const ACCEPTED = {
  ...RECEIPT,
  outcome: 'accepted',
  case: 'REQ-1',
  version: 1,
  status: 'awaitingAcceptance',
  evidence: { chain: 'REQ-1', seq: 1, hash: 'cd'.repeat(32) },
} as const;

test('of a receipt it is said what became of the message, and where that stands in the evidence', () => {
  expect(sentences({ kind: 'receipt', ...GOOD, says: { ...SAYS, receipt: ACCEPTED } }).slice(2)).toEqual([
    'It says: the message m-1, received at 2026-11-21T08:59:59Z, was accepted: case REQ-1, version 1, awaitingAcceptance.',
    `Digest of that message (SHA-256, RFC 8785): ${RECEIPT.digest}.`,
    `Its place in the evidence: record 1 of REQ-1, hash ${ACCEPTED.evidence.hash}.`,
  ]);
});

test('of a refusal every reason is said', () => {
  const faults = [
    { code: 'SIGNATURE_REQUIRED', path: '/signature', text: 'It is not signed.' },
    { code: 'SENDER_UNKNOWN', text: 'Nobody knows the sender.' },
  ];
  const receipt = { ...RECEIPT, outcome: 'rejected', faults } as const;
  expect(sentences({ kind: 'receipt', ...GOOD, says: { ...SAYS, receipt } })[2]).toBe(
    'It says: the message m-1, received at 2026-11-21T08:59:59Z, was refused: SIGNATURE_REQUIRED at /signature ' +
      '(It is not signed.); SENDER_UNKNOWN (Nobody knows the sender.).',
  );
});

test('the words of a message whose signature is not good are called unproven', () => {
  const says = {
    ...SAYS,
    type: 'request.send',
    id: 'm-1',
    source: 'urn:imi-hub:system:pt',
    subject: 'REQ-1',
  };
  const found = { kind: 'message', ...GOOD, indication: 'TOTAL-FAILED', says } as const;
  expect(sentences(found).at(-1)).toBe(
    'What it says is not proven: the message m-1 of urn:imi-hub:system:pt, request.send on the case REQ-1, made at ' +
      '2026-11-21T09:00:00Z.',
  );
});

test('of a dossier it is said whose it is, and what was found of each file', () => {
  const dossier = {
    dossier: 'd-1',
    case: 'REQ-2026-0000001',
    authority: 'PT-T-LISBOA',
    personalData: true,
    madeAt: '2026-11-21T10:00:00.000Z',
    training: true,
  };
  const contents = [
    { name: 'receipts/001-receipt.json', role: 'receipt', indication: 'TOTAL-PASSED', signer: 'CN=Hub' },
    {
      name: 'evidence/chain.json',
      role: 'chain of evidence',
      indication: 'TOTAL-FAILED',
      text: 'It is broken.',
    },
  ];
  const verdict = { kind: 'dossier', indication: 'TOTAL-FAILED', level: 'NONE' } as const;
  const said = sentences({ ...verdict, signatures: [], timeStamps: [], dossier, contents });
  expect(said.slice(-3)).toEqual([
    'What it says is not proven: the dossier of the case REQ-2026-0000001 for PT-T-LISBOA, with personal data, of training data without legal value, made at 2026-11-21T10:00:00.000Z.',
    '  receipts/001-receipt.json (receipt): good, signed by CN=Hub',
    '  evidence/chain.json (chain of evidence): TOTAL-FAILED. It is broken.',
  ]);
});
