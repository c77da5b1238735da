import { expect, it } from 'vitest';
import { messageSealOf } from '../message/message-seal.ts';
import { NOW, testPki } from '../testing/pki.ts';
import { demandValid, periodOf } from './period.ts';

const test = testPki();
const at = NOW.toISOString();

it('a seal ends with the first of its certificates to end', () => {
  expect(periodOf(test().seal('briefSigner'))).toEqual({
    from: '2026-01-01T00:00:00.000Z',
    until: '2028-01-01T00:00:00.000Z',
  });
  const chain = [test().pki.briefSigner.certificate];
  expect(periodOf({ ...test().seal('signer'), chain }).until).toBe('2028-01-01T00:00:00.000Z');
});

it('nothing is sealed with a certificate that has ended, or is not valid yet', () => {
  expect(() => demandValid(test().seal('signer'), at)).not.toThrow();
  expect(() => demandValid(test().seal('expiredSigner'), at)).toThrow('SEAL_NOT_VALID');
  expect(() => demandValid(test().seal('briefSigner'), '2025-06-01T00:00:00Z')).toThrow('SEAL_NOT_VALID');
});

it('no message is signed with such a key: it waits, as while the key is away', async () => {
  await expect(messageSealOf(test().seal('expiredSigner')).sign('{}', at)).rejects.toMatchObject({
    kind: 'SIGNING_UNAVAILABLE',
    facts: { reason: 'SEAL_NOT_VALID' },
  });
  expect(await messageSealOf(test().seal('signer')).sign('{}', at)).not.toBe('');
});
