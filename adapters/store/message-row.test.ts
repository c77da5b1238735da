import { describe, expect, test } from 'vitest';
import type { StoredMessage } from '../../hub/ports/records.ts';
import { inOrder, type Receipt } from '../../schemas/receipt.ts';
import { openMacs } from './macs.ts';
import { erasedRow, idKept, messageRow, opens, seenFrom, type ReadMessage } from './message-row.ts';
import { openVault } from './vault.ts';

const key = Buffer.alloc(32, 1);
const secrets = { vault: openVault(key), macs: openMacs(key) };
const NAME = 'Quakenbrink';
const receipt: Receipt & { readonly digest: string } = {
  message: `m-${NAME}`,
  digest: 'ab'.repeat(32),
  outcome: 'rejected',
  receivedAt: '2026-11-26T09:00:00.000Z',
  faults: [{ code: 'AREA_UNKNOWN', path: `/data/${NAME}`, text: `There is no legislative area ${NAME}.` }],
  evidence: { chain: 'system/x', seq: 1, hash: 'cd'.repeat(32) },
};
const message: StoredMessage = {
  system: 'x',
  id: `m-${NAME}`,
  digest: receipt.digest,
  receivedAt: receipt.receivedAt,
  outcome: 'rejected',
  receipt,
  receiptId: '00000000-0000-4000-8000-000000000001',
};

/** As the database gives it back. */
function read(row: ReturnType<typeof messageRow>): ReadMessage {
  const { receivedAt, caseNumber, receiptId, ...same } = row;
  return { ...same, received_at: new Date(receivedAt), case_number: caseNumber, receipt_id: receiptId };
}

const kept = read(messageRow(secrets, message));

test('nothing that its sender has chosen or written lies in clear', () => {
  expect(JSON.stringify({ ...kept, sealed: kept.sealed.toString('latin1') })).not.toContain(NAME);
});

test('the receipt is given out as it was', () => {
  const seen = seenFrom(secrets, kept, message.id);
  expect(seen?.receipt).toEqual(receipt);
  // To the byte: it was kept in two parts.
  const [again, first] = [seen?.receipt ?? receipt, receipt].map((one) => JSON.stringify(inOrder(one)));
  expect(again).toBe(first);
  expect(seen).toMatchObject({ digest: receipt.digest, receiptId: message.receiptId });
});

test.each<[string, Partial<ReadMessage>]>([
  ['of another system', { system: 'y' }],
  ['under another id', { id: idKept(secrets.macs, { system: 'x', id: 'm-2' }) }],
  ['of another outcome', { outcome: 'accepted' }],
  ['with another receipt', { receipt: kept.receipt.replace('system/x', 'system/y') }],
  ['under another delivery', { receipt_id: '00000000-0000-4000-8000-000000000002' }],
  ['of another message', { digest: Buffer.alloc(32) }],
  ['of a case', { case_number: 'REQ-1' }],
])('a row %s is not believed', (_, change) => {
  expect(opens(secrets, { ...kept, ...change })).toBe(false);
  expect(seenFrom(secrets, { ...kept, ...change }, message.id)).toBeUndefined();
});

describe('after the erasure', () => {
  const how = { instead: 'erased:1', receiptId: '00000000-0000-4000-8000-000000000003' };
  const left = read(erasedRow(secrets, kept, how));

  test('a repeat is known by its id, and its receipt names it and the codes of its faults', () => {
    expect(left.id).toBe(kept.id);
    const { digest: _digest, faults: _faults, ...rest } = receipt;
    const faults = [{ code: 'AREA_UNKNOWN', text: 'There is no legislative area {area}.' }];
    const seen = seenFrom(secrets, left, message.id);
    expect(seen?.receipt).toEqual({ ...rest, faults });
    expect(seen).not.toHaveProperty('digest');
  });

  test('not even with the key does the row tell what it was', () => {
    const plain = secrets.vault.openMaster(left.sealed, '');
    expect(plain).toBeUndefined();
    expect(JSON.stringify(seenFrom(secrets, left, 'm-other')?.receipt)).not.toContain(NAME);
  });
});
